"""Numbers to be kept: every layer as .npy and CSV, a unit's arithmetic forward and back, and weights, as tables."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.ablation import Ablated
from lenet_app.inspection.arithmetic import Arithmetic
from lenet_app.inspection.connections import Learned, parameters_of
from lenet_app.inspection.fields import Doubles
from lenet_app.inspection.loss_gradients import LossGradients, Paths
from lenet_app.inspection.next_step import NextStep
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import NETWORK_INPUT, Unit
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.forward import Array, Weights
from lenet_app.recognition.recognizer import Recognition
from lenet_app.storage.files import write_whole
from lenet_app.storage.names import fitting_name, numbered
from lenet_app.storage.tables import as_table


def write_activations(passage: Passage, folder: Path) -> tuple[Path, ...]:
    """Write the network input and every layer into a folder, which is made as needed.

    Returns:
        The files: of a layer C1 `C1.npy` and `C1.csv`, of the network input `input.npy` and `input.csv`.

    Raises:
        UserError: one could not be written; each file is written whole or not at all.
    """
    return write_values({NETWORK_INPUT: passage.network_input, **passage.activations}, folder)


def write_values(values: Mapping[str, Array], folder: Path) -> tuple[Path, ...]:
    """Write named arrays into a folder: activations, gradients or differences.

    Args:
        values: by the layers' names, (maps, height, width) or (units,).
        folder: as `write_activations` takes it.

    Raises:
        UserError: as there.
    """
    written = []
    for name, array in zip(_file_names(values), values.values(), strict=True):
        for ending, content in ((".npy", as_npy(array)), (".csv", as_csv(array))):
            written.append(folder / f"{name}{ending}")
            write_whole(written[-1], content)
    return tuple(written)


def _file_names(names: Mapping[str, Array]) -> Iterator[str]:
    """A file's name for each layer, no two alike even where case does not count."""
    taken: set[str] = set()
    for name in names:
        free = next(one for one in numbered(fitting_name(name)) if one.casefold() not in taken)
        taken.add(free.casefold())
        yield free


def as_npy(values: npt.NDArray[Any]) -> bytes:
    """An array as a file of NumPy's."""
    file = BytesIO()
    np.save(file, values, allow_pickle=False)
    return file.getvalue()


def as_csv(values: npt.NDArray[Any]) -> bytes:
    """An array as CSV, a line a number, with a line of titles: map, row, column, value; of units: unit, value."""
    titles = ("map", "row", "column", "value") if values.ndim == 3 else ("unit", "value")
    lines = ((*place, value) for place, value in np.ndenumerate(values))
    return as_table(titles, lines)


def arithmetic_as_csv(arithmetic: Arithmetic) -> bytes:
    """What a unit's sum is made of as CSV, a line for each input: map, row, column, input, factor, product.

    Rows and columns are those of the maps before, below 0 or beyond their sides in a border of zeros. With what
    belongs to none, the bias, in a last line.
    """
    came = arithmetic.incoming
    top, left = came.corner
    lines: list[tuple[object, ...]] = [
        (came.maps[at], top + row, left + column, value, came.factors[at, row, column], came.products[at, row, column])
        for (at, row, column), value in np.ndenumerate(came.inputs)
    ]
    if came.bias is not None:
        lines.append(("", "", "", "", "", came.bias))
    return as_table(("map", "row", "column", "input", "factor", "product"), iter(lines))


def arithmetic_values(arithmetic: Arithmetic) -> Doubles:
    """The same numbers in one array: inputs, factors and products, (3, maps, height, width)."""
    came = arithmetic.incoming
    return np.stack([came.inputs, came.factors, came.products])


def back_as_csv(found: LossGradients, paths: Paths | None, learned: Learned | None, step: NextStep | None) -> bytes:
    """What the loss does to a unit as CSV, a line for each path and weight: part, place, factor, gradient, product.

    Of a path the place is the unit that it leads to, the factor ∂a/∂y, the gradient ∂E/∂a there and the product what
    comes back over it. Of a weight the place is its index and the gradient ∂E/∂w; a last column has what the next step
    adds to it. The bias comes last.
    """
    lines: list[tuple[object, ...]] = [("loss", found.label, "", found.loss, "", "")]
    if paths is not None:
        for index, *numbers in zip(paths.units.tolist(), paths.factors, paths.gradients, paths.shares, strict=True):
            lines.append(("path", Unit(paths.layer, tuple(index)), *numbers, ""))
    if learned is not None and step is not None:
        for place, gradient in np.ndenumerate(learned.weight):
            name = ",".join(map(str, place))
            lines.append(("weight", name, "", gradient, "", step.weight[place]))
        lines.append(("bias", "", "", learned.bias, "", step.bias))
    return as_table(("part", "place", "factor", "gradient", "product", "next step"), iter(lines))


def back_values(found: LossGradients, unit: Unit, paths: Paths | None, learned: Learned | None) -> Doubles:
    """What of the way back is an array: ∂E/∂w of the unit's weights, shaped as `Learned.weight`.

    Of a unit without weights factor, gradient and share of each path, (3, paths); of the last layer ∂E/∂y alone, (1,).
    """
    if learned is not None:
        return learned.weight
    if paths is not None:
        return np.stack([paths.factors, paths.gradients, paths.shares])
    return np.array([found.of_value(unit)])


def weights_as_csv(plan: LayerPlan, weights: Weights) -> bytes:
    """A layer's weights as CSV, a line for each: name, unit or map, input, row, column, value.

    Inputs are the numbers of the maps or units before. A bias has no input, and single weights no row and column.
    """
    lines: list[tuple[object, ...]] = []
    for number in range(plan.output_shape[0]):
        weight, bias = parameters_of(plan, weights, Unit(plan.name, (number, *(0 for _ in plan.output_shape[1:]))))
        seen = range(len(weight)) if plan.layer.flattens else plan.layer.seen(plan.input_shape)[number]
        for (at, row, column), value in np.ndenumerate(weight):
            place = (row, column) if weight[0].size > 1 else ("", "")
            lines.append(("weight", number, seen[at], *place, value))
        lines.append(("bias", number, "", "", "", bias))
    return as_table(("name", "map", "input", "row", "column", "value"), iter(lines))


def ablated_as_csv(ablated: Ablated, names: Sequence[str]) -> bytes:
    """What units are worth as CSV, a line for each class: pictures, and how many are right with and without them."""
    titles = ("class", "pictures", "right", "right without")
    return as_table(titles, zip(names, *ablated_values(ablated).tolist(), strict=True))


def ablated_values(ablated: Ablated) -> npt.NDArray[np.int64]:
    """The same numbers as an array, int64 (3, classes)."""
    return np.array([ablated.of_class, ablated.right, ablated.right_without], np.int64)


def answers_as_csv(epochs: Sequence[int], answers: Sequence[Recognition], names: Sequence[str]) -> bytes:
    """What a network answered after each epoch as CSV, a line for each: epoch, answer, each class's probability."""
    lines = ((epoch, one.label, *one.probabilities) for epoch, one in zip(epochs, answers, strict=True))
    return as_table(("epoch", "answer", *names), lines)
