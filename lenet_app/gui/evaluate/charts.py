"""What was measured as charts: how sure is how right, refusing, how well models hold, the map of a layer."""

from itertools import groupby

import numpy as np

from lenet_app.charts.chart import NEUTRAL, Axis, Bars, Chart, Curve, Points, floats
from lenet_app.evaluation.measured import Measured
from lenet_app.evaluation.measures import Numbers, interval
from lenet_app.evaluation.robustness import MNIST_C, Point
from lenet_app.gui.evaluate.mapping import Mapped
from lenet_app.gui.evaluate.measuring import Evaluated
from lenet_app.language import tr

_COLOURS = (0, NEUTRAL)
"""Of the first model and of the second: blue against grey."""


def reliability_chart(evaluated: Evaluated) -> Chart:
    """How often answers of each confidence are right, by bins, with 95 % intervals; dashed is where both are alike."""
    alike = Curve(tr("ideal"), floats([0, 100]), floats([0, 100]), colour=NEUTRAL, is_dashed=True)
    curves = (
        _reliability_curve(name, one, colour)
        for name, one, colour in zip(evaluated.names, evaluated.measured, _COLOURS, strict=False)
    )
    sure, right = Axis(tr("how sure"), "%", low=0, high=100), Axis(tr("right"), "%", low=0, high=100)
    return Chart(tr("How sure against how right"), sure, right, (alike, *curves))


def _reliability_curve(name: str, measured: Measured, colour: int) -> Curve:
    found = measured.reliability
    filled = found.counts > 0
    sure, right = found.confidences[filled], found.accuracies[filled]
    counts = found.counts[filled].tolist()
    ends = [interval(round(count * share), count) for count, share in zip(counts, right.tolist(), strict=True)]
    low, high = (floats([100 * end[way] for end in ends]) for way in (0, 1))
    return Curve(name, floats(100 * sure), floats(100 * right), (low, high), colour=colour)


def rejection_chart(evaluated: Evaluated) -> Chart:
    """How many of the given answers are right where the least sure ones are refused."""
    curves = (
        Curve(name, floats(100 * (1 - one.rejection.answered)), floats(100 * one.rejection.accuracies), colour=colour)
        for name, one, colour in zip(evaluated.names, evaluated.measured, _COLOURS, strict=False)
    )
    refused, right = Axis(tr("refused"), "%", low=0), Axis(tr("right of the others"), "%", high=100)
    return Chart(tr("Refusing the least sure"), refused, right, tuple(curves))


def holding_charts(points: tuple[tuple[Point, ...], ...], names: tuple[str, ...]) -> tuple[Chart, ...]:
    """How many answers are right at each degree, a chart for each corruption; of MNIST-C one chart of all.

    Args:
        points: of each model.
        names: of the models.
    """
    if any(one.degree is None for of_model in points for one in of_model):
        return (_mnist_c_chart(points, names),)
    titles, charts = corruption_titles(), []
    for corruption, (title, unit) in titles.items():
        curves = []
        for name, of_model, colour in zip(names, points, _COLOURS, strict=False):
            own = [(one.degree, 100 * one.accuracy) for one in of_model if one.corruption == corruption]
            if own:
                degrees, accuracies = zip(*own, strict=True)
                curves.append(Curve(name, floats(degrees), floats(accuracies), colour=colour))
        right = Axis(tr("right"), "%", low=0, high=100)
        charts.append(Chart(title, Axis(title, unit), right, tuple(curves), shows_names=False))
    return tuple(charts)


def _mnist_c_chart(points: tuple[tuple[Point, ...], ...], names: tuple[str, ...]) -> Chart:
    measured = [one.corruption for one in points[0]]
    labels = tuple(mnist_c_titles()[name] for name in measured)
    series = []
    for number, (name, of_model, colour) in enumerate(zip(names, points, _COLOURS, strict=False)):
        places = floats(np.arange(len(of_model)) + (number - (len(points) - 1) / 2) * 0.38)
        width = 0.36 if len(points) > 1 else 0.6
        series.append(Bars(name, places, floats([100 * one.accuracy for one in of_model]), width, colour))
    axis = Axis(tr("corruption"), labels=labels)
    return Chart(tr("MNIST-C"), axis, Axis(tr("right"), "%", low=0, high=100), tuple(series), shows_names=False)


def map_chart(evaluated: Evaluated, mapped: Mapped, layer: str) -> Chart:
    """A point for each picture, in the colour of its class; `point_of` tells which picture a point is.

    Args:
        evaluated: what was said of the pictures.
        mapped: their places.
        layer: what people call it.
    """
    names, answers = evaluated.material.class_names, evaluated.first.answers
    series = []
    for label, chosen in classes_on_map(evaluated, mapped):
        places = mapped.places[chosen]
        told = tr("{picture}: true {true}, said {said}")
        labels = tuple(
            told.format(picture=evaluated.material.name_of(number), true=names[label], said=names[answers.said[number]])
            for number in mapped.numbers[chosen].tolist()
        )
        series.append(Points(names[label], floats(places[:, 0]), floats(places[:, 1]), labels, is_small=True))
    axes = Axis(tr("t-SNE, first direction")), Axis(tr("t-SNE, second direction"))
    if mapped.shares is not None:
        shares = [f"{100 * share:.0f}" for share in mapped.shares]
        axes = (
            Axis(tr("first component, {share} % of the variance").format(share=shares[0])),
            Axis(tr("second component, {share} %").format(share=shares[1])),
        )
    return Chart(tr("Map of {layer}").format(layer=layer), *axes, tuple(series))


def classes_on_map(evaluated: Evaluated, mapped: Mapped) -> list[tuple[int, Numbers]]:
    """Each class with pictures on the map, in the order of the series, and the places of these in `mapped`."""
    labels = evaluated.first.answers.labels[mapped.numbers]
    order = np.argsort(labels, kind="stable")
    return [(int(label), np.array(list(chosen))) for label, chosen in groupby(order, lambda place: labels[place])]


def corruption_titles() -> dict[str, tuple[str, str]]:
    """What people call our corruptions, and the unit of their degrees, in the order in which they are shown."""
    return {
        "noise": (tr("Noise"), ""),
        "blur": (tr("Blur"), "px"),
        "rotation": (tr("Rotation"), "°"),
        "shift": (tr("Shift"), "px"),
        "scale": (tr("Scale"), "×"),
        "thickness": (tr("Thickness"), "px"),
    }


def mnist_c_titles() -> dict[str, str]:
    """What people call those of MNIST-C."""
    titles = (
        *(tr("shot noise"), tr("impulse noise"), tr("glass blur"), tr("motion blur"), tr("shear"), tr("scale")),
        *(tr("rotate"), tr("brightness"), tr("translate"), tr("stripe"), tr("fog"), tr("spatter")),
        *(tr("dotted line"), tr("zigzag"), tr("canny edges")),
    )
    return dict(zip(MNIST_C, titles, strict=True))
