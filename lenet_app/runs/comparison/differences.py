"""What two runs were asked for otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from lenet_app.json_values import digest_text, told
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.recipe import VARIED, Initialisation, Loss, Optimiser, Schedule
from lenet_app.networks.recipe_text import choice_text

Settings = Mapping[str, Any]
"""What can differ between two runs, by names as the command line has them; of a layer "C1 maps" and the like."""

_NORMAL, _LEVENBERG = (Initialisation.TRUNCATED_NORMAL,), (Optimiser.LEVENBERG_MARQUARDT,)
_OF_RUN = ("hold_out", "subset", "no_digits", "start", "teachers", "teacher_share")
_ASKED = (*("architecture", "normalisation", "recipe", "data_set", "source", "as_published"), *_OF_RUN)
"""All that decides about a run but its seed and where it is made."""
_TOLD_ELSEWHERE = ("network", "seed", "device")
_COUNTS_WITH = {
    **{"decay": ("schedule", (Schedule.EXPONENTIAL, Schedule.INVERSE)), "deviation": ("initialisation", _NORMAL)},
    **{"first_bias": ("initialisation", _NORMAL), "momentum": ("optimiser", (Optimiser.MOMENTUM,))},
    **{"damping": ("optimiser", _LEVENBERG), "curvature_pictures": ("optimiser", _LEVENBERG)},
    **{"rubbish": ("loss", (Loss.MAP,)), "variation": ("augmentation", VARIED)},
    **{"damage": ("augmentation", VARIED)},
}
"""What counts only where something else has one of these values; elsewhere it differs from nothing."""


def flat_settings(kept: Mapping[str, Any], seed: int) -> Settings:
    """The settings of a run one beside the other.

    Args:
        kept: what `settings.json` holds; what is missing or of another kind is left out.
        seed: of the run.
    """
    architecture, machine = _part(kept, "architecture"), _part(kept, "machine")
    layers = architecture.get("layers")
    of_layers = {
        f"{layer.get('name')} {part}": value
        for layer in (layers if isinstance(layers, list) else [])
        if isinstance(layer, dict)
        for part, value in layer.items()
        if part != "name"
    }
    flat = {
        **{"network": architecture.get("id"), "data_set": kept.get("data_set"), "seed": seed},
        **_part(kept, "recipe"),
        **{name: kept.get(name) for name in _OF_RUN},
        "device": machine.get("device"),
        **of_layers,
    }
    for name, (other, values) in _COUNTS_WITH.items():
        if name in flat and flat.get(other) not in values:
            flat[name] = None
    return flat


def setting_of(kept: Mapping[str, Any]) -> str:
    """What runs have in common that differ in their seed alone."""
    asked = [kept.get(name) for name in _ASKED]
    return blake2b(digest_text(asked), digest_size=12).hexdigest()


def differing(settings: Sequence[Settings]) -> tuple[str, ...]:
    """The names of what is not the same in all; of layers only where all have the same network."""
    if not settings:
        return ()
    names = dict.fromkeys(name for one in settings for name in one)
    found = [name for name in names if any(one.get(name) != settings[0].get(name) for one in settings)]
    if "network" in found:
        found = [name for name in found if " " not in name]
    return tuple(found)


def differences_text(one: Settings, reference: Settings, labels: Mapping[str, str] | None = None) -> str:
    """In a line, what a run has otherwise than another one but its network, its seed and its device."""
    return _settings_text(one, differing([reference, one]), labels_of_settings() if labels is None else labels)


def own_text(reference: Settings, all_of_them: Sequence[Settings], labels: Mapping[str, str]) -> str:
    """In a line, what a run has itself of all that any other has otherwise; runs of the same network come first."""
    alike = [one for one in all_of_them if one.get("network") == reference.get("network")]
    names = dict.fromkeys([*differing([reference, *alike]), *differing([reference, *all_of_them])])
    return _settings_text(reference, names, labels)


def _settings_text(one: Settings, names: Iterable[str], labels: Mapping[str, str]) -> str:
    return ", ".join(
        setting_text(name, one.get(name), labels)
        for name in names
        if name not in _TOLD_ELSEWHERE and not (name in _COUNTS_WITH and one.get(name) is None)
    )


def setting_text(name: str, value: object, labels: Mapping[str, str]) -> str:
    """A setting with its value, as "rate 0.01"; `labels` as of `labels_of_settings`."""
    named = labels.get(name, name.replace("_", " "))
    return tr("{name} {value}").format(name=named, value=value_text(name, value))


def value_text(name: str, value: object) -> str:
    """A setting's value for people."""
    if name == "network" and value in family.ids():
        return family.member(str(value)).architecture.title
    if value is None or value in ("", [], ()):
        return "–"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return told(", ".join(map(str, value)))
    return choice_text(told(value))


def label(name: str) -> str:
    """What a setting is called; of a layer as it stands."""
    return labels_of_settings().get(name, name.replace("_", " "))


def labels_of_settings() -> dict[str, str]:
    """What settings are called whose name says less."""
    return {
        **{"network": tr("network"), "data_set": tr("data set"), "seed": tr("seed"), "epochs": tr("epochs")},
        **{"batch_size": tr("batch"), "learning_rate": tr("rate"), "optimiser": tr("optimiser")},
        **{"schedule": tr("schedule"), "augmentation": tr("augmentation"), "loss": tr("loss")},
        **{"initialisation": tr("first weights"), "steps": tr("steps"), "hold_out": tr("hold-out")},
        **{"decay": tr("decay"), "momentum": tr("momentum"), "weight_decay": tr("weight decay")},
        **{"damping": tr("damping"), "average": tr("average"), "variation": tr("variation")},
        **{"damage": tr("damaged")},
        **{"no_digits": tr("no digits"), "subset": tr("pictures"), "start": tr("from"), "teachers": tr("teachers")},
        **{"device": tr("device"), "teacher_share": tr("share of the teachers"), "bias_rate": tr("rate of biases")},
        **{"rubbish": tr("j of eq. (9)"), "loss_divisor": tr("divisor of the loss"), "deviation": tr("deviation")},
        **{"first_bias": tr("first bias"), "curvature_pictures": tr("pictures for the curvature")},
    }


def _part(kept: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = kept.get(name)
    return value if isinstance(value, dict) else {}
