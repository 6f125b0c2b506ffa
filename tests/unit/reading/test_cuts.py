import numpy as np
import pytest

from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.reading.cuts import cut_paths, cut_row, whole_row
from lenet_app.reading.rows import find_rows
from tests.unit.reading.pages import cut_to_ink, enlarged, put

Mask = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def ring(radius: float, centre: tuple[float, float], shape: tuple[int, int], pen: float = 5) -> Mask:
    y, x = np.mgrid[: shape[0], : shape[1]]
    return np.asarray(abs(np.hypot(x - centre[0], y - centre[1]) - radius) <= pen / 2)


def touching_rings() -> Mask:
    return ring(20, (24, 24), (49, 91)) | ring(20, (66, 24), (49, 91))


def test_rings_that_touch_are_cut_where_they_touch() -> None:
    paths = cut_paths(touching_rings(), height=45, pen=5)
    neck = min(path.crossed for path in paths if abs(path.columns.mean() - 45) < 2)
    assert 0 < neck < 4
    # Others go through a ring and what it encloses.
    assert all(path.crossed > 2 * neck for path in paths if 15 < path.columns.mean() < 33)


def test_real_digits_that_touch_have_a_cut_where_they_touch() -> None:
    digits = [cut_to_ink(digit) for digit in enlarged(range(400))]
    hit = 0
    pairs = list(zip(digits[::2], digits[1::2], strict=True))
    for one, other in pairs:
        page = np.zeros((60, 130))
        put(page, one, 0, 8)
        put(page, other, one.shape[1] - 2, 8)
        ink = page > 0.4
        paths = cut_paths(ink[:, : one.shape[1] + other.shape[1] - 2], height=40, pen=pen_width(ink))
        hit += any(abs(np.median(path.columns) - one.shape[1]) <= 5 for path in paths)
    assert hit >= 0.85 * len(pairs)


def test_a_cut_is_a_way_from_the_top_to_the_bottom() -> None:
    ink = touching_rings()
    for path in cut_paths(ink, height=45, pen=5):
        assert path.columns.shape == (len(ink),)
        assert abs(np.diff(path.columns)).max() <= 1
        assert path.columns.min() >= 0
        assert path.columns.max() < ink.shape[1]


def test_narrow_marks_are_not_cut() -> None:
    assert cut_paths(np.ones((60, 8), np.bool_), height=60, pen=8) == []


@pytest.mark.parametrize("whole", [False, True])
def test_pieces_hold_all_the_ink_of_their_row(whole: bool) -> None:
    page = np.zeros((70, 200), np.bool_)
    page[10:59, 5:96] = touching_rings()
    page[12:57, 120:126] = True
    marks = components_of(page)
    (row,) = find_rows(marks, 5)
    cut = (whole_row if whole else cut_row)(marks, row, 5)
    left, top, right, bottom = cut.box
    np.testing.assert_array_equal(cut.numbers > 0, page[top:bottom, left:right])
    assert sum(piece.area for piece in cut.pieces) == np.count_nonzero(page)
    assert {piece.mark for piece in cut.pieces} == set(row.labels)
    for number, piece in enumerate(cut.pieces, start=1):
        down, across = np.nonzero(cut.numbers == number)
        box = (across.min() + left, down.min() + top, across.max() + 1 + left, down.max() + 1 + top)
        assert piece.box == box
    middles = [piece.box[0] + piece.box[2] for piece in cut.pieces]
    assert middles == sorted(middles)
    assert (len(cut.pieces) == 2) == whole


def test_strokes_of_a_thin_pen_are_as_long_as_those_of_a_thick_one() -> None:
    page = np.zeros((80, 200), np.bool_)
    for left, width in ((20, 12), (60, 12), (100, 2)):
        page[20:70, left : left + width] = True
    marks = components_of(page)
    (row,) = find_rows(marks, 12)
    lengths = [piece.stroke_length(one) for piece in [cut_row(marks, row, 12)] for one in piece.pieces]
    assert max(lengths) == pytest.approx(min(lengths), rel=0.3)
