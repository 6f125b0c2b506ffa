"""A chart in words and in numbers: for whoever does not see it, and for other programs."""

import csv
import io
from collections.abc import Iterator

import numpy as np

from lenet_app.charts.chart import Axis, Bars, Chart, Curve, Points, Series
from lenet_app.language import tr, trn

_MOST_TOLD = 8


def described(chart: Chart) -> str:
    """What it shows: a sentence for each of the first series."""
    if chart.is_empty:
        return tr("Nothing is drawn yet.")
    axes = tr("{y} against {x}.").format(y=chart.y.title, x=chart.x.title)
    told = [_sentence(chart, one) for one in chart.series[:_MOST_TOLD] if len(one.x)]
    more = len(chart.series) - _MOST_TOLD
    if more > 0:
        told.append(trn("{count} more is not told.", "{count} more are not told.", more).format(count=more))
    return " ".join([axes, *told])


def point_text(chart: Chart, one: Series, number: int) -> str:
    """A point of a series in words: whose it is, and both values; of thousands of points the name alone."""
    if isinstance(one, Points) and one.is_small and one.labels:
        return one.labels[number]
    name = one.labels[number] if isinstance(one, Points) and one.labels else one.name
    x, y = value_text(chart.x, float(one.x[number])), chart.y.text(float(one.y[number]))
    if isinstance(one, Curve) and one.band is not None:
        low, high = (number_in(chart.y, float(edge[number])) for edge in one.band)
        y = tr("{value} ({low} to {high})").format(value=y, low=low, high=high)
    if isinstance(one, Points) and one.spread is not None and one.spread[number] > 0:
        y = f"{number_in(chart.y, float(one.y[number]))} ± {chart.y.text(float(one.spread[number]))}"
    told = tr("{x}: {y}").format(x=x, y=y)
    return tr("{name} · {point}").format(name=name, point=told) if name else told


def value_text(axis: Axis, value: float) -> str:
    """A value with the name of its axis, where no unit tells what it is."""
    text = axis.text(value)
    return text if axis.unit or axis.labels else tr("{axis} {value}").format(axis=axis.name, value=text)


def number_in(axis: Axis, value: float) -> str:
    """A value without its unit."""
    return axis.text(value).removesuffix(f" {axis.unit}") if axis.unit else axis.text(value)


def as_csv(chart: Chart) -> bytes:
    """All numbers: a row for each point, with what it belongs to."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("series", "label", chart.x.title, chart.y.title, "low", "high"))
    for one in chart.series:
        writer.writerows(_rows(chart, one))
    return text.getvalue().encode()


def _sentence(chart: Chart, one: Series) -> str:
    name = one.name or chart.y.name
    finite = np.flatnonzero(np.isfinite(one.y))
    if not len(finite):
        return tr("{name}: no values.").format(name=name)
    least, most = finite[np.argmin(one.y[finite])], finite[np.argmax(one.y[finite])]
    first, last = finite[0], finite[-1]
    y = [chart.y.text(float(one.y[place])) for place in (first, last, least, most)]
    x = [value_text(chart.x, float(one.x[place])) for place in (first, last, least, most)]
    count = len(finite)
    if isinstance(one, Curve):
        sentence = tr("{name}: from {first} at {begin} to {last} at {end}; least {least}, most {most} at {where}.")
        return sentence.format(
            name=name, first=y[0], begin=x[0], last=y[1], end=x[1], least=y[2], most=y[3], where=x[3]
        )
    sentence = trn(
        "{name}: {count} value, {least}.", "{name}: {count} values, {least} at {low} to {most} at {high}.", count
    )
    return sentence.format(name=name, count=count, least=y[2], low=x[2], most=y[3], high=x[3])


def _rows(chart: Chart, one: Series) -> Iterator[tuple[object, ...]]:
    for number, (x, y) in enumerate(zip(one.x.tolist(), one.y.tolist(), strict=True)):
        label, low, high = "", None, None
        if isinstance(one, Points):
            label = one.labels[number] if one.labels else ""
            if one.spread is not None:
                low, high = y - float(one.spread[number]), y + float(one.spread[number])
        elif isinstance(one, Curve) and one.band is not None:
            low, high = (float(edge[number]) for edge in one.band)
        elif isinstance(one, Bars) and chart.x.labels:
            label = chart.x.text(x)
        yield one.name, label, x, y, low, high
