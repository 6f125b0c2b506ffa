"""The report of a reproduction in Markdown: published result, ours, epochs, seconds."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import mean, stdev

from lenet_app.networks import family
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.recipe_text import chosen_text, recipe_text
from lenet_app.networks.tasks import Result, Task

_HEAD = """# Reproduction

Every network of the family, trained from random weights by `lenet-app reproduce` with the recipe that it was published
with, or one of our own where none was. The accuracy is that of the last weights on the test pictures, which chose
nothing: the mean of the seeds, ± their standard deviation, and the lowest and highest of them. Seconds are of training
alone, one run, on the device named below.
"""
_SMALL_HEAD = "With 3,000 pictures and a few steps each, to show that everything runs; the figures mean nothing else."
_CURVES_HEAD = """Right answers on the training pictures as they came, each before it was learned, and the seconds until
then. First seed.
"""


def markdown_report(results: Sequence[Result], notes: str = "") -> str:
    """The report of all results; `notes` are put at its end."""
    parts = [_HEAD]
    for is_quick, title in ((False, "## Results"), (True, "## Quick results\n\n" + _SMALL_HEAD)):
        chosen = [result for result in results if result.is_quick is is_quick]
        if chosen:
            parts.append(f"{title}\n\n{_table(chosen)}")
    full = [result for result in results if not result.is_quick]
    if full:
        parts += ["## How fast each learns\n\n" + _curves(full), "## Recipes\n\n" + _recipes(full), _machines(full)]
    if notes.strip():
        parts.append(notes.strip())
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _experiments(results: Iterable[Result]) -> list[tuple[Member, Experiment, list[Result]]]:
    """The results by network and experiment, in the order of the family; those of no known network are left out.

    Where there are results of the recipe as it is now, those of an older one are left out, too.
    """
    order = {name: number for number, name in enumerate(family.ids())}

    def key(result: Result) -> tuple[int, str]:
        return order[result.id], result.experiment

    known = sorted((result for result in results if result.id in order), key=key)
    found = []
    for _, group in groupby(known, key):
        runs = list(group)
        member = family.member(runs[0].id)
        for experiment in member.experiments:
            if experiment.name == runs[0].experiment:
                current = [run for run in runs if run.answers(Task(member, experiment, run.seed, run.is_quick))]
                found.append((member, experiment, sorted(current or runs, key=lambda run: run.seed)))
    return found


def _title(member: Member, experiment: Experiment) -> str:
    return f"`{member.architecture.id}`" + (f", {experiment.name}" if experiment.name else "")


def _table(results: Sequence[Result]) -> str:
    lines = [
        "| network | data | parameters | connections | published | ours | seeds | epochs | steps | seconds |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for member, experiment, runs in _experiments(results):
        architecture = member.architecture
        cells = (
            _title(member, experiment),
            runs[0].data_set,
            f"{architecture.parameters:,}",
            f"{architecture.connections:,}",
            _published(experiment),
            _ours([run.accuracy for run in runs]),
            str(len(runs)),
            f"{runs[0].steps * runs[0].recipe.batch_size / runs[0].pictures:.2g}"
            if runs[0].recipe.steps
            else str(runs[0].epochs),
            f"{runs[0].steps:,}",
            f"{mean(run.seconds for run in runs):,.0f}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _published(experiment: Experiment) -> str:
    if experiment.accuracy is None:
        return "–"
    return ("about " if experiment.about else "") + f"{100 * experiment.accuracy:.2f} %"


def _ours(accuracies: Sequence[float]) -> str:
    text = f"{100 * mean(accuracies):.2f}"
    if len(accuracies) > 1:
        text += f" ± {100 * stdev(accuracies):.2f} ({100 * min(accuracies):.2f} – {100 * max(accuracies):.2f})"
    return text + " %"


def _curves(results: Sequence[Result]) -> str:
    """Of the first seed the share of right answers on the training pictures as they came, at a few points."""
    lines = [
        _CURVES_HEAD,
        "| network | at 1/10 | at 1/4 | at 1/2 | at the end |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for member, experiment, runs in _experiments(results):
        points = runs[0].curve
        if not points:
            continue
        chosen = [points[max(0, round(share * len(points)) - 1)] for share in (0.1, 0.25, 0.5, 1)]
        cells = [f"{100 * point.accuracy:.2f} %, step {point.step:,}, {point.seconds:,.1f} s" for point in chosen]
        lines.append("| " + " | ".join((_title(member, experiment), *cells)) + " |")
    return "\n".join(lines)


def _recipes(results: Sequence[Result]) -> str:
    lines = []
    for member, experiment, runs in _experiments(results):
        own = "" if experiment.is_published else " (our own)"
        if experiment.chosen_here is not None:
            own = f" ({chosen_text(experiment.chosen_here)} chosen here)"
        lines.append(f"- {_title(member, experiment)}{own}: {recipe_text(runs[0].recipe)}")
    return "\n".join(lines)


def _machines(results: Sequence[Result]) -> str:
    devices = ", ".join(sorted({result.device for result in results}))
    programs = ", ".join(sorted({result.program for result in results}))
    return f"Trained on: {devices}. Program: {programs}."
