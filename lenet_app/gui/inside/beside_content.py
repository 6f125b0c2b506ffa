"""What is shown of two networks on one drawing: a line for each pair of layers, and their pictures; values, no Qt."""

from math import isqrt, prod

import numpy as np

from lenet_app.gui.answering.confidence import confidence_text, no_class_text
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.inside.beside_desk import Compared
from lenet_app.gui.inside.forward_content import largest_of
from lenet_app.gui.inside.widgets.blocks import Blocks, Floats, Sheet
from lenet_app.gui.inside.widgets.numbers_table import NumbersRow
from lenet_app.gui.inside.words import layer_text, number_text, short_text
from lenet_app.inspection.two_models import LayerPair
from lenet_app.inspection.units import NETWORK_INPUT
from lenet_app.language import tr
from lenet_app.networks.forward import Weights
from lenet_app.networks.kind import shape_text


def answer_lines(compared: Compared) -> tuple[str, str]:
    """What each of the two answers; which model is which is told by the chip and by the list of second ones."""
    first, second = compared.answers
    return tr("First: {answer}").format(answer=_answer(first)), tr("Second: {answer}").format(answer=_answer(second))


def _answer(answer: Answer) -> str:
    assert answer.insight is not None
    found = answer.insight.recognition
    if found.is_of_no_class and not found.sure:
        return no_class_text(found.class_names)
    names = [found.class_names[index] for index in found.ranking[:2]]
    text = "{first}" if found.sure else tr("{first} or {second}?") if len(names) > 1 else tr("{first}?")
    told = text.format(first=names[0], second=names[-1])
    return tr("{answer}, {percent} %").format(answer=told, percent=confidence_text(found.confidence))


def pair_lines(compared: Compared) -> list[NumbersRow]:
    """A line for each pair of layers: their names, and how far they are apart."""
    return [_line(compared, pair) for pair in compared.pairs]


def _line(compared: Compared, pair: LayerPair) -> NumbersRow:
    names = [
        "" if name is None else layer_text(name, model.architecture)
        for name, model in zip(pair.layers, compared.models, strict=True)
    ]
    mean = "" if pair.mean is None else number_text(pair.mean)
    largest = "" if pair.largest is None else number_text(pair.largest)
    shapes = tuple(tr("none") if shape is None else shape_text(shape) for shape in pair.shapes)
    tip = tr("{first} beside {second}").format(first=shapes[0], second=shapes[1])
    return NumbersRow((*names, mean, largest), tip)


def activation_blocks(compared: Compared, pair: LayerPair) -> tuple[Blocks | None, Blocks | None]:
    """The pictures of a pair: where the shapes are alike one with differences, else one for each network."""
    values = [
        None if name is None else _pictures(passage.values(name))
        for passage, name in zip(compared.passages, pair.layers, strict=True)
    ]
    titles = [model.name for model in compared.models]
    if pair.difference is not None and values[0] is not None and values[1] is not None:
        difference = values[1] - values[0]
        both = max(largest_of(values[0]), largest_of(values[1]))
        sheets = (
            Sheet(tr("first"), values[0], both),
            Sheet(tr("second"), values[1], both),
            Sheet(tr("difference"), difference, largest_of(difference), "→"),
        )
        return _blocks(pair.layers[0] or "", sheets), None
    one, two = (
        None if part is None else _blocks(name or "", (Sheet(title, part, largest_of(part)),))
        for part, name, title in zip(values, pair.layers, titles, strict=True)
    )
    return one, two


def _blocks(layer: str, sheets: tuple[Sheet, ...]) -> Blocks:
    count = len(sheets[0].values)
    is_map = count > 1 or layer == NETWORK_INPUT
    titles = tuple(tr("map {number}").format(number=number) if is_map else tr("units") for number in range(count))
    last = sheets[-1].values.reshape(count, -1)
    peaks = last[np.arange(count), np.abs(last).argmax(axis=1)].tolist()
    notes = tuple(short_text(peak) for peak in peaks)
    text = tr("{title}: {what} up to {value}")
    told = tuple(
        text.format(title=title, what=sheets[-1].name, value=number_text(peak))
        for title, peak in zip(titles, peaks, strict=True)
    )
    return Blocks(titles, sheets, notes, told)


def _pictures(values: Floats) -> Floats:
    """A layer as pictures: its maps, or all of its units in one, in lines as even as their number allows."""
    if values.ndim == len(("map", "row", "column")) and prod(values.shape[1:]) > 1:
        return values
    count = values.size
    rows = next(rows for rows in range(isqrt(count), 0, -1) if count % rows == 0)
    return values.reshape(1, rows, count // rows)


def weights_difference(compared: Compared, pair: LayerPair) -> Weights | None:
    """The second network's weights less the first's, by the names in the first; None where they are not alike."""
    first, second = (
        None if name is None else next((plan for plan in model.architecture.plans if plan.name == name), None)
        for name, model in zip(pair.layers, compared.models, strict=True)
    )
    if first is None or second is None or first.layer.table != second.layer.table:
        return None
    one, two = compared.models
    found = {}
    for part in ("weight", "bias"):
        mine, other = one.weights.get(f"{first.name}.{part}"), two.weights.get(f"{second.name}.{part}")
        if mine is None or other is None or mine.shape != other.shape:
            return None
        found[f"{first.name}.{part}"] = other - mine
    return found
