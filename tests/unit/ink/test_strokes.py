import itertools
import math
from collections.abc import Sequence

import pytest

from lenet_app.errors import UserError
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.ink.strokes import Drawing, Point, Stroke

LINE = Stroke(((0.0, 0.5), (1.0, 0.5)), 0.04)


def length(stroke: Stroke) -> float:
    return sum(math.dist(a, b) for a, b in zip(stroke.points, stroke.points[1:], strict=False))


def distance_to_way(point: Point, way: Sequence[Point]) -> float:
    """By brute force, independent of the program: a thousand places on every segment."""
    places = [
        (ax + (bx - ax) * k / 1000, ay + (by - ay) * k / 1000)
        for (ax, ay), (bx, by) in itertools.pairwise(way)
        for k in range(1001)
    ]
    return min(math.dist(point, place) for place in places or way)


def test_empty_drawing() -> None:
    assert Drawing().is_empty
    assert Drawing().bounds is None
    assert Drawing((Stroke((), 0.1),)).is_empty


def test_with_stroke_adds_to_a_new_drawing() -> None:
    empty = Drawing()
    drawing = empty.with_stroke(LINE)
    assert drawing.strokes == (LINE,)
    assert empty.is_empty
    assert not drawing.is_empty


def test_bounds_hold_the_pen_width() -> None:
    drawing = Drawing((LINE, Stroke(((0.2, 0.9),), 0.1)))
    assert drawing.bounds == pytest.approx((-0.02, 0.48, 1.02, 0.95))


def test_eraser_cuts_inside_a_long_segment() -> None:
    left, right = Drawing((LINE,)).erased([(0.5, 0.3), (0.5, 0.7)], 0.1).strokes
    assert left.points[0] == (0.0, 0.5)
    assert left.points[-1] == pytest.approx((0.38, 0.5), abs=0.01)
    assert right.points[0] == pytest.approx((0.62, 0.5), abs=0.01)
    assert right.points[-1] == (1.0, 0.5)
    assert left.width == right.width == LINE.width


def test_eraser_reaches_as_far_as_radius_and_half_the_pen() -> None:
    drawing = Drawing((LINE,))
    assert drawing.erased([(0.5, 0.5 + 0.1 + 0.02 + 0.001)], 0.1) is drawing
    assert len(drawing.erased([(0.5, 0.5 + 0.1 + 0.02 - 0.003)], 0.1).strokes) == 2


def test_what_is_left_is_out_of_reach_and_nothing_more_is_lost() -> None:
    spiral = tuple((0.5 + 0.04 * t * math.cos(t), 0.5 + 0.04 * t * math.sin(t)) for t in (k / 5 for k in range(60)))
    way = [(0.1, 0.2), (0.9, 0.55), (0.9, 0.9)]
    reach = 0.05 + 0.015
    pieces = Drawing((Stroke(spiral, 0.03),)).erased(way, 0.05).strokes
    assert len(pieces) > 3
    for piece in pieces:
        assert min(distance_to_way(point, way) for point in piece.points) > reach - 1e-6
    # The length that is left, against a count of small steps along the spiral.
    steps = [
        ((ax + (bx - ax) * (k + 0.5) / 200, ay + (by - ay) * (k + 0.5) / 200), math.dist((ax, ay), (bx, by)) / 200)
        for (ax, ay), (bx, by) in itertools.pairwise(spiral)
        for k in range(200)
    ]
    thinned = steps[::10]
    expected = sum(10 * size for place, size in thinned if distance_to_way(place, way) > reach)
    assert sum(map(length, pieces)) == pytest.approx(expected, rel=0.03)


def test_the_line_of_a_stroke_is_kept_and_cannot_be_written_to() -> None:
    stroke = Stroke(((0.0, 0.5), (1.0, 0.25)), 0.04)
    assert stroke.line is stroke.line
    assert stroke.line.tolist() == [[0.0, 0.5], [1.0, 0.25]]
    assert [corner.tolist() for corner in stroke.box] == [[0.0, 0.25], [1.0, 0.5]]
    with pytest.raises(ValueError, match="read-only"):
        stroke.line[0] = 0
    assert stroke == Stroke(stroke.points, stroke.width)
    assert hash(stroke) == hash(Stroke(stroke.points, stroke.width))


def test_an_eraser_in_the_bend_of_a_stroke_leaves_it() -> None:
    bend = Stroke(((0.1, 0.1), (0.1, 0.9), (0.9, 0.9)), 0.04)
    assert Drawing((bend,)).erased([(0.5, 0.5)], 0.1).strokes[0] is bend


def test_eraser_takes_dots_and_whole_strokes() -> None:
    drawing = Drawing((Stroke(((0.5, 0.5),), 0.04), Stroke(((0.48, 0.5), (0.52, 0.5)), 0.04), LINE))
    assert drawing.erased([(0.5, 0.5)], 5.0).is_empty
    assert drawing.erased([(0.5, 0.5)], 0.1).strokes[0].points[0] == (0.0, 0.5)


def test_eraser_elsewhere_or_without_a_way_changes_nothing() -> None:
    drawing = Drawing((LINE, Stroke((), 0.04)))
    assert drawing.erased([(0.5, 0.1), (0.9, 0.2)], 0.1) is drawing
    assert drawing.erased([], 0.1) is drawing


def test_eraser_leaves_untouched_strokes_as_they_are() -> None:
    other = Stroke(((0.1, 0.1), (0.2, 0.1), (0.3, 0.15)), 0.04)
    erased = Drawing((other, LINE)).erased([(0.5, 0.5)], 0.05)
    assert erased.strokes[0] is other


def test_drawn_points_stay_in_the_pieces() -> None:
    stroke = Stroke(((0.0, 0.0), (0.1, 0.0), (0.2, 0.05), (1.0, 0.05)), 0.02)
    first, second = Drawing((stroke,)).erased([(0.6, 0.05)], 0.05).strokes
    assert first.points[:3] == stroke.points[:3]
    assert len(first.points) == 4
    assert len(second.points) == 2


def test_drawing_from_json() -> None:
    value = {"label": "1", "strokes": [[[1, 2.5], [3, 4]], [], [[5.0, 6.0, 0.7, 123]]], "writer": None}
    drawing = drawing_from_json(value)
    assert [stroke.points for stroke in drawing.strokes] == [((1.0, 2.5), (3.0, 4.0)), ((5.0, 6.0),)]
    assert all(stroke.width > 0 for stroke in drawing.strokes)


def test_strokes_may_have_colours() -> None:
    value = {"strokes": [[[1, 2], [3, 4]], [], [[5, 6]], [[7, 8]]], "colours": ["#d62828", "#000000", None, "#0a0B0C"]}
    assert [stroke.colour for stroke in drawing_from_json(value).strokes] == [(214, 40, 40), None, (10, 11, 12)]
    without = drawing_from_json({"strokes": value["strokes"], "colours": None})
    assert [stroke.colour for stroke in without.strokes] == [None] * 3


def test_the_eraser_leaves_pieces_their_colour() -> None:
    stroke = Stroke(LINE.points, LINE.width, (214, 40, 40))
    pieces = Drawing((stroke,)).erased([(0.5, 0.5)], 0.1).strokes
    assert [(piece.colour, piece.width) for piece in pieces] == [((214, 40, 40), LINE.width)] * 2


def test_no_strokes_are_an_empty_drawing() -> None:
    assert drawing_from_json({"strokes": []}).is_empty
    assert drawing_from_json({"strokes": [[], []]}) == Drawing()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "strokes"),
        ([], "strokes"),
        ({}, "strokes"),
        ({"strokes": None}, "list"),
        ({"strokes": {"0": []}}, "list"),
        ({"strokes": "abc"}, "list"),
        ({"strokes": [[[0, 0]], "ab"]}, "stroke 2"),
        ({"strokes": [7]}, "stroke 1"),
        ({"strokes": [[[0, 0], [1]]]}, "point 2 of stroke 1"),
        ({"strokes": [[[]]]}, "point 1 of stroke 1"),
        ({"strokes": [[1, 2]]}, "point 1 of stroke 1"),
        ({"strokes": [[["1", "2"]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[True, 0]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[0, None]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[0, 0, "pressed"]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[math.nan, 0]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[0, math.inf]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[0, -1e39]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[10**400, 0]]]}, "point 1 of stroke 1"),
        ({"strokes": [[[1, 2]]], "colours": "#000000"}, '"colours"'),
        ({"strokes": [[[1, 2]]], "colours": []}, '"colours"'),
        ({"strokes": [[[1, 2]], []], "colours": [None, "red"]}, "colour of stroke 2"),
        ({"strokes": [[[1, 2]]], "colours": ["#00000g"]}, "colour of stroke 1"),
        ({"strokes": [[[1, 2]]], "colours": ["#0000000"]}, "colour of stroke 1"),
        ({"strokes": [[[1, 2]]], "colours": ["#000000\n"]}, "colour of stroke 1"),
        ({"strokes": [[[1, 2]]], "colours": [0]}, "colour of stroke 1"),
    ],
)
def test_what_is_no_drawing_is_refused_with_a_sentence(value: object, told: str) -> None:
    with pytest.raises(UserError) as caught:
        drawing_from_json(value)
    sentence = str(caught.value)
    assert told in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
