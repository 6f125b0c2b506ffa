from dataclasses import replace

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
    checked = CheckedPage.of(page("12?", "4"))
    assert checked.text == page("12?", "4").text == "12?\n4"
    assert checked.rows == ((0, 1, 2), (3,))
    assert (checked.count, checked.doubtful) == (4, (2,))
    assert [text for text, _ in checked.lines] == ["12?", "4"]
    assert [confidence for _, confidence in checked.lines] == pytest.approx([0.6, 0.9])
    assert CheckedPage().text == ""


def test_a_corrected_digit_is_sure() -> None:
    before = CheckedPage.of(page("12?"))
    after = before.corrected(2, 9)
    assert (after.text, after.doubtful) == ("129", ())
    assert after.digits[2].best == 9
    assert after.digits[2].confidence == 1
    assert after.lines[0][1] == pytest.approx(0.9)
    assert (before.text, before.doubtful) == ("12?", (2,))
    assert after.as_read(2).text == "12?"


def test_what_is_no_digit_is_left_out_and_may_come_back() -> None:
    checked = CheckedPage.of(page("1", "23"))
    less = checked.corrected(1, None)
    assert (less.text, less.count) == ("1\n3", 2)
    assert len(less.digits) == 3
    assert less.digits[1].is_left_out
    none = less.corrected(0, None)
    assert none.text == "3"  # a row of which nothing is left has no line
    assert none.as_read(0).as_read(1).text == checked.text


def test_what_was_read_as_no_digit_takes_its_place_in_the_row_and_says_nothing() -> None:
    read = page("12", "3")
    others = [replace(digit(4, 0.3, box), is_no_digit=True) for box in ((10.0, 0.0, 8.0, 20.0), (0.0, 90.0, 8.0, 20.0))]
    others[1] = replace(others[1], is_doubted=True)
    checked = CheckedPage.of(replace(read, others=tuple(others)))
    assert checked.rows == ((0, 1, 2), (3,), (4,))
    assert [one.is_left_out for one in checked.digits] == [False, True, False, False, True]
    assert (checked.text, checked.count, checked.doubtful) == ("12\n3", 3, (4,))
    assert not checked.is_changed
    said = checked.corrected(1, 4)
    assert (said.text, said.count) == ("142\n3", 4)
    assert said.as_read(1).text == checked.text
    assert checked.corrected(4, None).doubtful == ()
    assert CheckedPage.of(replace(Page(), others=tuple(others))).text == ""


def test_signs_part_numbers_or_are_shown() -> None:
    row = page("1234").rows[0]
    signs = {1: "/", 2: ".", 3: "+"}
    parted = replace(row, digits=tuple(replace(one, before=signs.get(k, "")) for k, one in enumerate(row.digits)))
    assert CheckedPage.of(Page((parted,))).text == Page((parted,)).text == "1 23 4"
    assert CheckedPage.of(Page((parted,)), shows_marks=True).text == Page((parted,)).with_marks().text == "1/2.3+4"


def test_the_next_doubtful_digit_is_found_all_around() -> None:
    checked = CheckedPage.of(page("?2?", "?"))
    assert [checked.next_doubtful(after) for after in (None, 0, 1, 2, 3)] == [0, 2, 2, 3, 0]
    assert CheckedPage.of(page("12")).next_doubtful(None) is None


def test_corrections_stay_with_the_digits_where_they_stood() -> None:
    checked = CheckedPage.of(page("12?")).corrected(0, 5).corrected(2, None)
    carried = checked.carried_to(page("12?4", "6", dx=2))
    assert carried.text == "524\n6"
    assert not checked.carried_to(page("12?", dx=200)).is_changed
    assert not checked.carried_to(Page()).is_changed


def test_another_threshold_doubts_others_and_keeps_corrections() -> None:
    checked = CheckedPage.of(page("12?")).corrected(0, 5)
    strict, mild = checked.with_certainty(Certainty(0.95)), checked.with_certainty(Certainty(0.1))
    assert (strict.text, mild.text) == ("5??", "527")


# Digits that were not found


def boxed(best: int, box: Box) -> ReadDigit:
    return replace(digit(best, 0.9, box), fitted=np.ones((28, 28), np.float32))


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ((-15, 2, 10, 18), "512\n34"),
        ((10, -3, 10, 20), "152\n34"),
        ((60, 28, 10, 20), "12\n345"),
        ((5, 60, 10, 20), "12\n34\n5"),
        ((5, -40, 10, 20), "5\n12\n34"),
    ],
    ids=["before", "between", "behind", "below", "above"],
)
def test_an_added_digit_takes_its_place(box: Box, text: str) -> None:
    checked, index = CheckedPage.of(page("12", "34")).with_digit(boxed(5, box))
    assert (checked.text, checked.count) == (text, 5)
    assert checked.digits[index].is_added
    assert checked.digits[index].text == "5"
    assert checked.added_boxes == (box,)
    assert checked.corrected(index, 8).text == text.replace("5", "8")
    gone = checked.corrected(index, None)
    assert (gone.text, gone.rows) == ("12\n34", ((0, 1), (2, 3)))


def test_a_digit_is_added_to_nothing() -> None:
    checked, index = CheckedPage().with_digit(boxed(5, (0, 0, 9, 9)), 7)
    assert (checked.text, index, checked.is_changed) == ("7", 0, True)


def test_added_digits_are_answered_by_their_boxes() -> None:
    box = (60.0, 0.0, 10.0, 20.0)
    checked, _ = CheckedPage.of(page("12")).with_digit(digit(0, 0.1, box))
    assert checked.text == "12?"
    assert checked.answered([boxed(4, box)]).text == "124"
    assert checked.answered([boxed(4, (0, 0, 10, 20))]).text == "12?"


def test_added_digits_stay_where_a_page_is_read_anew() -> None:
    box = (60.0, 0.0, 10.0, 20.0)
    checked, index = CheckedPage.of(page("12")).with_digit(boxed(3, box))
    assert checked.carried_to(page("12"), [boxed(4, box)]).text == "124"
    given = checked.corrected(index, 9)
    assert given.carried_to(page("12"), [boxed(4, box)]).text == "129"
    found = given.carried_to(page("1204"), [boxed(4, box)])  # this time it was found
    assert (found.text, found.added_boxes) == ("1209", ())
    assert given.carried_to(page("12"), [digit(0, 0.1, box)]).text == "12"  # its ink is gone


def test_parts_of_a_digit_that_was_left_out_stay_beside_it() -> None:
    """Two digits that were taken for one."""
    checked = CheckedPage(CheckedPage.of(page("1")).digits).corrected(0, None)
    checked, _ = checked.with_digit(boxed(4, (0, 0, 6, 20)))
    checked, _ = checked.with_digit(boxed(2, (6, 0, 4, 20)))
    assert checked.text == checked.carried_to(page("1")).text == "42"


def test_pictures_are_let_go() -> None:
    checked, _ = CheckedPage().with_digit(boxed(5, (0, 0, 9, 9)))
    assert checked.without_pictures().digits[0].read.fitted is None
    assert checked.without_pictures().text == "5"
