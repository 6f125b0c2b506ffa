import numpy as np
import pytest

from lenet_app.ink.line import line_of
from lenet_app.ink.paper.components import components_of
from lenet_app.ink.raster import Mask
from lenet_app.networks.forward import Array
from lenet_app.networks.row_network import BLANK, STRIDE
from lenet_app.reading.cuts import RowPieces, cut_row
from lenet_app.reading.rows import find_rows
from lenet_app.reading.sweep.places import placed_digits
from lenet_app.reading.sweep.swept import SweptRow

HEIGHT, PEN = 60, 6


def ring(page: Mask, left: int, top: int = 10) -> None:
    """A zero of 40 × 60 pixels."""
    y, x = np.mgrid[:HEIGHT, :40] + 0.5
    radius = np.hypot((x - 20) / 20, (y - 30) / 30)
    page[top : top + HEIGHT, left : left + 40] |= (radius <= 1) & (radius > 0.7)


def swept_at(page: Mask, middles: list[float]) -> tuple[SweptRow, RowPieces]:
    """The page's one row, as if a sweep had found zeros with their middles at these columns of the page."""
    marks = components_of(page)
    (row,) = find_rows(marks, PEN)
    pieces = cut_row(marks, row, PEN)
    left, top, right, bottom = pieces.box
    line = line_of(page[top:bottom, left:right].astype(np.float32), row.height)
    frames: Array = np.full((line.picture.shape[1] // STRIDE + 2, BLANK + 1), -12.0, np.float32)
    frames[:, BLANK] = -0.01
    for middle in middles:
        frame = round((middle - left) * line.scale / STRIDE)
        frames[frame] = -12
        frames[frame, 0] = -0.01
    return SweptRow(line, frames), pieces


def test_digits_apart_have_the_boxes_of_their_ink() -> None:
    page = np.zeros((90, 260), np.bool_)
    for left in (10, 70, 180):
        ring(page, left)
    swept, pieces = swept_at(page, [30, 90, 200])
    found = placed_digits(swept, (0, 0, 0), pieces)
    assert [one.box for one in found] == [(left, 10, left + 40, 70) for left in (10, 70, 180)]
    for one in found:
        assert one.box is not None
        left, top, right, bottom = one.box
        np.testing.assert_array_equal(one.mask, page[top:bottom, left:right])


def test_digits_that_touch_are_parted_between_their_middles() -> None:
    page = np.zeros((90, 200), np.bool_)
    for left in (10, 46, 82):
        ring(page, left)
    swept, pieces = swept_at(page, [30, 66, 102])
    boxes = [one.box for one in placed_digits(swept, (0, 0, 0), pieces)]
    for box, left in zip(boxes, (10, 46, 82), strict=True):
        assert box is not None
        assert box[0] == pytest.approx(left, abs=10)
        assert box[2] == pytest.approx(left + 40, abs=10)


def test_dots_and_dashes_belong_to_no_digit_but_what_lies_over_one_does() -> None:
    page = np.zeros((90, 260), np.bool_)
    for left in (10, 100):
        ring(page, left)
    page[62:70, 68:76] = True  # a dot
    page[36:42, 150:180] = True  # a dash
    page[2:7, 105:135] = True  # a stroke above the second digit
    swept, pieces = swept_at(page, [30, 120])
    boxes = [one.box for one in placed_digits(swept, (0, 0), pieces)]
    assert boxes == [(10, 10, 50, 70), (100, 2, 140, 70)]


def test_a_digit_without_ink_stands_where_its_frames_are() -> None:
    page = np.zeros((90, 260), np.bool_)
    for left in (10, 200):
        ring(page, left)
    swept, pieces = swept_at(page, [30, 124, 220])
    found = placed_digits(swept, (0, 0, 0), pieces)
    left, _, right, _ = found[1].box
    assert (left + right) / 2 == pytest.approx(124, abs=8)
    assert not found[1].mask.any()


def test_an_empty_text_has_no_digits() -> None:
    page = np.zeros((90, 260), np.bool_)
    ring(page, 10)
    swept, pieces = swept_at(page, [])
    assert placed_digits(swept, (), pieces) == []
