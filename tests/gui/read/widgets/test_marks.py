"""How digits are marked: never by colour alone, and never over each other."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from lenet_app.gui.look.colours import DARK, LIGHT, Colours
from lenet_app.gui.read.widgets.digit_texts import count_text, digit_sentence, state_text
from lenet_app.gui.read.widgets.marks import box_pen, label_place, labels_for, mark_text, moved
from lenet_app.networks.certainty import Certainty
from lenet_app.reading.checked import CheckedDigit, CheckedPage
from lenet_app.reading.page import ReadDigit
from lenet_app.recognition.recognizer import Recognition

SURE, DOUBTFUL = (np.eye(10, dtype=np.float32)[7], np.full(10, 0.1, np.float32))
BOUNDS = QRectF(0, 0, 800, 600)


def digit(shares: npt.NDArray[np.float32], *, is_corrected: bool = False, given: int | None = None) -> CheckedDigit:
    recognition = Recognition(shares, tuple("0123456789"), certainty=Certainty(0.5))
    return CheckedDigit(ReadDigit(recognition, (0, 0, 1, 1)), 0, is_corrected, given)


def grid(
    rows: int, columns: int, *, width: float = 30, height: float = 40, dx: float = 60, dy: float = 120
) -> list[QRectF]:
    return [QRectF(20 + dx * x, 60 + dy * y, width, height) for y in range(rows) for x in range(columns)]


@pytest.mark.parametrize("named", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_differ_by_more_than_their_colour(qapp: QApplication, named: Colours) -> None:
    kinds = [digit(SURE), digit(DOUBTFUL), digit(SURE, is_corrected=True)]
    pens = [box_pen(one, named, emphasised=False) for one in kinds]
    assert pens[0].style() == Qt.PenStyle.SolidLine
    assert pens[1].dashPattern() != pens[2].dashPattern()
    assert [mark_text(one) for one in kinds] == ["7", "0?", "×"]
    assert mark_text(digit(DOUBTFUL, is_corrected=True, given=3)) == "3"


@pytest.mark.parametrize("named", [LIGHT, DARK], ids=["light", "dark"])
def test_what_was_read_as_no_digit_looks_left_out_and_doubtful_where_readers_disagree(
    qapp: QApplication, named: Colours
) -> None:
    agreed = digit(DOUBTFUL)
    agreed = replace(agreed, read=replace(agreed.read, is_no_digit=True))
    contested = replace(agreed, read=replace(agreed.read, is_doubted=True))
    by_person = digit(SURE, is_corrected=True)
    assert (mark_text(agreed), mark_text(contested)) == ("×", "×?")
    pens = [box_pen(one, named, emphasised=False) for one in (agreed, contested, by_person, digit(DOUBTFUL))]
    assert pens[0].dashPattern() == pens[2].dashPattern()
    assert pens[1].dashPattern() == pens[3].dashPattern()
    assert state_text(agreed) == "No digit"
    assert state_text(contested) == "Not sure whether it is a digit"
    assert state_text(by_person) == "Left out: no digit"
    page = CheckedPage((agreed, contested))
    assert digit_sentence(page, 0) == "Mark 1 of 2: No digit. If it is one, 0."
    assert count_text(page) == "1 of 1 digit not sure"
    assert count_text(CheckedPage((agreed,))) == "No digits"


@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("dx", [24, 60, 200])
def test_labels_leave_each_other_room(qapp: QApplication, rows: int, dx: float) -> None:
    places = grid(rows, 4, width=20, dx=dx)
    labels = labels_for(places, QFont())
    assert all(label.is_shown for label in labels)
    rooms = [label_place(places, index, label, BOUNDS) for index, label in enumerate(labels)]
    for one, other in combinations([*rooms, *places], 2):
        assert not one.intersects(other)
    assert all(label.has_percent is (dx >= 60) for label in labels)


def test_where_rows_are_close_together_labels_are_left_out(qapp: QApplication) -> None:
    assert not any(label.is_shown for label in labels_for(grid(3, 4, dy=44), QFont()))
    assert labels_for([], QFont()) == []


def test_a_label_goes_below_where_the_edge_is_above(qapp: QApplication) -> None:
    places = [QRectF(20, 4, 30, 40)]
    (label,) = labels_for(places, QFont())
    assert label_place(places, 0, label, BOUNDS).top() > places[0].bottom()


def test_a_box_is_moved_with_its_picture() -> None:
    place = moved(QRectF(10, 20, 30, 40), QPointF(100, 50), 2)
    assert place.center() == QPointF(150, 130)
    assert place.width() - 60 == place.height() - 80 > 0
