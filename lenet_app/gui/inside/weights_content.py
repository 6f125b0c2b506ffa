"""What a layer has learned, as a matrix of pictures, or what an RBF layer compares with."""

import numpy as np
import numpy.typing as npt

from lenet_app.gui.inside.forward_content import largest_of
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.widgets.blocks import Blocks, Sheet
from lenet_app.gui.inside.widgets.matrix import Matrix
from lenet_app.gui.inside.words import layer_text, number_text, short_text
from lenet_app.gui.layers.texts import layer_title
from lenet_app.inspection.pictures import Colours, coloured, layer_picture
from lenet_app.inspection.units import NETWORK_INPUT
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.bitmaps import BITMAPS, COLUMNS, ROWS
from lenet_app.networks.forward import Array, Weights


def layers_with_weights(architecture: Architecture) -> list[LayerPlan]:
    """Those that have something to show, in the order of the data flow."""
    return [plan for plan in architecture.plans if plan.parameters or plan.layer.answers_with_distances]


def weights_matrix(architecture: Architecture, weights: Weights, plan: LayerPlan, chosen: int | None) -> Matrix:
    """The weights of a layer that learns: columns are its maps or units, rows what these see.

    Args:
        architecture: the network's layers.
        weights: by their full names.
        plan: one of the layers.
        chosen: the number of a map or unit that is looked at.
    """
    if plan.layer.is_pool:
        return _coefficients(weights, plan, chosen)
    weight, bias = weights[f"{plan.name}.weight"], weights[f"{plan.name}.bias"]
    before, title = _before(architecture, plan), layer_title(plan.layer)
    if plan.layer.sliding is None:
        values = weight.T[:, :, None, None]
        joined = np.ones(values.shape[:2], np.bool_)
    else:
        values, joined = _kernels(weight, plan)
    values_of, is_kernel = values, values.shape[2] > 1

    def text(row: int, column: int) -> str:
        if not joined[row, column]:
            return tr("{layer} {number} does not see {before} {seen}").format(
                layer=title, number=column, before=before, seen=row
            )
        names = {"layer": title, "number": column, "before": before, "seen": row, "bias": number_text(bias[column])}
        one = values_of[row, column]
        if is_kernel:
            told = tr("{layer} {number} sees {before} {seen}: weights {low} to {high}, bias {bias}")
            return told.format(low=number_text(float(one.min())), high=number_text(float(one.max())), **names)
        told = tr("{layer} {number} sees {before} {seen}: weight {weight}, bias {bias}")
        return told.format(weight=number_text(float(one[0, 0])), **names)

    words = (Term.KERNEL, Term.FEATURE_MAP) if is_kernel else (Term.WEIGHT, Term.PERCEPTRON)
    terms = (*words, Term.TABLE) if plan.layer.table else words
    return Matrix(values, joined, largest_of(weight), before, title, text, chosen, explanation(*terms))


def matrix_picture(matrix: Matrix, *, dark: bool) -> Colours:
    """All of a matrix as one picture, a pixel a weight; kernels have a gap between them."""
    height, width = matrix.sides
    if height * width == 1:
        return coloured(matrix.values[:, :, 0, 0], largest=matrix.largest, signed=True, dark=dark)
    kernels = matrix.values.reshape(-1, height, width)
    return layer_picture(kernels, largest=matrix.largest, signed=True, dark=dark, across=matrix.columns)


def _kernels(weight: Array, plan: LayerPlan) -> tuple[Array, npt.NDArray[np.bool_]]:
    """A kernel for each pair of maps, and which pairs there are."""
    seen = plan.layer.seen(plan.input_shape)
    joined = np.zeros((plan.input_shape[0], len(seen)), np.bool_)
    for column, rows in enumerate(seen):
        joined[list(rows), column] = True
    if not plan.layer.table:
        return weight.transpose(1, 0, 2, 3), joined
    kernels = np.zeros((*joined.shape, *weight.shape[1:]), weight.dtype)
    pairs = [(row, column) for column, rows in enumerate(seen) for row in rows]
    kernels[tuple(np.array(pairs).T)] = weight
    return kernels, joined


def _coefficients(weights: Weights, plan: LayerPlan, chosen: int | None) -> Matrix:
    """Of subsampling: a coefficient and a bias for each map."""
    both = np.stack([weights[f"{plan.name}.weight"], weights[f"{plan.name}.bias"]])
    title = layer_title(plan.layer)

    def text(_row: int, column: int) -> str:
        told = tr("{layer} {number}: coefficient {coefficient}, bias {bias}")
        numbers = {"coefficient": number_text(float(both[0, column])), "bias": number_text(float(both[1, column]))}
        return told.format(layer=title, number=column, **numbers)

    joined = np.ones(both.shape, np.bool_)
    meaning = explanation(Term.SUBSAMPLING)
    return Matrix(both[:, :, None, None], joined, largest_of(both), "", title, text, chosen, meaning)


def _before(architecture: Architecture, plan: LayerPlan) -> str:
    """What people call the layer that this one sees."""
    name = NETWORK_INPUT
    for other in architecture.plans:
        if other.name == plan.name:
            break
        if not other.layer.only_in_training:
            name = other.name
    return layer_text(name, architecture)


def bitmap_blocks(
    plan: LayerPlan, before: str, pattern: Array | None, names: tuple[str, ...], chosen: int | None
) -> Blocks:
    """The pictures of an RBF layer, beside what they are compared with.

    Args:
        plan: of the layer.
        before: what people call the layer before it.
        pattern: that layer's values; None where nothing is drawn.
        names: of the classes.
        chosen: the number of the unit that is looked at.
    """
    pictures = BITMAPS[: plan.output_shape[0]].astype(np.float64)
    titles, notes = list(names), [""] * len(pictures)
    told = [tr("picture of {name}").format(name=name) for name in names]
    first = 0
    if pattern is not None:
        apart = np.square(pattern.astype(np.float64) - pictures).sum(axis=1).tolist()
        notes = [short_text(distance).lstrip("+") for distance in apart]
        text = tr("picture of {name}: distance {distance}")
        told = [text.format(name=name, distance=number_text(one)) for name, one in zip(names, apart, strict=True)]
        pictures = np.vstack([pattern[None].astype(np.float64), pictures])
        titles, notes, told = [before, *titles], ["", *notes], [tr("{layer} now").format(layer=before), *told]
        first = 1
    sheet = Sheet(tr("value"), pictures.reshape(-1, ROWS, COLUMNS), max(1.0, largest_of(pictures)))
    meaning = explanation(Term.RBF)
    frame = None if chosen is None else first + chosen
    return Blocks(tuple(titles), (sheet,), tuple(notes), tuple(told), chosen=frame, explanation=meaning)
