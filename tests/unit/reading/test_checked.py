import numpy as np
import pytest

from lenet_app.networks.certainty import Certainty
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.page import Box, Page, ReadDigit, Row
from lenet_app.recognition.recognizer import Recognition

NAMES = tuple("0123456789")


def digit(best: int, confidence: float, box: Box = (0, 0, 10, 10)) -> ReadDigit:
    shares = np.full(10, (1 - confidence) / 9, np.float32)
    shares[best] = confidence
    return ReadDigit(Recognition(shares, NAMES, certainty=Certainty(0.8)), box)


def page(*rows: str, dx: float = 0) -> Page:
    """Rows such as "12?4": a question mark is a 7 that is doubtful. Digits are 10 wide, 20 apart."""
    made = []
    for number, text in enumerate(rows):
        boxes = [(20.0 * place + dx, 30.0 * number, 10.0, 20.0) for place in range(len(text))]
        read = [digit(7, 0.6, box) if mark == "?" else digit(int(mark), 0.9, box)
                for mark, box in zip(text, boxes, strict=True)]  # fmt: skip
        made.append(Row(tuple(read)))
    return Page(tuple(made))


def test_a_page_that_nobody_checked_says_what_was_read() -> None:
    checked = CheckedPage(page("12?", "4"))
    assert checked.text == checked.page.text == "12?\n4"
    assert checked.rows == ((0, 1, 2), (3,))
    assert (checked.count, checked.doubtful) == (4, (2,))
    assert [text for text, _ in checked.lines] == ["12?", "4"]
    assert [confidence for _, confidence in checked.lines] == pytest.approx([0.6, 0.9])
    assert CheckedPage().text == ""


def test_a_corrected_digit_is_sure() -> None:
    before = CheckedPage(page("12?"))
    after = before.corrected(2, 9)
    assert (after.text, after.doubtful) == ("129", ())
    assert after.digits[2].best == 9
    assert after.digits[2].confidence == 1
    assert after.lines[0][1] == pytest.approx(0.9)
    assert (before.text, before.doubtful) == ("12?", (2,))
    assert after.as_read(2).text == "12?"


def test_what_is_no_digit_is_left_out_and_may_come_back() -> None:
    checked = CheckedPage(page("1", "23"))
    less = checked.corrected(1, None)
    assert (less.text, less.count) == ("1\n3", 2)
    assert len(less.digits) == 3
    assert less.digits[1].is_left_out
    none = less.corrected(0, None)
    assert none.text == "3"  # a row of which nothing is left has no line
    assert none.as_read(0).as_read(1).text == checked.text


def test_the_next_doubtful_digit_is_found_all_around() -> None:
    checked = CheckedPage(page("?2?", "?"))
    assert [checked.next_doubtful(after) for after in (None, 0, 1, 2, 3)] == [0, 2, 2, 3, 0]
    assert CheckedPage(page("12")).next_doubtful(None) is None


def test_corrections_stay_with_the_digits_where_they_stood() -> None:
    checked = CheckedPage(page("12?")).corrected(0, 5).corrected(2, None)
    carried = checked.carried_to(page("12?4", "6", dx=2))
    assert carried.text == "524\n6"
    assert not checked.carried_to(page("12?", dx=200)).corrections
    assert not checked.carried_to(Page()).corrections


def test_another_threshold_doubts_others_and_keeps_corrections() -> None:
    checked = CheckedPage(page("12?")).corrected(0, 5)
    strict, mild = checked.with_certainty(Certainty(0.95)), checked.with_certainty(Certainty(0.1))
    assert (strict.text, mild.text) == ("5??", "527")
