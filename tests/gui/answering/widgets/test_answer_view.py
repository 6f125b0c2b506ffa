import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.widgets.answer_view import AnswerView, ProbabilityBars, percent
from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.recognition.recognizer import Recognition
from tests.gui.helpers import shown_pixels

DIGITS = tuple("0123456789")


def recognition(best: int, confidence: float) -> Recognition:
    shares = np.full(10, (1 - confidence) / 9, np.float32)
    shares[best] = confidence
    return Recognition(shares, DIGITS)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AnswerView:
    ThemeSwitch(qapp, Theme.LIGHT)
    view = AnswerView()
    qtbot.addWidget(view)
    view.resize(224, 420)
    return view


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0.0"), (0.9999, "99.9"), (1.0, "100.0"), (0.57, "57.0"), (0.1239, "12.3"), (0.00049, "0.0")],
)
def test_only_a_full_share_reads_100(share: float, text: str) -> None:
    assert percent(share) == text
    if share not in (0.57,):  # which float32 cannot tell from a little less
        assert percent(float(np.float32(share))) == text


def test_without_a_drawing_there_is_no_answer(view: AnswerView) -> None:
    view.set_classes(DIGITS)
    assert (view.label, view.note) == ("", "Nothing drawn")
    assert view.accessibleName() == "Answer"
    assert view.accessibleDescription() == "Nothing drawn"


def test_the_answer_is_told_and_taken_back(view: AnswerView) -> None:
    view.show_recognition(recognition(7, 0.9876))
    assert (view.label, view.note) == ("7", "98.7 % sure")
    assert view.accessibleDescription() == "7 98.7 % sure"
    (bars,) = view.findChildren(ProbabilityBars)
    assert bars.accessibleName() == "How likely each class is"
    assert "7: 98.7 %, 8: 0.1 %" in bars.accessibleDescription()
    view.show_recognition(None)
    assert (view.label, view.note) == ("", "Nothing drawn")
    assert bars.accessibleDescription() == ""


def test_nothing_moves_when_the_answer_changes(view: AnswerView) -> None:
    hint = view.sizeHint()
    for answer in (recognition(1, 1.0), recognition(8, 0.2), None):
        view.show_recognition(answer)
        assert view.sizeHint() == hint


def test_the_bars_are_as_long_as_the_shares(view: AnswerView) -> None:
    (bars,) = view.findChildren(ProbabilityBars)
    bars.resize(216, bars.sizeHint().height())
    shares = np.zeros(10, np.float32)
    shares[[3, 6]] = 0.75, 0.25
    view.show_recognition(Recognition(shares, DIGITS))
    shown = shown_pixels(bars).astype(int)

    def length(row: int, colour: tuple[int, int, int]) -> int:
        return int((np.abs(shown[row * bars.row + bars.row // 2] - colour).max(axis=1) <= 2).sum())

    accent, grey = LIGHT.accent, LIGHT.disabled_text
    best = length(3, (accent.red(), accent.green(), accent.blue()))
    second = length(6, (grey.red(), grey.green(), grey.blue()))
    assert best == pytest.approx(3 * second, abs=8)
    assert best > 80
    assert length(5, (accent.red(), accent.green(), accent.blue())) == 0


def test_there_is_a_line_for_each_class(view: AnswerView) -> None:
    (bars,) = view.findChildren(ProbabilityBars)
    ten = bars.sizeHint().height()
    view.set_classes(tuple("abcdefghijklmnopqrstuvwxyz"))
    assert bars.sizeHint().height() == pytest.approx(2.6 * ten)
