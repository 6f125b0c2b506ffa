"""Digits in frames that a person laid around them."""

from dataclasses import replace

import numpy as np
import pytest

from lenet_app.ink.files.pixels import Bytes
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.networks.certainty import Certainty
from lenet_app.reading.page import Box
from lenet_app.reading.reader import Reader
from lenet_app.recognition.recognizer import READINGS, Recognizer
from tests.unit.reading.pages import SIDE, picture, put, shipped, well_read


def page(*, pen: float = 40, gap: int = 20) -> tuple[Bytes, str, list[Box]]:
    """Three digits in a row as a picture is shown, what they are, and frames around them, a little too large."""
    digits, text = well_read(3)
    ink = np.zeros((110, 20 + SIDE + 3 * (SIDE + gap)))
    for place, digit in enumerate(digits):
        put(ink, digit, 15 + (SIDE + gap) * place, 25)
    boxes = [(15.0 + (SIDE + gap) * place, 25.0, float(SIDE), float(SIDE)) for place in range(3)]
    return picture(ink, pen=pen), text, boxes


@pytest.mark.parametrize("pen", [40, 200], ids=["dark", "faint"])
def test_each_frame_is_one_digit(pen: float) -> None:
    shown, text, boxes = page(pen=pen)
    found = Reader(shipped()).read_boxes(shown, boxes)
    assert [digit.box for digit in found] == boxes
    assert "".join(str(digit.best) for digit in found) == text
    assert all(digit.fitted is not None and digit.fitted.shape == (28, 28) for digit in found)


def test_a_faint_digit_beside_dark_ones_is_looked_at_alone() -> None:
    shown, text, boxes = page()
    left, right = int(boxes[1][0]) - 5, int(boxes[2][0]) - 5
    faint = shown.copy()
    faint[:, left:right] = page(pen=212)[0][:, left:right]
    reader = Reader(shipped())
    assert reader.read_boxes(faint, boxes[1:2])[0].text == text[1]


def test_a_doubtful_digit_in_a_frame_is_read_again_and_the_pieces_of_a_row_are_not() -> None:
    shown, _, boxes = page()
    in_doubt = Reader(Recognizer(replace(shipped().model, certainty=Certainty(temperature=1000))))
    assert {digit.recognition.readings for digit in in_doubt.read_boxes(shown, boxes)} == {READINGS}
    whole = in_doubt.read(shown)
    assert whole is not None
    assert {digit.recognition.readings for row in whole.rows for digit in row.digits} == {1}


def test_what_reaches_into_a_frame_is_not_meant() -> None:
    shown, text, boxes = page(gap=-16)
    left, top, width, height = boxes[1]
    (found,) = Reader(shipped()).read_boxes(shown, [(left - 8, top, width + 16, height)])
    assert found.text == text[1]


def test_where_nothing_is_all_answers_are_equally_likely() -> None:
    shown, _, _ = page()
    paper = np.full_like(shown, 235)
    for source in (paper, Drawing()):
        (found,) = Reader(shipped()).read_boxes(source, [(5.0, 5.0, 30.0, 60.0)])
        assert found.fitted is None
        assert not found.sure
        np.testing.assert_allclose(found.recognition.probabilities, 0.1, rtol=1e-6)
    assert Reader(shipped()).read_boxes(paper, []) == ()
    (outside,) = Reader(shipped()).read_boxes(paper, [(1e4, 1e4, 30.0, 60.0)])
    assert outside.fitted is None


def test_a_frame_on_a_drawing() -> None:
    lines = [((0.1, 0.1), (0.1, 0.3)), ((0.2, 0.1), (0.32, 0.1), (0.25, 0.3))]
    drawing = Drawing(tuple(Stroke(line, 0.01) for line in lines))
    boxes = [(0.08, 0.08, 0.06, 0.25), (0.17, 0.05, 0.2, 0.3)]
    found = Reader(shipped()).read_boxes(drawing, boxes)
    assert [digit.text for digit in found] == ["1", "7"]
    assert [digit.box for digit in found] == boxes
