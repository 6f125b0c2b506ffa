import numpy as np
import pytest

from lenet_app.samples.more import More, Point, expectation_of, is_enough, more_of, sentence_of

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
EVEN = np.full(10, 30)
SHARES = (0.0, 4 / 15, 8 / 15, 0.8)


def points(counts: np.ndarray, levels: Numbers, exponents: Numbers) -> tuple[Point, ...]:
    """As many misread as a power law says, whole numbers."""
    found = []
    for share in SHARES:
        learned = share * counts
        wrong = np.rint(counts * levels * (1 + learned) ** -exponents).astype(int)
        found.append(Point(tuple(learned.tolist()), tuple(wrong.tolist())))
    return tuple(found)


def told(levels: dict[int, float], exponent: float = 0.5, counts: np.ndarray = EVEN) -> More:
    every = np.array([levels.get(digit, 0.0) for digit in range(10)])
    return more_of(counts, points(counts, every, np.full(10, exponent)))


def test_a_law_that_made_the_curve_is_found_again() -> None:
    counts, levels = np.full(10, 3000), np.linspace(0.05, 0.6, 10)
    exponents = np.linspace(0.3, 0.9, 10)
    more = more_of(counts, points(counts, levels, exponents))
    assert more.now is not None
    assert 1 - more.now == pytest.approx(float((levels * 3001.0**-exponents).mean()), rel=0.1)
    measured = dict(more.measured())
    assert measured[0.0] == pytest.approx(1 - levels.mean(), abs=1e-3)


def test_those_are_worth_it_that_stay_wrong_and_go_on_getting_better() -> None:
    counts = np.full(10, 9)
    more = told({4: 0.9, 7: 0.9}, counts=counts)
    assert (more.digits, more.each in (3, 6, 9, 12)) == ((4, 7), True)
    assert more.now is not None
    assert more.then is not None
    assert more.now < more.then <= 1
    assert more.curve[-1][0] == counts.sum() + 2 * more.each
    assert sentence_of(more) == f"{more.each} more each of 4 and 7 are worth writing."
    expected = f"{100 * more.now:.1f} % expected to be right now, {100 * more.then:.1f} % with them"
    assert expectation_of(more) == expected
    (alone,) = told({1: 0.9}, counts=counts).digits
    assert alone == 1


def test_what_no_sample_mended_is_not_asked_for_again() -> None:
    more = told({3: 0.3}, exponent=0.0)
    assert (more.digits, more.each, more.now) == ((), 0, more.then)
    assert sentence_of(more) == "As far as these tell, more samples would change little."


def test_what_was_all_mended_needs_no_more() -> None:
    none = (0,) * 10
    first = Point((0.0,) * 10, (0, 0, 0, 0, 0, 0, 0, 5, 0, 0))
    rest = tuple(Point((float(n),) * 10, none) for n in (2, 3, 4))
    more = more_of(np.full(10, 5), (first, *rest))
    assert (more.digits, sentence_of(more)) == ((), "As far as these tell, more samples would change little.")
    assert "now" not in expectation_of(more)


def test_where_none_was_misread_no_share_is_promised() -> None:
    more = told({})
    assert (more.digits, more.now, sentence_of(more)) == (
        (),
        1,
        "As far as these tell, more samples would change little.",
    )
    assert expectation_of(more) == ""


def test_more_wrong_asks_for_no_fewer() -> None:
    found = [told({5: level}, counts=np.full(10, 8)).each for level in (0.05, 0.2, 0.5, 0.9)]
    assert found == sorted(found)
    assert found[0] == 0
    assert found[-1] > 0


def test_where_there_is_too_little_it_says_so() -> None:
    assert [is_enough(np.array([count] * 10)) for count in (1, 2, 3)] == [False, False, True]
    assert not is_enough(np.array([14, *[0] * 9]))
    nothing = more_of(np.array([1] * 10), ())
    assert (nothing.can_tell, nothing.now, nothing.then, expectation_of(nothing)) == (False, None, None, "")
    assert sentence_of(nothing).startswith("Too few samples to tell")
    counts = np.array([20, 20, 2, 0, 20, 20, 20, 20, 20, 20])
    some = told({2: 0.9, 8: 0.9}, counts=counts)
    assert (some.digits, some.too_few) == ((8,), (2, 3))
    assert sentence_of(some) == f"{some.each} more of 8 are worth writing. Too few to tell: 2, 3."


def test_all_digits_are_told_as_all() -> None:
    more = told(dict.fromkeys(range(10), 0.9), counts=np.full(10, 5))
    assert sentence_of(more) == f"{more.each} more of each digit are worth writing."
