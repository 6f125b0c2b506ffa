"""Which cell of a table a pixel is in."""

import numpy as np
import numpy.typing as npt

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


def test_rows_of_boxes_that_nearly_touch_are_no_table() -> None:
    page = np.zeros((260, 500), np.bool_)
    for top in (30, 111):  # 9 of paper between them, where what is written is 50 high
        for left in range(40, 441, 60):
            page[top : top + 72, left : left + 2] = True
        page[top : top + 2, 40:442] = page[top + 70 : top + 72, 40:442] = True
        for left in range(65, 420, 60):
            page[top + 11 : top + 61, left : left + 5] = True
    assert grid_of(ruling_of(page, 5), 50) is None
