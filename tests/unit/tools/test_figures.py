"""Every figure against a computation of its own: by brute force, or counted by hand."""

from functools import cache

import numpy as np
import pytest

from lenet_app.penmanship.rows.apart import edit_distance
from tests.tools.handwriting_measure.figures import (
    FEWEST,
    Share,
    by_group,
    calibration_error,
    digits_right,
    rejection_curve,
    reliability,
    share_below,
    threshold_refusing,
    worst,
)


def fewest_edits(one: str, other: str) -> int:
    """By trying every edit at every place, all words of one edit more after those of one less."""
    reached, edits = {one}, 0
    while other not in reached:
        cuts = [(word[:place], word[place:]) for word in reached for place in range(len(word) + 1)]
        shorter = {start + end[1:] for start, end in cuts if end}
        replaced = {start + digit + end[1:] for start, end in cuts if end for digit in "012"}
        longer = {start + digit + end for start, end in cuts for digit in "012"}
        reached |= shorter | replaced | longer
        edits += 1
    return edits


def answers(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Whether answers are right, and their confidences, many of them equal, 0 and 1 among them."""
    random = np.random.default_rng(seed)
    confidences = np.round(random.beta(4, 1, count), 2)
    confidences[:2] = 0, 1
    return random.random(count) < confidences, confidences


@pytest.mark.parametrize("one", ["", "0", "12", "0120", "2211"])
@pytest.mark.parametrize("other", ["", "1", "21", "102", "0012"])
def test_edit_distance_is_the_fewest_edits(one: str, other: str) -> None:
    assert edit_distance(one, other) == fewest_edits(one, other)


def test_edit_distance_of_long_words() -> None:
    @cache
    def distance(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))

    random = np.random.default_rng(4)
    for _ in range(20):
        one, other = ("".join(map(str, random.integers(0, 4, random.integers(0, 12)))) for _ in range(2))
        assert edit_distance(one, other) == distance(one, other)


def test_digits_right_counts_over_all_digits_of_all_numbers() -> None:
    # 1 replaced, 2 missing, 1 too many, of 4 + 5 + 3 digits; how rows are separated is no digit
    assert digits_right(["1234", "12|345", "777"], ["1934", "145", "77|77"]) == pytest.approx(1 - 4 / 12)
    assert digits_right(["12", "3"], ["12", "3"]) == 1
    assert digits_right(["1"], ["22222"]) == 0
    assert digits_right([], []) == 0


def test_groups_and_the_worst_of_them() -> None:
    right = np.array([True, False, True, True, False])
    assert by_group(right, ["b", "b", "a", "", "a"]) == {"": Share(1, 1), "a": Share(1, 2), "b": Share(1, 2)}
    random = np.random.default_rng(8)
    shares = {f"w{number}": Share(int(random.integers(0, 9)), int(random.integers(9, 14))) for number in range(60)}
    found = worst({**shares, "": Share(0, 100)}, most=7)
    assert len(found) == 7
    assert all(share.whole >= FEWEST for share in found.values())
    # nobody who is left out is worse than one who is named
    others = [share.value for name, share in shares.items() if name not in found and share.whole >= FEWEST]
    assert max(share.value for share in found.values()) <= min(others)
    assert list(found.values()) == sorted(found.values(), key=lambda share: share.value)


def test_small_writers_count_where_there_are_no_others() -> None:
    assert worst({"a": Share(1, 2), "b": Share(0, 3)}, most=1) == {"b": Share(0, 3)}
    assert worst({"": Share(0, 50)}) == {}


@pytest.mark.parametrize("bins", [1, 4, 10])
def test_reliability_and_its_error(bins: int) -> None:
    right, confidences = answers(500, seed=1)
    found = reliability(right, confidences, bins)
    error = 0.0
    for number, one in enumerate(found):
        low, high = number / bins, (number + 1) / bins
        inside = [
            (good, value)
            for good, value in zip(right.tolist(), confidences.tolist(), strict=True)
            if low < value <= high or (value == 0 and number == 0)
        ]
        assert (one.low, one.high, one.count) == (low, high, len(inside))
        if inside:
            accuracy, confidence = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            assert (one.accuracy, one.confidence) == pytest.approx((accuracy, confidence))
            error += len(inside) / 500 * abs(accuracy - confidence)
    assert calibration_error(found) == pytest.approx(error)


def test_a_calibrated_network_has_hardly_an_error_and_a_boasting_one_has_its_boast() -> None:
    random = np.random.default_rng(2)
    confidences = random.random(200_000)
    right = random.random(200_000) < confidences
    assert calibration_error(reliability(right, confidences)) < 0.01
    assert calibration_error(reliability(right[:0], confidences[:0])) == 0
    half = np.arange(1000) % 2 == 0
    assert calibration_error(reliability(half, np.full(1000, 0.9))) == pytest.approx(0.4)


def test_rejection_curve_at_every_threshold() -> None:
    right, confidences = answers(300, seed=3)
    curve = rejection_curve(right, confidences)
    assert curve.thresholds.tolist() == sorted(set(confidences.tolist()))
    for threshold, refused, error in zip(curve.thresholds, curve.refused, curve.errors, strict=True):
        left = [good for good, value in zip(right, confidences, strict=True) if value >= threshold]
        assert refused == pytest.approx((300 - len(left)) / 300)
        assert error == pytest.approx(sum(not good for good in left) / len(left))
    assert curve.refused[0] == 0
    assert curve.errors[0] == pytest.approx(1 - right.mean())


@pytest.mark.parametrize("share", [0, 0.02, 0.1, 0.5, 1])
@pytest.mark.parametrize("seed", range(4))
def test_the_threshold_is_the_highest_that_refuses_no_more(share: float, seed: int) -> None:
    _, confidences = answers(123, seed)
    threshold = threshold_refusing(confidences, share)
    assert share_below(confidences, threshold).value <= share
    higher = [value for value in confidences if value > threshold]
    if higher:
        assert share_below(confidences, min(higher)).value > share


def test_shares_of_nothing() -> None:
    nothing = np.zeros(0)
    assert Share(0, 0).value == 0
    assert share_below(nothing, 0.5) == Share(0, 0)
    assert threshold_refusing(nothing, 0.02) == 0


def test_share_below_counts() -> None:
    values = [0.1, 0.5, 0.5, 0.9]
    for threshold in (0, 0.1, 0.5, 0.6, 1):
        counted = sum(value < threshold for value in values)
        assert share_below(np.array(values), threshold) == Share(counted, 4)
