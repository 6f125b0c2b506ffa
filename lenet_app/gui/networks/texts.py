"""Networks in words: their facts in a line, published and reproduced results, recipes, durations."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import mean, stdev

from lenet_app.data import catalogue
from lenet_app.language import tr, trn
from lenet_app.networks.counts import classes_text, connections_text, parameters_text
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.kind import shape_text
from lenet_app.networks.recipe_text import augmentation_text, chosen_text, recipe_text
from lenet_app.networks.tasks import Result

NOTHING = "–"


def facts_text(member: Member) -> str:
    """The network in a line: input, parameters, connections, data set."""
    architecture = member.architecture
    text = tr("Input {input} · {parameters} · {connections} · {classes} · {data_set}")
    return text.format(
        input=shape_text(architecture.input_shape),
        parameters=parameters_text(architecture.parameters),
        connections=connections_text(architecture.connections),
        classes=classes_text(architecture.classes),
        data_set=catalogue.title_of(member.data_set),
    )


def experiment_name(experiment: Experiment) -> str:
    """What tells an experiment from the network's others."""
    if experiment.name == "distorted":
        return tr("distorted copies")
    return experiment.name or tr("as published")


def published_text(experiment: Experiment) -> str:
    """The published accuracy: `99.06 %`, `about 99.20 %`, or a dash where none was published."""
    if experiment.accuracy is None:
        return NOTHING
    figure = f"{100 * experiment.accuracy:.2f} %"
    return tr("about {figure}").format(figure=figure) if experiment.about else figure


def reproduced_text(runs: Sequence[Result]) -> str:
    """Mean and standard deviation over the seeds: `98.97 ± 0.05 %`; a dash where there is none."""
    if not runs:
        return NOTHING
    accuracies = [run.accuracy for run in runs]
    spread = f" ± {100 * stdev(accuracies):.2f}" if len(accuracies) > 1 else ""
    return f"{100 * mean(accuracies):.2f}{spread} %"


def runs_text(runs: Sequence[Result]) -> str:
    """Each training of a reproduction in a line, for a tooltip."""
    return _lines(runs) or tr("This program has not reproduced it yet.")


def own_runs_text(runs: Sequence[Result]) -> str:
    """The same of the user's own."""
    return _lines(runs) or tr("You have not reproduced it yet.")


def seeds_text(runs: Sequence[Result]) -> str:
    """How many seeds a mean is of: `3 seeds`; empty where there is none."""
    return trn("{count} seed", "{count} seeds", len(runs)).format(count=len(runs)) if runs else ""


def _lines(runs: Sequence[Result]) -> str:
    return "\n".join(map(_line, runs))


def _line(run: Result) -> str:
    line = trn(
        "Seed {seed}: {right} % of {count} test picture after {seconds} on {device}",
        "Seed {seed}: {right} % of {count} test pictures after {seconds} on {device}",
        run.test_pictures,
    )
    return line.format(
        seed=run.seed,
        right=f"{100 * run.accuracy:.2f}",
        count=f"{run.test_pictures:,}",
        seconds=duration_text(run.seconds),
        device=run.device,
    )


def recipe_lines(member: Member) -> str:
    """Every recipe of the network, each marked as published or the program's own."""
    first = member.experiments[0]
    lines = [_recipe_line(first, recipe_text(first.recipe))]
    for other in member.experiments[1:]:
        alike = replace(first.recipe, augmentation=other.recipe.augmentation) == other.recipe
        sentence = tr("the same, {augmentation}").format(augmentation=augmentation_text(other.recipe.augmentation))
        lines.append(_recipe_line(other, sentence if alike else recipe_text(other.recipe)))
    return "\n".join(lines)


def _recipe_line(experiment: Experiment, text: str) -> str:
    line = tr("Published recipe: {recipe}.") if experiment.is_published else tr("Own recipe: {recipe}.")
    if experiment.chosen_here is None:
        return line.format(recipe=text)
    line = tr("Published recipe, {what} chosen here: {recipe}.")
    return line.format(recipe=text, what=chosen_text(experiment.chosen_here))


def duration_text(seconds: float) -> str:
    """A duration as people say it: `40 s`, `16 min`, `2 h 5 min`."""
    if seconds < 90:
        return tr("{seconds} s").format(seconds=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{minutes} min").format(minutes=minutes)
    return tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def reproduction_time_text(seconds: float, unknown: int) -> str:
    """How long a reproduction takes, as far as is known.

    Args:
        seconds: of those networks whose time is known.
        unknown: how many networks there are whose time is not.
    """
    if not seconds:
        return tr("How long it takes is not known.")
    text = tr("About {time}, going by earlier runs.")
    if unknown:
        text = trn(
            "About {time}, going by earlier runs; for {count} more network it is not known.",
            "About {time}, going by earlier runs; for {count} more networks it is not known.",
            unknown,
        )
    return text.format(time=duration_text(seconds), count=unknown)
