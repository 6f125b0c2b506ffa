"""Rows read by pieces and sweep together: touching digits, how sure the whole is, and what leads to doubt."""

from functools import cache

import numpy as np
import pytest

from lenet_app.networks.certainty import Certainty
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.numbers import shares_of_digits
from lenet_app.reading.page import SURE_OF_NUMBER, Page, ReadDigit, Row, weighed_row
from lenet_app.reading.reader import Reader
from lenet_app.reading.sweep.chosen import ChosenSweep
from lenet_app.reading.sweep.together import Verdict
from lenet_app.recognition.recognizer import Recognition
from lenet_app.storage.library import ModelLibrary
from tests.tools.handwriting_measure.figures import digits_right
from tests.unit.reading.pages import Bytes, cut_to_ink, picture, put, shipped, shipped_sweep, well_read
from tests.unit.samples import DIGITS


@cache
def readers() -> tuple[Reader, Reader]:
    """By pieces alone, and by both."""
    return Reader(shipped()), Reader(shipped(), shipped_sweep())


@cache
def touching_rows(count: int = 12, over: int = 3) -> tuple[tuple[Bytes, str, tuple[tuple[int, int], ...]], ...]:
    """Pictures of four digits whose boxes overlap by some pixels, their text, and from where to where each stands."""
    digits, text = well_read(4 * count)
    rows = []
    for start in range(0, 4 * count, 4):
        page, left, spans = np.zeros((110, 320)), 40, []
        for digit in digits[start : start + 4]:
            cut = cut_to_ink(digit)
            put(page, cut, left, 80 - cut.shape[0])
            spans.append((left, left + cut.shape[1]))
            left += cut.shape[1] - over
        rows.append((picture(page), text[start : start + 4], tuple(spans)))
    return tuple(rows)


def test_both_readers_read_more_touching_digits_than_pieces_alone() -> None:
    labels = [text for _, text, _ in touching_rows()]
    shares = []
    for reader in readers():
        pages = [reader.read(pixels) for pixels, _, _ in touching_rows()]
        shares.append(digits_right(labels, ["" if page is None else page.best_text for page in pages]))
    assert shares[1] > shares[0]
    assert shares[1] > 0.9


def test_boxes_of_touching_digits_lie_around_them_and_each_has_its_ink() -> None:
    _, both = readers()
    checked = 0
    for pixels, text, spans in touching_rows():
        page = both.read(pixels)
        if page is None or page.best_text != text:
            continue
        (row,) = page.rows
        middles = np.array(spans).mean(axis=1)
        for place, digit in enumerate(row.digits):
            assert np.abs(middles - (digit.box[0] + digit.box[2] / 2)).argmin() == place
            assert digit.fitted is not None
            checked += 1
        assert row.digits[0].trace is not None
        assert [digit.place for digit in row.digits] == [0, 1, 2, 3]
        assert len(row.digits[0].trace.spans) == 4
    assert checked >= 20


def test_in_a_number_that_is_not_sure_a_digit_is_sure_only_where_its_own_picture_says_so() -> None:
    _, both = readers()
    alone, kept, doubted = shipped().once, 0, 0
    for pixels, _, _ in touching_rows(over=9):
        page = both.read(pixels)
        for row in () if page is None else page.rows:
            for one in () if row.sure else row.digits:
                assert one.fitted is not None
                (own,) = alone.recognise_all([one.fitted[None]])
                agrees = own.sure and own.best == one.best
                assert agrees or not one.sure
                kept += one.sure
                doubted += not agrees
    assert kept >= 5
    assert doubted >= 5


def digit(confidence: float, best: int = 3) -> ReadDigit:
    shares = np.full(10, (1 - confidence) / 9, np.float32)
    shares[best] = confidence
    return ReadDigit(Recognition(shares, DIGITS, certainty=Certainty()), (0.0, 0.0, 10.0, 20.0))


def test_a_number_that_is_not_sure_leads_to_its_least_sure_digit() -> None:
    row = weighed_row([digit(0.99), digit(0.8), digit(0.95)], SURE_OF_NUMBER - 0.2)
    assert not row.sure
    assert row.confidence == SURE_OF_NUMBER - 0.2
    assert row.text == "333"
    checked = CheckedPage.of(Page((row,)))
    assert checked.doubtful == (1,)
    assert checked.text == "333"
    assert checked.lines[0][1] == pytest.approx(SURE_OF_NUMBER - 0.2)
    assert checked.corrected(1, 3).doubtful == ()


def test_a_sure_number_has_nothing_to_check_and_a_doubtful_digit_is_its_own_mark() -> None:
    sure = weighed_row([digit(0.99), digit(0.8)], SURE_OF_NUMBER + 0.1)
    assert sure.sure
    assert CheckedPage.of(Page((sure,))).doubtful == ()
    doubtful = weighed_row([digit(0.99), digit(0.3)], SURE_OF_NUMBER - 0.2)
    assert doubtful.text == "3?"
    assert CheckedPage.of(Page((doubtful,))).doubtful == (1,)
    alone = Row((digit(0.9), digit(0.8)))
    assert alone.confidence == pytest.approx(0.72)


def test_each_digit_is_as_likely_as_the_texts_that_have_it_in_its_place() -> None:
    found = [Verdict((1, 2, 3), 0.6, 0, 0), Verdict((1, 7, 3), 0.3, 0, 0), Verdict((1, 2, 2, 3), 0.1, 0, 0)]
    shares = shares_of_digits(found)
    assert shares.shape == (3, 10)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)
    assert shares[0, 1] == pytest.approx(1, abs=2e-4)
    assert shares[2, 3] == pytest.approx(1, abs=2e-4)
    assert shares[1, 7] == pytest.approx(0.3, abs=0.011)
    assert shares[1, 2] == pytest.approx(0.7, abs=0.011)


def test_the_sweep_is_read_once_and_none_where_nothing_reads_rows(tmp_path_factory: pytest.TempPathFactory) -> None:
    asked = ChosenSweep(lambda: (ModelLibrary(tmp_path_factory.mktemp("own")), "no such model"))
    assert asked() is not None
    assert asked() is asked()
    empty = tmp_path_factory.mktemp("shipped")
    assert ChosenSweep(lambda: (ModelLibrary(empty, empty), ""))() is None
