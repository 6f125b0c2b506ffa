"""An answer that is not sure enough: what is shown and told in its place."""

from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.confidence import percent, percent_needed
from lenet_app.gui.answering.widgets.answer_view import AnswerView, ProbabilityBars
from lenet_app.gui.answering.widgets.big_answer import BigAnswer
from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.networks.certainty import Certainty
from lenet_app.recognition.recognizer import Recognition
from tests.gui.helpers import shown_pixels

DIGITS = tuple("0123456789")
LONG = ("a class with a name that nobody would give it", "another class with a long name that nobody wants")
Found = TypeVar("Found", bound=QWidget)
NARROW, WIDE = 200, 224
"""The column's widths in windows of 1024 and of 1280 pixels."""


def of_two(
    first: str, second: str, share: float = 0.5, threshold: float = 0.62, names: tuple[str, ...] = DIGITS
) -> Recognition:
    """The best answer `first` with this share, `second` with most of the rest."""
    shares = np.full(len(names), 0.1 * (1 - share) / len(names), np.float32)
    shares[names.index(first)] = share
    shares[names.index(second)] += 1 - shares.sum()
    return Recognition(shares, names, certainty=Certainty(threshold))


def of_distances(distances: list[float], certainty: Certainty) -> Recognition:
    values = np.array(distances, np.float32)
    powers = np.exp(values.min() - values)
    return Recognition(powers / powers.sum(), DIGITS, values, certainty)


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


def painted(widget: QWidget) -> tuple[slice, slice]:
    """The rows and the columns between the first and the last that are painted on."""
    shown = shown_pixels(widget).astype(int)
    marks = np.abs(shown - shown[0, 0]).max(axis=2) > 60
    rows, columns = np.nonzero(marks.any(axis=1))[0], np.nonzero(marks.any(axis=0))[0]
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def test_the_two_best_guesses_take_the_place_of_the_answer(view: AnswerView) -> None:
    view.show_recognition(of_two("7", "1"))
    assert (view.label, view.big_text, view.is_sure) == ("7", "7 or 1?", False)
    assert view.note == "50.0 % sure; 62 % needed"
    assert view.accessibleDescription() == "Not sure: 7 or 1? 50.0 % sure; 62 % needed"
    assert child(view, BigAnswer).accessibleDescription() == "Not sure: 7 or 1?"
    assert "7: 50.0 %" in child(view, ProbabilityBars).accessibleDescription(), "the bars stay"


def test_what_looks_like_no_class_is_said_to(view: AnswerView) -> None:
    """No guess is given large: nobody is to think that there is much to it."""
    shares = np.full(10, 0.0995, np.float32)
    shares[4] = 1 - shares[:9].sum()
    view.show_recognition(Recognition(shares, DIGITS, certainty=Certainty(0.62)))
    assert (view.big_text, view.is_sure) == ("No digit", False)
    assert view.note == "Nearest are 4 and 0"
    assert view.accessibleDescription() == "No digit Nearest are 4 and 0"


def test_what_looks_like_none_of_other_classes_is_no_digit_either(view: AnswerView) -> None:
    names = ("cat", "dog", "owl")
    view.show_recognition(Recognition(np.full(3, 1 / 3, np.float32), names, certainty=Certainty(0.9)))
    assert (view.big_text, view.is_sure) == ("None of them", False)


def test_distances_far_from_every_bitmap_are_no_digit_and_have_no_full_bar(view: AnswerView) -> None:
    """The bars show what the headline says: seen were "looks like none of them" and beside it a bar of 100.0."""
    far = np.array([90, 60, *[120] * 8], np.float32)
    shares = np.array([0, 1, *[0] * 8], np.float32)
    view.show_recognition(Recognition(shares, DIGITS, far, Certainty(threshold=0.5, rubbish=5.0)))
    assert view.big_text == "No digit"
    assert "1: 0.0 %, distance 60.0" in child(view, ProbabilityBars).accessibleDescription()


def test_from_the_threshold_on_the_answer_is_given(view: AnswerView) -> None:
    view.show_recognition(of_two("7", "1", share=0.5, threshold=0.5))
    assert (view.big_text, view.is_sure, view.note) == ("7", True, "50.0 % sure")
    view.show_recognition(of_two("7", "1", share=0.49, threshold=0.5))
    assert (view.big_text, view.is_sure) == ("7 or 1?", False)


def test_nothing_drawn_is_neither_sure_nor_a_guess(view: AnswerView) -> None:
    view.show_recognition(of_two("7", "1"))
    view.show_recognition(None)
    assert (view.label, view.big_text, view.is_sure, view.note) == ("", "", False, "Nothing drawn")
    assert view.accessibleDescription() == "Nothing drawn"


def test_a_single_class_that_is_far_off_is_refused(view: AnswerView) -> None:
    certainty = Certainty(rubbish=5.0, threshold=0.5)
    view.show_recognition(Recognition(np.ones(1, np.float32), ("zero",), np.array([9], np.float32), certainty))
    assert (view.big_text, view.note) == ("None of them", "Nearest is zero")
    view.grab()


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("names", [DIGITS, ("T-shirt/top", "Ankle boot"), LONG])
def test_nothing_moves_between_the_states(view: AnswerView, names: tuple[str, ...], width: int) -> None:
    view.resize(width, 460)
    view.set_classes(names)
    view.grab()
    hints = view.sizeHint(), view.minimumSizeHint()
    places = [one.geometry() for one in view.findChildren(QWidget) if one.parent() is view]
    first, second = names[:2]
    for answer in (of_two(first, second, 0.99, names=names), of_two(second, first, 0.55, 0.999, names), None):
        view.show_recognition(answer)
        view.grab()
        assert (view.sizeHint(), view.minimumSizeHint()) == hints
        assert [one.geometry() for one in view.findChildren(QWidget) if one.parent() is view] == places
    assert view.minimumSizeHint().width() <= NARROW
    assert view.minimumSizeHint().height() <= 460


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("names", [("7", "1"), ("W", "m"), ("Bag", "Coat"), ("T-shirt/top", "Ankle boot"), LONG])
def test_guesses_of_any_length_fit(view: AnswerView, names: tuple[str, str], width: int) -> None:
    view.resize(width, 460)
    view.show_recognition(of_two(*names, names=names))
    view.grab()
    answer = child(view, BigAnswer)
    rows, columns = painted(answer)
    assert answer.width() == width
    assert columns.start > 0, "not cut at the left"
    assert columns.stop < width, "nor at the right"
    assert rows.stop < answer.height()
    assert columns.stop - columns.start > 0.65 * width, "as large as they fit"


def test_digits_that_are_guessed_can_be_read_from_afar(view: AnswerView) -> None:
    """They are more than half as high as the digit of a sure answer, which is 82 pixels high."""
    view.resize(NARROW, 460)
    view.show_recognition(of_two("7", "1"))
    view.grab()
    shown = shown_pixels(child(view, BigAnswer)).astype(int)
    heading = len(shown) // 4
    guesses = np.abs(shown[heading:] - shown[0, 0]).max(axis=2) > 60
    left = guesses[:, : NARROW // 4].any(axis=1)
    assert left.sum() > 40
    assert (np.abs(shown[:heading] - shown[0, 0]).max(axis=2) > 60).any()


def test_distances_are_weighed_against_no_digit(view: AnswerView) -> None:
    """Eq. (9) of LeCun et al. (1998): exp(-y) / (exp(-j) + Σ exp(-y)), computed here from its terms."""
    distances = [84.0, 91.5, 60.25, 5.0, 140, 150, 99, 90, 80, 132.4]
    view.show_recognition(of_distances(distances, Certainty(0.62, rubbish=5.0)))
    assert view.note == "50.0 % sure; 62 % needed", "as near as no digit: one half"
    assert view.big_text == "3 or 2?"
    note = view.confidence_meaning
    assert "against j = 5, the penalty of no digit" in note
    assert "3: 50.0 %, distance 5.0" in child(view, ProbabilityBars).accessibleDescription()
    view.show_recognition(of_distances(distances, Certainty(0.62)))
    assert view.note == "99.9 % sure", "no answer is certain"
    assert "no digit" not in view.confidence_meaning


def marked_columns(view: AnswerView, row: int) -> list[int]:
    """Where a line across the row's bar shows above it, in pixels from the left."""
    bars = child(view, ProbabilityBars)
    shown = shown_pixels(bars).astype(int)
    grey = LIGHT.disabled_text
    above = shown[row * bars.row + bars.row // 2 - 5]
    return np.nonzero(np.abs(above - (grey.red(), grey.green(), grey.blue())).max(axis=1) <= 2)[0].tolist()


def test_the_threshold_is_marked_on_the_bars(view: AnswerView) -> None:
    view.set_classes(DIGITS)
    assert marked_columns(view, 3) == []
    places = []
    for threshold in (0.0, 0.5, 1.0):
        view.set_certainty(Certainty(threshold))
        (place,) = marked_columns(view, 3)
        assert marked_columns(view, 9) == [place]
        places.append(place)
    assert places[1] == pytest.approx((places[0] + places[2]) / 2, abs=1)
    view.show_recognition(of_two("7", "1", threshold=0.5))
    assert marked_columns(view, 3) == [places[1]], "an answer brings its own"


def test_distances_have_the_mark_too(view: AnswerView) -> None:
    """Their bars are as long as their confidence, so that the best one is sure where it goes beyond the mark."""
    view.set_certainty(Certainty(0.5, rubbish=5.0))
    view.show_recognition(of_distances([3.0, *[50.0] * 9], Certainty(0.5, rubbish=5.0)))
    assert child(view, ProbabilityBars).threshold == 0.5


@pytest.mark.parametrize(
    ("threshold", "text"),
    [
        (0.0, "0"),
        (0.5, "50"),
        (0.57, "57"),
        (0.62, "62"),
        (0.625, "62.5"),
        (0.6249, "62.5"),
        (0.999, "99.9"),
        (1, "100"),
    ],
)
def test_a_threshold_reads_without_idle_zeros(threshold: float, text: str) -> None:
    assert percent_needed(threshold) == text


def test_what_is_too_little_never_reads_as_enough() -> None:
    for threshold in np.random.default_rng(1).random(300).tolist():
        assert float(percent(np.nextafter(threshold, 0))) <= float(percent_needed(threshold))
