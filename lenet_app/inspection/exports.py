"""Numbers to be kept: every layer as .npy and CSV, a unit's arithmetic as a table."""

import csv
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np

from lenet_app.inspection.arithmetic import Arithmetic
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import NETWORK_INPUT
from lenet_app.networks.forward import Array
from lenet_app.storage.files import write_whole
from lenet_app.storage.names import fitting_name, numbered


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


def as_npy(values: Array) -> bytes:
    """An array as a file of NumPy's."""
    file = BytesIO()
    np.save(file, values, allow_pickle=False)
    return file.getvalue()


def as_csv(values: Array) -> bytes:
    """An array as CSV, a line a number, with a line of titles: map, row, column, value; of units: unit, value."""
    titles = ("map", "row", "column", "value") if values.ndim == 3 else ("unit", "value")
    lines = ((*place, value) for place, value in np.ndenumerate(values))
    return _table(titles, lines)


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
    return _table(("map", "row", "column", "input", "factor", "product"), iter(lines))


def _table(titles: tuple[str, ...], lines: Iterator[tuple[object, ...]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows(lines)
    return text.getvalue().encode()
