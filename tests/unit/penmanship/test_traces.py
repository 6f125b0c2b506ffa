import numpy as np

from lenet_app.penmanship.traces import Traces, one_after_another, together


def two() -> Traces:
    """A bar with a dot, and a bar."""
    points = np.array([[0, 0], [0, 1], [5, 5], [2, 2], [4, 6]], np.float32)
    return Traces(points, np.array([0, 0, 1, 2, 2]), np.array([0, 0, 0, 1, 1]), 2)


def lines(traces: Traces) -> list[list[list[list[float]]]]:
    """Every drawing as its strokes, those as their points."""
    return [
        [traces.points[traces.stroke == stroke].tolist() for stroke in np.unique(traces.stroke[traces.owner == owner])]
        for owner in range(traces.count)
    ]


FIRST = [[[0, 0], [0, 1]], [[5, 5]]]
SECOND = [[[2, 2], [4, 6]]]


def test_boxes() -> None:
    low, high = two().boxes()
    assert low.tolist() == [[0, 0], [2, 2]]
    assert high.tolist() == [[5, 5], [4, 6]]
    unit = np.array([[0, 0], [0, 0.2], [1, 1], [0, 0], [0.5, 1]])
    np.testing.assert_allclose(two().in_unit_boxes().points, unit, atol=1e-6)


def test_drawings_are_taken_in_any_order_and_again() -> None:
    taken = two().take(np.array([1, 0, 1]))
    assert lines(taken) == [SECOND, FIRST, SECOND]
    assert taken.owner.tolist() == [0, 0, 1, 1, 1, 2, 2]


def test_parts_follow_each_other() -> None:
    assert lines(one_after_another([two(), two().take(np.array([1]))])) == [FIRST, SECOND, SECOND]


def test_parts_come_together() -> None:
    both = together([two(), two().take(np.array([1, 0]))])
    assert lines(both) == [FIRST + SECOND, SECOND + FIRST]
    assert (np.diff(both.stroke) >= 0).all()


def test_what_is_not_kept_cuts_strokes() -> None:
    bar = Traces(np.arange(12, dtype=np.float32).reshape(6, 2), np.zeros(6, np.intp), np.zeros(6, np.intp), 1)
    kept = bar.kept(np.array([True, True, False, True, True, True]))
    assert lines(kept) == [[[[0, 1], [2, 3]], [[6, 7], [8, 9], [10, 11]]]]
    assert lines(bar.kept(np.zeros(6, bool))) == [[[[0, 1]]]]
