"""`lenet-app inspect`: how a unit gets its number for a picture, forward and back, without a window."""

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from lenet_app.commands.output import aligned, answer, json_line
from lenet_app.commands.predict import answer_text
from lenet_app.errors import UserError
from lenet_app.ink.corrections import Corrections
from lenet_app.inspection.arithmetic import Arithmetic, arithmetic
from lenet_app.inspection.attribution import on_picture, saliency
from lenet_app.inspection.exports import write_activations
from lenet_app.inspection.loss_gradients import loss_gradients
from lenet_app.inspection.one_page import OnePage, as_html
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.pictures import as_png, coloured
from lenet_app.inspection.units import Unit, unit_of
from lenet_app.language import tr, trn
from lenet_app.networks.activation import Activation
from lenet_app.networks.model import Model
from lenet_app.recognition.fitting import Fitted, fitted_file
from lenet_app.recognition.recognizer import Insight, Recognition, Recognizer
from lenet_app.recognition.soundness import tried
from lenet_app.storage.files import check_writable, write_whole
from lenet_app.storage.library import ModelLibrary

_MOST_INPUTS = 20
"""That are listed; the largest come first."""


@dataclass(frozen=True, eq=False)
class _Found:
    """What is told of a unit.

    Args:
        label: the name of the class that the loss is of.
        gradient: of the loss at the label with respect to the unit's number.
    """

    arithmetic: Arithmetic
    label: str
    loss: float
    gradient: float


def summary() -> str:
    """The command in half a sentence."""
    return tr("show how a unit of a network gets its number for a picture")


def json_summary() -> str:
    """What `--json` prints."""
    return tr("print one JSON object")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("picture", metavar="PICTURE", help=tr("a picture of one digit or thing"))
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model that answers"))
    unit = tr("the unit: layer/map/row,column, such as C3/4/2,7, or of a layer without maps layer/unit, such as F6/17")
    parser.add_argument("--unit", metavar="U", help=unit)
    label = tr("the class that the gradient and the saliency are of (default: the answer)")
    parser.add_argument("--label", metavar="L", help=label)
    parser.add_argument("--deslant", action="store_true", help=tr("set slanted writing upright before it is fitted"))
    parser.add_argument(
        "--saliency", type=Path, metavar="FILE.png", help=tr("save how much each pixel counts for the class, as PNG")
    )
    parser.add_argument(
        "--activations", type=Path, metavar="DIR", help=tr("save the numbers of all layers, as .npy and CSV")
    )
    page = tr("save picture, layers and answer on one page, as HTML that needs nothing else")
    parser.add_argument("--page", type=Path, metavar="FILE.html", help=page)


def run(options: argparse.Namespace) -> int:
    """Print the unit's arithmetic, and save what is to be saved."""
    saved = (options.saliency, options.activations, options.page)
    if options.unit is None and all(one is None for one in saved):
        raise UserError(tr("Name a unit with --unit, or what is to be saved with --saliency, --activations or --page."))
    model = tried(ModelLibrary(options.home.models).open(options.model))
    unit = None if options.unit is None else _layers_unit(options.unit, model)
    label = None if options.label is None else _class(options.label, model)
    for file in (options.saliency, options.page):
        if file is not None:
            check_writable(file)
    fitted, insight = _insight(options.picture, model, deslant=options.deslant)
    passage = Passage.of(model, insight)
    label = passage.answer if label is None else label
    if options.saliency is not None:
        write_whole(options.saliency, _saliency_png(passage, label, fitted))
    if options.activations is not None:
        write_activations(passage, options.activations)
    if options.page is not None:
        write_whole(options.page, _page(passage, insight.recognition, model, fitted).encode())
    found = None if unit is None else _found(model, passage, unit, label)
    if not options.json:
        answer(answer_text(options.picture, insight.recognition))
    if found is not None:
        answer(json_line(_as_json(found)) if options.json else _as_text(found))
    return 0


def _layers_unit(text: str, model: Model) -> Unit:
    unit = unit_of(text, model.architecture)
    if unit.layer not in (layer.name for layer in model.architecture.layers):
        raise UserError(tr("The network input is given, not computed: choose a unit of a layer."))
    return unit


def _class(name: str, model: Model) -> int:
    if name not in model.class_names:
        sentence = tr("There is no class {label}; known are {known}.")
        raise UserError(sentence.format(label=name or "“”", known=", ".join(model.class_names)))
    return model.class_names.index(name)


def _insight(path: str, model: Model, *, deslant: bool) -> tuple[Fitted, Insight]:
    """The fitted picture, and what the model made of it."""
    if not path:
        raise UserError(tr("The name of the picture is empty."))
    fitted = fitted_file(Path(path), model, Corrections(deslant=deslant))
    if fitted is None:
        raise UserError(tr("No ink was found in {file}.").format(file=path))
    with np.errstate(all="ignore"):  # what comes of it is looked at below
        insight = Recognizer(model).look_into(fitted.planes)
    if not all(np.isfinite(values).all() for values in insight.activations.values()):
        raise UserError(tr("The model answers it with numbers that are not finite."))
    return fitted, insight


def _saliency_png(passage: Passage, label: int, fitted: Fitted) -> bytes:
    """Of the fitted picture's pixels, in all colours together."""
    values = on_picture(saliency(passage, label), fitted.planes.shape)
    return as_png(coloured(values.max(axis=0)))


def _page(passage: Passage, recognition: Recognition, model: Model, fitted: Fitted) -> str:
    """With the fitted picture as the drawing."""
    planes = fitted.planes
    drawing = coloured(planes[0], signed=False) if len(planes) == 1 else np.asarray(planes.transpose(1, 2, 0), np.uint8)
    words = answer_text(tr("Answer"), recognition)
    when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    return as_html(OnePage(passage, recognition, words, model.name, as_png(drawing), when))


def _found(model: Model, passage: Passage, unit: Unit, label: int) -> _Found:
    back = loss_gradients(passage, model.recipe, label)
    return _Found(arithmetic(passage, unit), model.class_names[label], back.loss, back.of_value(unit))


def _as_json(found: _Found) -> dict[str, Any]:
    came = found.arithmetic.incoming
    return {
        "unit": str(found.arithmetic.unit),
        "terms": [{"map": map_, "sum": part} for map_, part in zip(came.maps, came.sums.tolist(), strict=True)],
        "bias": came.bias,
        "sum": came.sum,
        "value": found.arithmetic.value,
        "label": found.label,
        "gradient": found.gradient + 0.0,  # which makes 0 of -0
    }


def _as_text(found: _Found) -> str:
    """The terms, what they sum to, and the way back, in columns."""
    shown, came = found.arithmetic, found.arithmetic.incoming
    terms = _maps(shown) if came.inputs[0].size > 1 and len(came.maps) > 1 else _inputs(shown)
    width = len(terms[0])

    def line(name: str, value: float) -> tuple[str, ...]:
        return (name, *[""] * (width - 2), _number(value))

    bias = [] if came.bias is None else [line(tr("bias"), came.bias)]
    activation = shown.activation
    value = (
        tr("value") if activation is Activation.NONE else tr("{activation} of it").format(activation=activation.label)
    )
    rows = [*terms, *bias, line(tr("sum"), came.sum), line(value, shown.value)]
    back = [
        line(tr("loss at {label}").format(label=found.label), found.loss),
        line(tr("its gradient here"), found.gradient),
    ]
    return "\n".join([f"{shown.unit}:", aligned([*rows, *back], right=range(1, width))])


def _maps(shown: Arithmetic) -> list[tuple[str, ...]]:
    """What each map adds to the sum."""
    came = shown.incoming
    head = (tr("map of {layer}").format(layer=shown.before), tr("adds"))
    return [head, *((str(map_), _number(part)) for map_, part in zip(came.maps, came.sums, strict=True))]


def _inputs(shown: Arithmetic) -> list[tuple[str, ...]]:
    """What the inputs add that add most, of either sign."""
    came = shown.incoming
    factor = tr("bitmap") if shown.is_distance else tr("factor")
    rows: list[tuple[str, ...]] = [(shown.before, tr("value"), factor, tr("adds"))]
    for at, row, column in shown.largest(_MOST_INPUTS).tolist():
        unit = shown.input_unit(at, row, column)
        numbers = (came.inputs[at, row, column], came.factors[at, row, column], came.products[at, row, column])
        rows.append((str(unit) if unit else tr("border"), *map(_number, numbers)))
    rest = came.products[tuple(shown.largest()[_MOST_INPUTS:].T)]
    if rest.size:
        others = trn("{count} other", "{count} others", rest.size).format(count=rest.size)
        rows.append((others, "", "", _number(float(rest.sum()))))
    return rows


def _number(value: float) -> str:
    return f"{value + 0.0:.6g}"  # which makes 0 of -0
