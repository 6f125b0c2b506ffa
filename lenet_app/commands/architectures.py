"""`lenet-app architectures`: every network's layer table, as text or JSON; saves and compares architectures."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lenet_app.commands.output import aligned, complain, json_line, say
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.counts import connections_text, parameters_text
from lenet_app.networks.editing.comparison import differences
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.kind import shape_text
from lenet_app.networks.layer_table import LayerRow, layer_table
from lenet_app.networks.modernise import ID, Step
from lenet_app.networks.recipe_text import chosen_text, recipe_text
from lenet_app.storage.architectures import find_architecture, write_architecture
from lenet_app.storage.own_architectures import own_members


def summary() -> str:
    """The command in half a sentence."""
    return tr("show the layers of a network, or list all networks")


def json_summary() -> str:
    """What `--json` prints."""
    return tr("print one JSON array with an object for each network")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    named = tr("a network's id, an architecture file, or {id}+STEP+… with steps of {steps}; without one all are listed")
    parser.add_argument("id", nargs="?", metavar="ID", help=named.format(id=ID, steps=", ".join(Step)))
    parser.add_argument("--compare", metavar="OTHER", help=tr("tell what another network has otherwise"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=tr("save the architecture as JSON"))


def run(options: argparse.Namespace) -> int:
    """Print the networks."""
    if options.id is None and (options.compare or options.output):
        raise UserError(tr("Name a network to compare or to save."))
    own: Path = options.home.architectures
    if options.id is not None:
        members = [find_architecture(options.id, own)]
    else:
        members = [*(family.member(id_) for id_ in family.ids()), *_own(own)]
    if options.output is not None:
        write_architecture(members[0], options.output)
    if options.compare is not None:
        _compare(
            members[0].architecture,
            find_architecture(options.compare, options.home.architectures).architecture,
            as_json=options.json,
        )
    elif options.json:
        say(json_line([_facts(member.architecture) for member in members]))
    else:
        say(_list(members) if options.id is None else _sheet(members[0]))
    return 0


def _own(folder: Path) -> tuple[Member, ...]:
    """The networks that the user saved; a file that cannot be used is told."""
    members, unusable = own_members(folder)
    for one in unusable:
        complain(one.fault)
    return members


def _facts(architecture: Architecture) -> dict[str, Any]:
    return {
        "id": architecture.id,
        "input": list(architecture.input_shape),
        "parameters": architecture.parameters,
        "connections": architecture.connections,
        "layers": [
            {
                "name": plan.name,
                "kind": plan.layer.kind,
                "output": list(plan.output_shape),
                "parameters": plan.parameters,
                "connections": plan.connections,
            }
            for plan in architecture.plans
        ],
    }


def _list(members: Sequence[Member]) -> str:
    head = (tr("id"), tr("network"), tr("input"), tr("parameters"), tr("connections"), tr("data set"), tr("published"))
    rows = [
        (
            member.architecture.id,
            member.architecture.title,
            shape_text(member.architecture.input_shape),
            f"{member.architecture.parameters:,}",
            f"{member.architecture.connections:,}",
            member.data_set,
            _published(member.experiments[0]),
        )
        for member in members
    ]
    return aligned([head, *rows], right=(3, 4, 6))


def _published(experiment: Experiment) -> str:
    if experiment.accuracy is None:
        return "–"
    text = f"{100 * experiment.accuracy:.2f} %"
    return tr("about {figure}").format(figure=text) if experiment.about else text


def _sheet(member: Member) -> str:
    architecture = member.architecture
    sentence = tr("{title} ({id}): input {input}, {parameters}, {connections}")
    lines = [
        sentence.format(
            title=architecture.title,
            id=architecture.id,
            input=shape_text(architecture.input_shape),
            parameters=parameters_text(architecture.parameters),
            connections=connections_text(architecture.connections),
        ),
        "",
        _layers(architecture),
        "",
        tr("N = (W − F + 2P) / S + 1. TensorFlow: valid ⌈(W − F + 1) / S⌉, same ⌈W / S⌉."),
        "",
    ]
    for experiment in member.experiments:
        name = f" ({experiment.name})" if experiment.name else ""
        title = tr("Published recipe{name}") if experiment.is_published else tr("Own recipe{name}")
        what = ""
        if experiment.chosen_here is not None:
            title = tr("Published recipe{name}, {what} chosen here")
            what = chosen_text(experiment.chosen_here)
        lines.append(f"{title.format(name=name, what=what)}: {recipe_text(experiment.recipe)}")
        if experiment.accuracy is not None:
            lines.append(tr("Published result{name}: {figure}").format(name=name, figure=_published(experiment)))
    return "\n".join(lines)


def _layers(architecture: Architecture) -> str:
    head = (
        *(tr("layer"), tr("kind"), tr("input"), tr("output"), tr("kernel"), tr("stride"), tr("padding"), tr("formula")),
        *(tr("valid"), tr("same"), tr("parameters"), tr("connections"), tr("receptive field")),
    )
    counts = (f"{architecture.parameters:,}", f"{architecture.connections:,}")
    total = (tr("all"), *[""] * 9, *counts, "")
    return aligned([head, *(_cells(row) for row in layer_table(architecture)), total], right=(10, 11))


def _cells(row: LayerRow) -> tuple[str, ...]:
    layer = row.plan.layer
    activation = "" if layer.activation is Activation.NONE else f", {layer.activation.value}"
    return (layer.name, layer.label + activation, *row.figures)


def _compare(one: Architecture, other: Architecture, *, as_json: bool) -> None:
    found = differences(one, other)
    if as_json:
        rows = [{"where": d.where, "what": d.what, "one": d.one, "other": d.other} for d in found]
        say(json_line({"one": one.id, "other": other.id, "differences": rows}))
    elif not found:
        say(tr("{one} and {other} are the same.").format(one=one.id, other=other.id))
    else:
        head = (tr("where"), tr("what"), one.id, other.id)
        say(aligned([head, *((d.where, d.what, d.one or "–", d.other or "–") for d in found)]))
