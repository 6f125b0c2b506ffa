"""The answer of networks with distances, with many classes and with long names."""

from string import ascii_letters, digits
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.widgets.answer_view import AnswerView, ProbabilityBars
from lenet_app.gui.answering.widgets.big_answer import BigAnswer
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.recognition.recognizer import Recognition
from tests.gui.helpers import shown_pixels

DIGITS = tuple("0123456789")
MANY = tuple(digits + ascii_letters)
FASHION = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
Found = TypeVar("Found", bound=QWidget)
NARROW, WIDE = 200, 224
"""The column's widths in windows of 1024 and of 1280 pixels."""


def of_distances(distances: list[float]) -> Recognition:
    values = np.array(distances, np.float32)
    powers = np.exp(values.min() - values)
    return Recognition(powers / powers.sum(), DIGITS, values)


def of_many(best: int, names: tuple[str, ...] = MANY, seed: int = 0) -> Recognition:
    shares = np.random.default_rng(seed).random(len(names)).astype(np.float32)
    shares[best] = 30
    return Recognition(shares / shares.sum(), names)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AnswerView:
    ThemeSwitch(qapp, Theme.LIGHT)
    view = AnswerView()
    qtbot.addWidget(view)
    view.resize(WIDE, 460)
    return view


def child(view: AnswerView, kind: type[Found]) -> Found:
    (found,) = view.findChildren(kind)
    return found


def extent(widget: QWidget) -> tuple[int, int]:
    """How wide and high what a widget shows is."""
    shown = shown_pixels(widget).astype(int)
    painted = np.abs(shown - shown[0, 0]).max(axis=2) > 60
    rows, columns = np.nonzero(painted.any(axis=1))[0], np.nonzero(painted.any(axis=0))[0]
    return (int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1) if rows.size else (0, 0)


def test_the_distances_of_an_rbf_network_are_told(view: AnswerView) -> None:
    view.set_classes(DIGITS, with_distances=True)
    view.show_recognition(of_distances([84.0, 91.5, 60.25, 3.2, 140, 150, 99, 90, 80, 132.4]))
    assert view.label == "3"
    bars = child(view, ProbabilityBars)
    assert "3: 99.9 %, distance 3.2" in bars.accessibleDescription()
    assert "9: 0.0 %, distance 132.4" in bars.accessibleDescription()
    assert "the smallest wins" in bars.toolTip()


def test_distances_have_a_column_of_their_own(view: AnswerView) -> None:
    view.set_classes(DIGITS, with_distances=True)
    view.resize(NARROW, 460)
    view.grab()  # lays it out
    bars = child(view, ProbabilityBars)
    empty = shown_pixels(bars)
    assert empty.shape[1] == NARROW
    view.show_recognition(of_distances([84.0, 91.5, 60.25, 3.2, 140, 150, 99, 90, 80, 132.4]))
    shown = shown_pixels(bars)
    changed = (shown != empty).any(axis=2)
    right = np.nonzero(changed.any(axis=0))[0]
    assert right.max() >= NARROW - 3, "aligned at the right"
    metrics = bars.fontMetrics()
    gap = NARROW - metrics.horizontalAdvance("132.4") - 8
    assert not changed[:, gap : gap + 6].any(), "no percentage reaches into it"
    header = empty[:20].astype(int)
    assert np.ptp(header[:, NARROW // 2 :]) > 60, "it has a heading"


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_moves_when_distances_change(view: AnswerView, width: int) -> None:
    view.set_classes(DIGITS, with_distances=True)
    view.resize(width, 460)
    hint, least = view.sizeHint(), view.minimumSizeHint()
    for answer in (of_distances([float(n) for n in range(10)]), of_distances([400.0 - n for n in range(10)]), None):
        view.show_recognition(answer)
        assert (view.sizeHint(), view.minimumSizeHint()) == (hint, least)


def test_without_wiring_the_column_comes_with_the_answer_and_goes_with_the_next_network(view: AnswerView) -> None:
    view.set_classes(DIGITS)
    bars = child(view, ProbabilityBars)
    before = bars.sizeHint()
    view.show_recognition(of_distances([1.0] * 10))
    assert bars.sizeHint().height() > before.height()
    assert view.label == "0"
    view.show_recognition(Recognition(np.full(10, 0.1, np.float32), DIGITS))
    assert bars.sizeHint() == before
    assert bars.toolTip() == ""


def test_far_away_from_every_bitmap_the_nearest_still_wins(view: AnswerView) -> None:
    view.show_recognition(of_distances([5000.0 + 7 * abs(n - 6) for n in range(10)]))
    assert view.label == "6"


def test_of_many_classes_the_most_probable_are_in_sight(view: AnswerView) -> None:
    view.set_classes(MANY)
    assert view.ranking_note == "62 classes"
    recognition = of_many(40)
    view.show_recognition(recognition)
    bars = child(view, ProbabilityBars)
    assert view.ranking_note == "1–10 of 62 classes"
    assert bars.order == recognition.ranking
    assert bars.order[0] == 40
    assert sorted(bars.order) == list(range(62))
    assert bars.accessibleDescription().startswith(f"{MANY[40]}: ")
    view.show_recognition(None)
    assert bars.order == list(range(62))
    assert view.ranking_note == "62 classes"


@pytest.mark.parametrize("count", [2, 10, 12])
def test_up_to_twelve_classes_stand_in_their_order_without_scrolling(view: AnswerView, count: int) -> None:
    view.show_recognition(of_many(1, MANY[:count]))
    view.grab()
    assert child(view, ProbabilityBars).order == list(range(count))
    assert view.ranking_note == ""
    area = child(view, QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_all_of_many_classes_can_be_scrolled_to_by_keys(view: AnswerView, qtbot: QtBot) -> None:
    view.show_recognition(of_many(40))
    view.show()
    qtbot.waitExposed(view)
    area = child(view, QScrollArea)
    bar = area.verticalScrollBar()
    assert area.focusPolicy() == Qt.FocusPolicy.StrongFocus
    row = child(view, ProbabilityBars).row
    assert area.height() == 10 * row
    assert bar.maximum() == 52 * row
    QTest.keyClick(area, Qt.Key.Key_Down)
    assert bar.value() == row
    assert view.ranking_note == "2–11 of 62 classes"
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    kept = bar.value()
    assert kept > 200
    view.show_recognition(of_many(3, seed=5))
    assert bar.value() == kept, "an answer does not scroll"
    view.set_classes(MANY[:26])
    assert bar.value() == 0


@pytest.mark.parametrize("names", [DIGITS, FASHION, MANY])
def test_the_column_is_no_wider_than_it_was(view: AnswerView, names: tuple[str, ...]) -> None:
    for index in range(len(names)):
        view.show_recognition(of_many(index, names))
        assert view.minimumSizeHint().width() <= NARROW
    assert view.minimumSizeHint().height() <= 460


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", ["7", "W", "automobile", *FASHION])
def test_the_answer_is_as_large_as_it_fits(view: AnswerView, name: str, width: int) -> None:
    view.resize(width, 460)
    view.show_recognition(Recognition(np.array([1.0, 0.0], np.float32), (name, "b")))
    view.grab()
    answer = child(view, BigAnswer)
    across, down = extent(answer)
    assert answer.width() == width
    assert 0 < across <= width
    assert 0 < down <= answer.height()
    assert across > 0.85 * width or down > 75, "larger would not fit"


def test_a_digit_is_huge_and_stays_in_its_place(view: AnswerView) -> None:
    places = []
    for name in ("automobile", "7"):
        view.show_recognition(Recognition(np.array([1.0, 0.0], np.float32), (name, "b")))
        view.grab()
        places.append([one.geometry() for one in (child(view, BigAnswer), child(view, QScrollArea))])
    assert places[0] == places[1]
    assert extent(child(view, BigAnswer))[1] > 75


def test_assistive_technology_hears_the_answer(view: AnswerView) -> None:
    view.show_recognition(Recognition(np.array([0.75, 0.25], np.float32), ("Ankle boot", "Bag")))
    assert view.accessibleDescription() == "Ankle boot 75.0 % sure"
    assert child(view, BigAnswer).accessibleDescription() == "Ankle boot"


def test_long_names_leave_room_for_their_bars(view: AnswerView) -> None:
    names = ("a class with a name that nobody would give it", "b")
    view.show_recognition(Recognition(np.array([1.0, 0.0], np.float32), names))
    view.resize(NARROW, 460)
    view.grab()  # lays it out
    shown = shown_pixels(child(view, ProbabilityBars)).astype(int)
    blue = shown[12, :, 2] - shown[12, :, 0] > 100
    assert blue.sum() > 40
