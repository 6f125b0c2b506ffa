"""What `lenet-app evaluate` measured, as text."""

from itertools import groupby
from typing import Any

from lenet_app.commands.output import aligned
from lenet_app.language import tr, trn

Facts = dict[str, Any]


def summary_text(model: str, facts: Facts) -> str:
    """The measures of all pictures together."""
    sentence = trn(
        "{model} on {count} test picture of {dataset}: {right} % right, loss {loss}, {seconds} s",
        "{model} on {count} test pictures of {dataset}: {right} % right, loss {loss}, {seconds} s",
        facts["images"],
    )
    first = sentence.format(
        model=model,
        count=f"{facts['images']:,}",
        dataset=facts["dataset"],
        right=_percent(facts["accuracy"]),
        loss=f"{facts['loss']:.4f}",
        seconds=f"{facts['seconds']:.1f}",
    )
    second = tr("95 % interval {low} to {high} %, calibration error {error} %")
    low, high = facts["interval"]
    error = _percent(facts["calibration_error"])
    return first + "\n" + second.format(low=_percent(low), high=_percent(high), error=error)


def tables_text(facts: Facts, class_names: tuple[str, ...]) -> str:
    """The confusion matrix, rows by the true class and columns by the answer, and how each class does."""
    names = ("", *class_names)
    rows = [(name, *map(str, row)) for name, row in zip(class_names, facts["confusion"], strict=True)]
    every = range(len(names))
    title = tr("Rows: true class, columns: answer")
    measured = [
        (one["class"], f"{one['pictures']:,}", _share(one["recall"]), _share(one["precision"]))
        for one in facts["classes"]
    ]
    head = (tr("class"), tr("pictures"), tr("found %"), tr("right of those said %"))
    return "\n".join([title, aligned([names, *rows], every), aligned([head, *measured], range(4))])


def errors_text(errors: list[Facts]) -> str:
    """The surest mistakes."""
    if not errors:
        return tr("No mistakes.")
    line = tr("{picture}: true {true}, said {said}, {sure} % sure")
    lines = [line.format(**one, sure=f"{100 * one['confidence']:.1f}") for one in errors]
    return "\n".join([tr("Surest mistakes"), *lines])


def pair_text(model: str, facts: Facts) -> str:
    """Two models side by side."""
    low, high = facts["interval"]
    first = tr("{other}: {right} % right, 95 % interval {low} to {high} %").format(
        other=facts["model"], right=_percent(facts["accuracy"]), low=_percent(low), high=_percent(high)
    )
    second = tr("Right: both {both}, only {model} {first}, only {other} {second}, neither {neither}; McNemar's p {p}")
    counts = {name: f"{facts[name]:,}" for name in ("both", "neither")}
    only = {"first": f"{facts['only_first']:,}", "second": f"{facts['only_second']:,}"}
    return first + "\n" + second.format(model=model, other=facts["model"], p=f"{facts['p']:.2g}", **counts, **only)


def robustness_text(points: list[Facts]) -> str:
    """A line for each corruption: the share of right answers at each degree."""
    lines = []
    for name, group in groupby(points, key=lambda one: one["corruption"]):
        cells = [(one["degree"], _percent(one["accuracy"])) for one in group]
        texts = (right if degree is None else f"{degree:g}: {right}" for degree, right in cells)
        lines.append((name, "  ".join(texts)))
    return tr("How well it holds, % right by degree") + "\n" + aligned(lines)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}"


def _share(share: float | None) -> str:
    return "–" if share is None else _percent(share)
