"""Every measure against a computation of its own, on made answers."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from lenet_app.evaluation import measures
from lenet_app.evaluation.answers import Answers

Z = 1.959963984540054


def made(seed: int = 0, count: int = 500, wrong: float = 0.2, classes: int = 4) -> Answers:
    random = np.random.default_rng(seed)
    labels = random.integers(0, classes, count).astype(np.uint8)
    said = np.where(random.random(count) < wrong, random.integers(0, classes, count), labels).astype(np.uint8)
    confidences = random.integers(5, 21, count).astype(np.float32) / np.float32(
        20
    )  # many are equal, some lie on the edges of bins
    return Answers(count, labels, said, confidences, np.zeros(count, np.float32))


@pytest.mark.parametrize(("right", "count"), [(9955, 10_000), (0, 10), (10, 10), (1, 2), (70, 96)])
def test_the_interval_is_where_the_share_is_just_z_away(right: int, count: int) -> None:
    """Wilson's bounds p solve (share - p)² = z² p (1 - p) / n."""
    low, high = measures.interval(right, count)
    share = right / count
    assert 0 <= low <= share <= high <= 1
    for bound in (low, high):
        assert (share - bound) ** 2 == pytest.approx(Z * Z * bound * (1 - bound) / count, abs=1e-12)
    assert low < high


def test_without_pictures_nothing_is_known() -> None:
    assert measures.interval(0, 0) == (0, 1)


def test_confusion_recall_and_precision() -> None:
    answers = made()
    table = measures.confusion(answers, 5)
    pairs = list(zip(answers.labels.tolist(), answers.said.tolist(), strict=True))
    assert table.tolist() == [[pairs.count((true, said)) for said in range(5)] for true in range(5)]
    of_classes = measures.of_classes(table)
    for name, one in enumerate(of_classes[:4]):
        right = sum(true == said == name for true, said in pairs)
        assert one.recall == right / sum(true == name for true, _ in pairs)
        assert one.precision == right / sum(said == name for _, said in pairs)
    assert (of_classes[4].recall, of_classes[4].precision) == (None, None)


def test_the_surest_mistakes_come_first() -> None:
    answers = made()
    numbers = range(len(answers))
    wrong = [one for one in numbers if answers.labels[one] != answers.said[one]]
    expected = sorted(wrong, key=lambda one: (-answers.confidences[one], one))
    assert measures.mistakes(answers).tolist() == expected
    cell = [one for one in expected if (answers.labels[one], answers.said[one]) == (1, 2)]
    assert measures.pictures_of(answers, 1, 2).tolist() == cell


def test_reliability() -> None:
    answers = made()
    found = measures.reliability(answers)
    error = 0.0
    for number in range(10):
        low, high = Fraction(number, 10), Fraction(number + 1, 10)
        twentieths = [Fraction(round(20 * one), 20) for one in answers.confidences.tolist()]
        inside = [one for one, share in enumerate(twentieths) if low < share <= high]
        assert found.counts[number] == len(inside)
        if inside:
            sure, right = answers.confidences[inside].mean(), answers.right[inside].mean()
            assert found.confidences[number] == pytest.approx(sure, rel=1e-6)
            assert found.accuracies[number] == pytest.approx(right)
            error += len(inside) / len(answers) * abs(right - sure)
    assert found.error == pytest.approx(error, rel=1e-6)


def test_a_model_that_knows_how_sure_it_is_has_no_error() -> None:
    labels = np.zeros(1000, np.uint8)
    said = np.array(([0] * 8 + [1] * 2) * 100, np.uint8)
    answers = Answers(1000, labels, said, np.full(1000, 0.8, np.float32), np.zeros(1000, np.float32))
    assert measures.reliability(answers).error == pytest.approx(0, abs=1e-7)


def test_rejection() -> None:
    answers = made()
    found = measures.rejection(answers)
    assert found.thresholds.tolist() == sorted(set(answers.confidences.tolist()), reverse=True)
    for threshold, answered, accuracy in zip(found.thresholds, found.answered, found.accuracies, strict=True):
        given = answers.confidences >= threshold
        assert answered == pytest.approx(given.mean())
        assert accuracy == pytest.approx(answers.right[given].mean())
    assert (found.answered[-1], found.accuracies[-1]) == (1, pytest.approx(answers.accuracy))


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    answers = made(count=3000)
    sure = np.random.default_rng(1).random(3000).astype(np.float32)
    found = measures.rejection(Answers(3000, answers.labels, answers.said, sure, sure))
    assert len(found.thresholds) == 200
    assert (found.thresholds[0], found.thresholds[-1]) == (sure.max(), sure.min())
    assert found.answered[-1] == 1


def exact(first: int, second: int) -> Fraction:
    count = first + second
    tail = sum(comb(count, one) for one in range(min(first, second) + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**count))


def test_two_models_and_mcnemars_test() -> None:
    one = made(seed=1)
    other = Answers(len(one), one.labels, made(seed=2).said, one.confidences, one.losses)
    pair = measures.compared(one, other)
    rights = list(zip(one.right.tolist(), other.right.tolist(), strict=True))
    counts = [rights.count(both) for both in ((True, True), (True, False), (False, True), (False, False))]
    assert [pair.both, pair.first, pair.second, pair.neither] == counts
    assert pair.different.tolist() == [number for number in range(len(one)) if one.said[number] != other.said[number]]
    assert pair.p_value == pytest.approx(float(exact(pair.first, pair.second)), rel=1e-9)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (1, 0), (5, 5), (70, 26), (0, 40), (1500, 1400)])
def test_the_exact_test_is_that_of_whole_numbers(first: int, second: int) -> None:
    pair = measures.Pair(0, first, second, 0, np.zeros(0, np.intp))
    assert pair.p_value == pytest.approx(float(exact(first, second)), rel=1e-9)
