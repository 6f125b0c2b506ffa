"""How a unit's number comes about, as pictures and lines to be shown."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.widgets.blocks import Blocks, Floats, Sheet
from lenet_app.gui.inside.widgets.curve_view import Point
from lenet_app.gui.inside.widgets.numbers_table import NumbersRow
from lenet_app.gui.inside.words import number_text, short_text, short_unit_text, shortest_text
from lenet_app.gui.layers.texts import operation_text
from lenet_app.inspection.arithmetic import Arithmetic, Curve, Softmax, activation_curve
from lenet_app.inspection.connections import Operation
from lenet_app.inspection.dropout import Dropped
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.language import tr, trn
from lenet_app.networks.activation import Activation
from lenet_app.networks.bitmaps import COLUMNS, ROWS

_AROUND, _WIDER = 1.25, 1.5
"""How far the curve goes beyond the sum at least, and by what it grows then, as ratios: it seldom jumps."""
_UNITS_ACROSS = 12
_LEAST_REACH, _LEAST_POWER = 3.0, 0.001
"""Of the curve to either side, and of a power that is written without one of ten."""


def largest_of(values: Floats) -> float:
    """The size of the number farthest from zero."""
    return float(np.abs(values).max(initial=0.0))


def has_pictures(shown: Arithmetic) -> bool:
    """Whether what a unit sees can be shown as pictures; single units are listed."""
    return shown.incoming.operation is not Operation.WEIGHTED or shown.incoming.inputs[0].size > 1


def forward_blocks(shown: Arithmetic, passage: Passage) -> Blocks:
    """What a unit sees, times what, and what comes of it."""
    came = shown.incoming
    before = passage.before(shown.unit.layer)[1]
    seen = Sheet(tr("input"), came.inputs, largest_of(before), is_signed=bool(before.min() < 0))
    match came.operation:
        case Operation.WEIGHTED:
            return _weighted(shown, seen)
        case Operation.DISTANCE:
            return _compared(shown, seen)
        case Operation.MEAN:
            factor = Sheet(tr("factor"), came.factors, 1.0, "×", is_signed=False)
            product = Sheet(tr("product"), came.products, seen.largest / came.factors[0].size, "=", seen.is_signed)
            return _alone(shown, (seen, factor, product), short_text(came.sum), Term.POOLING)
        case Operation.SUBSAMPLED:
            total = tr("sum {sum}").format(sum=short_text(float(came.inputs.sum())))
            return _alone(shown, (seen,), total, Term.SUBSAMPLING)
        case Operation.LARGEST:
            blocks = _alone(shown, (seen,), short_text(shown.value), Term.POOLING)
            assert came.winner is not None
            return replace(blocks, marked=(0, *came.winner))
    return _alone(shown, (seen,), short_text(shown.value), Term.DROPOUT)


def _weighted(shown: Arithmetic, seen: Sheet) -> Blocks:
    came = shown.incoming
    kernel = Sheet(tr("weight"), came.factors, largest_of(came.factors), "×")
    product = Sheet(tr("product"), came.products, largest_of(came.products), "=")
    sums = came.sums.tolist()
    told = tr("sum of map {number}: {sum}")
    return Blocks(
        tuple(tr("map {number}").format(number=number) for number in came.maps),
        (seen, kernel, product),
        tuple(map(short_text, sums)),
        tuple(told.format(number=number, sum=number_text(sum_)) for number, sum_ in zip(came.maps, sums, strict=True)),
        came.corner,
        explanation=explanation(Term.CONVOLUTION, Term.KERNEL, Term.FEATURE_MAP),
    )


def _alone(shown: Arithmetic, sheets: tuple[Sheet, ...], note: str, term: Term) -> Blocks:
    """Of what sees a single map."""
    number = shown.incoming.maps[0]
    told = tr("map {number}: {value}").format(number=number, value=number_text(shown.value))
    title = tr("map {number}").format(number=number)
    return Blocks((title,), sheets, (note,), (told,), shown.incoming.corner, explanation=explanation(term))


def _compared(shown: Arithmetic, seen: Sheet) -> Blocks:
    """Of an RBF unit: what is compared, its picture, and the squared differences."""
    came = shown.incoming

    def picture(values: Floats) -> Floats:
        return values.reshape(1, ROWS, COLUMNS)

    largest = max(seen.largest, 1.0)
    sheets = (
        Sheet(tr("value"), picture(came.inputs), largest),
        Sheet(tr("picture"), picture(came.factors), largest, "−"),
        Sheet(tr("squared difference"), picture(came.products), largest_of(came.products), "→", is_signed=False),
    )
    told = tr("squared differences, together {value}").format(value=number_text(shown.value))
    title = tr("{layer}, picture, (x − w)²").format(layer=shown.before)
    return Blocks((title,), sheets, (number_text(shown.value),), (told,), explanation=explanation(Term.RBF))


def result_lines(shown: Arithmetic, passage: Passage) -> list[NumbersRow]:
    """From the products to the number on the map."""
    came, weighted = shown.incoming, explanation(Term.WEIGHT, Term.NEURON)
    lines: list[NumbersRow] = []

    def add(caption: str, value: float, meaning: str) -> None:
        text = number_text(value)
        lines.append(NumbersRow((caption, text), f"{caption}: {text}\n{meaning}"))

    match came.operation:
        case Operation.WEIGHTED:
            add(tr("sum of products"), float(came.products.sum()), weighted)
        case Operation.SUBSAMPLED:
            assert came.coefficient is not None
            add(tr("sum of the block"), float(came.inputs.sum()), explanation(Term.SUBSAMPLING))
            add(tr("× coefficient"), came.coefficient, explanation(Term.WEIGHT))
        case Operation.LARGEST:
            add(tr("largest of the block"), came.sum, explanation(Term.POOLING))
        case Operation.MEAN:
            add(tr("mean of the block"), came.sum, explanation(Term.POOLING))
        case Operation.DISTANCE:
            add(tr("sum of squares"), came.sum, explanation(Term.RBF))
        case Operation.PASSED_ON:
            add(tr("passed on"), came.sum, explanation(Term.DROPOUT))
    if came.bias is not None:
        add(tr("+ bias"), came.bias, explanation(Term.BIAS))
        add(tr("= sum a"), shown.sum, explanation(Term.NEURON))
    if shown.activation is not Activation.NONE:
        name = tr("{activation}(a)").format(activation=shown.activation.label)
        add(name, shown.value, explanation(Term.ACTIVATION))
    add(tr("on the map") if len(shown.unit.index) > 1 else tr("in the layer"), shown.value, _map_meaning())
    return [*lines, *_dropouts(shown, passage)]


def _map_meaning() -> str:
    text = tr("The number that the layer holds at this place, and that its colour shows above.")
    return "\n".join([text, explanation(Term.FEATURE_MAP)])


def _dropouts(shown: Arithmetic, passage: Passage) -> list[NumbersRow]:
    """Those that follow the layer, which do nothing here."""
    plans = passage.architecture.plans
    after = plans[passage.numbers[shown.unit.layer] + 1 :]
    found = []
    for plan in after:
        if not plan.layer.only_in_training:
            break
        found.append(NumbersRow((operation_text(plan.layer), tr("passed over")), explanation(Term.DROPOUT)))
    return found


def dropout_blocks(found: Dropped, unit: Unit) -> Blocks:
    """What dropout makes of the unit's map, or of its layer's units, in one draw: number × 0 or 1 / (1 − p).

    Args:
        found: the draw.
        unit: of the layer that it works on.
    """
    factors, row, column = found.factors, 0, unit.map
    if found.values.ndim == 3:
        values, factors = found.values[unit.map].astype(np.float64), factors[unit.map]
        row, column = unit.index[1:]
    else:
        across = min(_UNITS_ACROSS, len(factors))
        row, column = divmod(unit.map, across)
        filling = np.zeros(-len(factors) % across)
        values = np.concatenate([found.values, filling]).reshape(-1, across)
        factors = np.concatenate([factors, filling]).reshape(-1, across)
    is_signed = bool(found.values.min() < 0)
    largest = largest_of(found.values)
    sheets = (
        Sheet(tr("number"), values[None], largest, is_signed=is_signed),
        Sheet(tr("factor"), factors[None], found.factor, "×", is_signed=False),
        Sheet(tr("in training"), (values * factors)[None], largest * found.factor, "=", is_signed=is_signed),
    )
    if factors[row, column]:
        text = tr("kept, × {factor}").format(factor=shortest_text(found.factor))
    else:
        text = tr("dropped, × 0")
    told = tr("{dropout} in training: this unit is {what}").format(dropout=operation_text(found.layer), what=text)
    title = tr("{dropout}: {kept} of {all} kept")
    title = title.format(dropout=operation_text(found.layer), kept=int(found.kept.sum()), all=found.kept.size)
    meaning = explanation(Term.DROPOUT)
    return Blocks((title,), sheets, (text,), (told,), marked=(0, row, column), explanation=meaning)


def contributor_lines(shown: Arithmetic, passage: Passage, count: int | None) -> list[NumbersRow]:
    """The inputs that add most to the sum, of either sign, the largest first; None for all."""
    came, architecture = shown.incoming, passage.architecture
    places = shown.largest(count)
    at = tuple(places.T)
    numbers = zip(came.inputs[at].tolist(), came.factors[at].tolist(), came.products[at].tolist(), strict=True)
    meaning = explanation(Term.WEIGHT)
    lines = []
    for place, (value, factor, product) in zip(places.tolist(), numbers, strict=True):
        unit = shown.input_unit(*place)
        name = tr("border") if unit is None else short_unit_text(unit, architecture)
        texts = (name, number_text(value), number_text(factor), number_text(product))
        lines.append(NumbersRow(texts, f"{name}: {texts[1]} × {texts[2]} = {texts[3]}\n{meaning}", unit))
    if rest := came.products.size - len(places):
        name = trn("{count} other", "{count} others", rest).format(count=rest)
        left = float(came.products.sum() - came.products[at].sum())
        lines.append(NumbersRow((name, "", "", number_text(left)), meaning))
    return lines


@lru_cache(maxsize=64)
def _curve(activation: Activation, reach: float) -> Curve:
    return activation_curve(activation, low=-reach, high=reach)


def curve_point(shown: Arithmetic) -> Point | None:
    """The activation's curve with the unit on it; None without an activation."""
    if shown.activation is Activation.NONE:
        return None
    reach = _LEAST_REACH
    while reach < _AROUND * abs(shown.sum):
        reach *= _WIDER
    curve = _curve(shown.activation, reach)
    return Point(shown.activation.label, curve, shown.sum, shown.value, shown.slope)


def softmax_lines(found: Softmax, class_names: Sequence[str]) -> list[NumbersRow]:
    """Each class's score, its power and its probability."""
    meaning = explanation(Term.SOFTMAX, Term.TEMPERATURE)
    lines = []
    rows = zip(found.scores.tolist(), found.powers.tolist(), found.probabilities.tolist(), strict=True)
    for name, (score, power, probability) in zip(class_names, rows, strict=True):
        texts = (name, f"{score:.2f}", _power_text(power), f"{100 * probability:.2f} %")
        told = tr("{name}: score {score}, power {power}, probability {probability}")
        text = told.format(name=name, score=texts[1], power=texts[2], probability=texts[3])
        lines.append(NumbersRow(texts, f"{text}\n{meaning}"))
    return lines


def _power_text(power: float) -> str:
    """A number from 0 to 1, short."""
    return f"{power:.3f}" if power >= _LEAST_POWER else f"{power:.0e}"
