"""Which of the arrays of a file is which parameter of an architecture: told by shapes and order."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.interchange.weight_files import Found
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.forward import Array, table_places
from lenet_app.networks.kind import Shape, Table, shape_text


@dataclass(frozen=True)
class Match:
    """One parameter and where it came from.

    Args:
        parameter: its name here.
        source: its name in the file.
        shape: in the file.
    """

    parameter: str
    source: str
    shape: Shape


@dataclass(frozen=True, eq=False)
class Matched:
    """Weights of an architecture, and how they were found."""

    weights: dict[str, Array]
    matches: tuple[Match, ...]


def matched(found: Found, architecture: Architecture) -> Matched:
    """Every parameter is the array of its own name, or the first array in order that fits it.

    An array fits in its own shape; as the dense weights of a convolution whose kernels cover its whole input, or the
    other way round; and as kernels between all maps where a table joins only some, if the others are zero.

    Raises:
        UserError: nothing fits a parameter, or an array is left over.
    """
    left = dict(found.arrays)
    weights: dict[str, Array] = {}
    matches: list[Match] = []
    for plan in architecture.plans:
        for name, shape in plan.parameter_shapes.items():
            candidates = [name] if name in left else list(left)
            for source in candidates:
                fitted = _fitted(left[source], plan, shape, channels_last=found.channels_last)
                if fitted is not None:
                    weights[name] = fitted
                    matches.append(Match(name, source, left.pop(source).shape))
                    break
            else:
                raise UserError(_nothing_fits(name, shape, left))
    if left:
        sentence = tr("The file holds arrays that {network} has no place for: {names}.")
        names = ", ".join(f"{name} ({shape_text(array.shape)})" for name, array in left.items())
        raise UserError(sentence.format(network=architecture.title, names=names))
    return Matched(weights, tuple(matches))


def _nothing_fits(name: str, shape: Shape, left: dict[str, npt.NDArray[np.float32]]) -> str:
    held = ", ".join(f"{source} ({shape_text(array.shape)})" for source, array in left.items()) or tr("none")
    sentence = tr("No array of the file fits {name}, which is {shape}; left are: {held}.")
    return sentence.format(name=name, shape=shape_text(shape), held=held)


def _fitted(array: npt.NDArray[np.float32], plan: LayerPlan, shape: Shape, *, channels_last: bool) -> Array | None:
    """The array as the parameter, or None where it does not fit."""
    if channels_last:
        array = _channels_first(array, plan)
    if array.shape == shape:
        return np.ascontiguousarray(array)
    table: Table = getattr(plan.layer, "table", ())
    if table and array.ndim == 4:
        return _of_table(array, plan, table)
    is_dense = {array.ndim, len(shape)} == {2, 4} and array.shape[0] == shape[0] and array.size == np.prod(shape)
    covers_all = plan.output_shape[1:] in ((), (1, 1))
    return np.ascontiguousarray(array.reshape(shape)) if is_dense and covers_all else None


def _of_table(array: npt.NDArray[np.float32], plan: LayerPlan, table: Table) -> Array | None:
    kernel = plan.parameter_shapes[f"{plan.name}.weight"][-1]
    if array.shape != (plan.output_shape[0], plan.input_shape[0], kernel, kernel):
        return None
    places = table_places(table)
    rest = array.copy()
    rest[places] = 0
    return None if rest.any() else np.ascontiguousarray(array[places])


def _channels_first(array: npt.NDArray[np.float32], plan: LayerPlan) -> npt.NDArray[np.float32]:
    """Kernels (rows, columns, input maps, maps) and dense weights (inputs, units) as PyTorch has them.

    Where maps are laid out in a line before a dense layer, Keras has the channels of a pixel side by side.
    """
    if array.ndim == 4:
        return array.transpose(3, 2, 0, 1)
    if array.ndim != 2:
        return array
    inputs, units = array.shape
    if len(plan.input_shape) == 3 and inputs == np.prod(plan.input_shape):
        maps, height, width = plan.input_shape
        array = array.reshape(height, width, maps, units).transpose(2, 0, 1, 3).reshape(inputs, units)
    return array.T
