"""Which cell of a table a pixel is in."""

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.grid import grid_of
from lenet_app.ink.paper.page_ruling import ruling_of

Mask = npt.NDArray[np.bool_]


def table(lean: float = 0) -> Mask:
    """Three rows of four cells, 100 wide and 70 high, that fall by `lean` for each column."""
    page = np.zeros((320, 500), np.bool_)
    for left in range(40, 441, 100):
        page[50:262, left : left + 2] = True
    for top in range(50, 261, 70):
        page[top : top + 2, 40:442] = True
    if lean:
        page = np.stack([np.roll(page[:, x], round(lean * x)) for x in range(500)], axis=1)
    return page


def test_cells_by_row_and_column() -> None:
    for lean in (0.0, 0.05):
        grid = grid_of(ruling_of(table(lean), 5), 40)
        assert grid is not None
        for row in range(3):
            found = [grid.cell_at(90 + 100 * n, 85 + 70 * row + lean * (90 + 100 * n)) for n in range(4)]
            assert found == [(row, column) for column in range(1, 5)]
        assert grid.cell_at(90, 20) is None
        assert grid.cell_at(490, 90) is None


def test_squared_paper_and_single_rows_are_no_tables() -> None:
    assert grid_of(ruling_of(table(), 5), 90) is None
    strip = table()
    strip[130:] = False
    assert grid_of(ruling_of(strip, 5), 40) is None


@pytest.mark.parametrize(("thick", "apart"), [(2, 9), (9, 14)])
def test_rows_of_boxes_that_nearly_touch_are_no_table(thick: int, apart: int) -> None:
    """Lines of an enlarged picture are thick, and the paper between two rows is as narrow as they are."""
    page = np.zeros((360, 500), np.bool_)
    for number in range(3):
        top = 30 + number * (72 + apart)
        for left in range(40, 441, 60):
            page[top : top + 72, left : left + thick] = True
        page[top : top + thick, 40:442] = page[top + 72 - thick : top + 72, 40:442] = True
        for left in range(72, 420, 60):
            page[top + 14 : top + 58, left : left + 5] = True
    assert grid_of(ruling_of(page, 5), 44) is None
