"""What the loss does to a unit and to its weights, as pictures and lines to be shown."""

from lenet_app.gui.inside.forward_content import largest_of
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.widgets.blocks import Blocks, Sheet
from lenet_app.gui.inside.widgets.numbers_table import NumbersRow
from lenet_app.gui.inside.words import number_text, short_text, short_unit_text
from lenet_app.inspection.connections import parameters_of
from lenet_app.inspection.looking import Look
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.language import tr, trn
from lenet_app.networks.activation import Activation


def loss_lines(look: Look, passage: Passage, label: str) -> list[NumbersRow]:
    """From the loss to the unit's gradient, and on to its bias."""
    back, unit = look.gradients, look.unit
    assert back is not None
    assert unit is not None
    lines: list[NumbersRow] = []

    def add(caption: str, value: float, *terms: Term) -> None:
        text = number_text(value)
        lines.append(NumbersRow((caption, text), f"{caption}: {text}\n{explanation(*terms)}"))

    add(tr("loss E at {label}").format(label=label), back.loss, Term.LOSS)
    add(tr("∂E/∂y here"), back.of_value(unit), Term.GRADIENT, Term.BACK_PROPAGATION)
    if unit.layer in passage.numbers:
        of_sum = float(back.sums[unit.layer][unit.index])
        if look.arithmetic is not None and look.arithmetic.activation is not Activation.NONE:
            add(tr("× slope f′(a)"), look.arithmetic.slope, Term.ACTIVATION)
            add(tr("= ∂E/∂a"), of_sum, Term.GRADIENT)
    if look.learned is not None:
        add(tr("∂E/∂b of the bias"), look.learned.bias, Term.BIAS, Term.GRADIENT)
    if look.next_step is not None:
        add(tr("next step of b"), look.next_step.bias, Term.NEXT_STEP)
    return lines


def path_lines(look: Look, passage: Passage, count: int | None) -> list[NumbersRow]:
    """What of the gradient comes over each path; those with the largest shares first."""
    if look.paths is None:
        return []
    found, meaning = look.paths, explanation(Term.BACK_PROPAGATION)
    shares = found.shares
    lines = []
    rows = zip(
        found.units[:count].tolist(),
        found.factors[:count].tolist(),
        found.gradients[:count].tolist(),
        shares[:count].tolist(),
        strict=True,
    )
    for index, factor, gradient, share in rows:
        unit = Unit(found.layer, tuple(index))
        name = short_unit_text(unit, passage.architecture)
        texts = (name, number_text(factor), number_text(gradient), number_text(share))
        lines.append(NumbersRow(texts, f"{name}: {texts[1]} × {texts[2]} = {texts[3]}\n{meaning}", unit))
    if rest := len(shares) - len(lines):
        name = trn("{count} other", "{count} others", rest).format(count=rest)
        lines.append(NumbersRow((name, "", "", number_text(float(shares[len(lines) :].sum()))), meaning))
    return lines


def learned_blocks(look: Look, passage: Passage) -> Blocks | None:
    """The unit's weights, their gradients and what the next step adds, a block for each map; None where they are lists.

    The unit's layer learns.
    """
    assert look.unit is not None
    assert look.learned is not None
    assert look.next_step is not None
    plan = passage.plan(look.unit.layer)
    weight, _ = parameters_of(plan, passage.weights, look.unit)
    if len(weight) > 1 and weight[0].size == 1:
        return None
    gradient, change = look.learned.weight, look.next_step.weight
    maps = range(len(weight)) if plan.layer.flattens else plan.layer.seen(plan.input_shape)[look.unit.map]
    sheets = (
        Sheet(tr("weight"), weight, largest_of(weight)),
        Sheet(tr("gradient"), gradient, largest_of(gradient), "∂"),
        Sheet(tr("next step"), change, largest_of(change), "Δ"),
    )
    told = tr("map {number}: gradients {low} to {high}, next step {least} to {most}")
    ranges = [(number_text(float(one.min())), number_text(float(one.max()))) for one in gradient]
    steps = [(number_text(float(one.min())), number_text(float(one.max()))) for one in change]
    return Blocks(
        tuple(tr("map {number}").format(number=number) for number in maps),
        sheets,
        tuple(tr("Δ ≤ {size}").format(size=short_text(largest_of(one)).lstrip("+")) for one in change),
        tuple(
            told.format(number=number, low=low, high=high, least=least, most=most)
            for number, (low, high), (least, most) in zip(maps, ranges, steps, strict=True)
        ),
        explanation=explanation(Term.WEIGHT, Term.GRADIENT, Term.NEXT_STEP),
    )


def learned_lines(look: Look, passage: Passage, count: int | None) -> list[NumbersRow]:
    """The weights of a unit that sees units, the steepest first."""
    assert look.unit is not None
    assert look.learned is not None
    assert look.next_step is not None
    plan = passage.plan(look.unit.layer)
    before = passage.before(look.unit.layer)[0]
    weight = parameters_of(plan, passage.weights, look.unit)[0].ravel()
    gradient, change = look.learned.weight.ravel(), look.next_step.weight.ravel()
    order = sorted(range(len(weight)), key=lambda number: -abs(gradient[number]))[:count]
    is_map = len(plan.input_shape) == 3
    meaning = explanation(Term.WEIGHT, Term.GRADIENT, Term.NEXT_STEP)
    lines = []
    for number in order:
        unit = Unit(before, (number, 0, 0) if is_map else (number,))
        name = short_unit_text(unit, passage.architecture)
        texts = (name, *(number_text(float(values[number])) for values in (weight, gradient, change)))
        told = tr("{name}: weight {weight}, gradient {gradient}, next step {change}")
        text = told.format(name=name, weight=texts[1], gradient=texts[2], change=texts[3])
        lines.append(NumbersRow(texts, f"{text}\n{meaning}", unit))
    return lines
