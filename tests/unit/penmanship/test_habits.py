import numpy as np
import pytest

from lenet_app.paths import Home
from lenet_app.penmanship import digits, habits
from lenet_app.penmanship.digits import DIGITS
from lenet_app.penmanship.habits import between, with_habits
from lenet_app.penmanship.penman import Penman
from lenet_app.penmanship.styles import Shape, Style, styles_of
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary

ALL = tuple(style for styles in DIGITS for style in styles)
(CORNER,) = styles_of("corner: 1\n    0,0 0,100! 60,100\n    10,0 0,90! 80,100")
(APART,) = styles_of("two strokes: 1\n    0,0 0,50 0,100 / 5,100 60,100")


def lines(shape: Shape) -> list[np.ndarray]:
    """The curve of each stroke of the first form."""
    samples = shape.curves.sharp @ shape.points[0]
    return [samples[shape.curves.stroke == number] for number in range(len(shape.strokes))]


def turned_degrees(line: np.ndarray) -> float:
    """By how much a line turns in all, the sides added up against each other."""
    angles = np.unwrap(np.arctan2(*np.diff(line, axis=0).T[::-1]))
    return float(np.degrees(abs(angles[-1] - angles[0])))


def only(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(habits, "_HABITS", ((getattr(habits, name), 1.0),))


@pytest.mark.parametrize("style", ALL, ids=lambda style: style.name)
def test_habits_leave_a_shape_that_can_be_written(style: Style) -> None:
    low, high = style.shape.points.min(axis=(0, 1)), style.shape.points.max(axis=(0, 1))
    for seed in range(6):
        shape = with_habits(style.shape, np.random.default_rng(seed))
        assert shape.points.shape[0] == style.shape.points.shape[0]
        assert shape.points.shape[1] == sum(map(len, shape.corners))
        assert len(shape.strokes) <= len(style.shape.strokes)
        assert np.isfinite(shape.points).all()
        assert (shape.points.min(axis=(0, 1)) > low - 0.5).all()
        assert (shape.points.max(axis=(0, 1)) < high + 0.5).all()
        assert np.isfinite(shape.curves.sharp).all()


def test_a_seed_settles_the_habits_and_others_have_others() -> None:
    one, same, other = (with_habits(ALL[30].shape, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.points, same.points)
    assert one.points.shape != other.points.shape or not np.allclose(one.points, other.points)


def test_a_corner_becomes_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "_looped")
    (line,) = lines(CORNER.shape)
    assert turned_degrees(line) == pytest.approx(90, abs=5)
    for seed in range(8):
        (line,) = lines(with_habits(CORNER.shape, np.random.default_rng(seed)))
        assert turned_degrees(line) == pytest.approx(270, abs=25), "all the way round on the outer side"


def test_near_strokes_are_joined_and_far_ones_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "_joined")
    (far,) = styles_of("far apart: 1\n    0,0 0,100 / 150,0 150,100")
    joined = [
        np.mean([len(with_habits(style.shape, np.random.default_rng(seed)).strokes) == 1 for seed in range(200)])
        for style in (APART, far)
    ]
    assert joined[0] > 0.8
    assert joined[1] < 0.06


def test_one_of_several_strokes_has_another_place_size_and_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "_moved")
    taught, changes, moved = APART.shape, [], set()
    for seed in range(40):
        shape = with_habits(taught, np.random.default_rng(seed))
        pairs = [(shape.points[0, place], taught.points[0, place]) for place in taught.strokes]
        (number,) = [number for number, (found, before) in enumerate(pairs) if not np.allclose(found, before)]
        found, before = pairs[number]
        assert np.linalg.norm(found.mean(axis=0) - before.mean(axis=0)) < 0.25
        changes.append(complex(*(found[-1] - found[0])) / complex(*(before[-1] - before[0])))
        moved.add(number)
    sizes, angles = np.abs(changes), np.degrees(np.abs(np.angle(changes)))
    assert moved == {0, 1}
    assert 0.6 < sizes.min() < 0.8
    assert 1.3 < sizes.max() < 1.6
    assert 15 < angles.max() < 26


def test_a_single_stroke_has_no_other_to_be_moved_against(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "_moved")
    assert with_habits(CORNER.shape, np.random.default_rng(0)).points == pytest.approx(CORNER.shape.points)


@pytest.mark.parametrize("name", ["_with_tail", "_with_start", "_overshooting", "_doubled"])
def test_what_is_added_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    only(monkeypatch, name)
    for seed in range(8):
        shape = with_habits(CORNER.shape, np.random.default_rng(seed))
        assert shape.points.shape[1] > CORNER.shape.points.shape[1]
        for point in CORNER.shape.points[0]:
            assert np.linalg.norm(shape.points[0] - point, axis=1).min() < 1e-6


def test_a_part_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "_cut")
    lengths = [
        sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in lines(with_habits(CORNER.shape, random)))
        for random in map(np.random.default_rng, range(20))
    ]
    assert max(lengths) < 1.5
    assert min(lengths) > 0.5


def test_between_two_styles_lie_both_and_what_is_between() -> None:
    one, other = styles_of("upright: 1\n    0,0 0,50 0,100\nleaning: 1\n    20,0 10,50 0,100")
    shape = between(one.shape, other.shape)
    assert shape is not None
    assert len(shape.points) == 2
    for form, style in zip(shape.points, (one, other), strict=True):
        ends = form[[0, -1]]
        np.testing.assert_allclose(ends, style.shape.points[0, [0, -1]], atol=1e-5)
        steps = np.linalg.norm(np.diff(form, axis=0), axis=1)
        assert steps.max() < 1.05 * steps.min(), "at even distances along the stroke"


def test_what_is_not_alike_has_nothing_between() -> None:
    level, upright = styles_of("level: 1\n    0,0 100,0\nupright: 1\n    0,0 0,100")
    assert between(level.shape, upright.shape) is None
    assert between(level.shape, APART.shape) is None


def test_digits_with_habits_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a model that was taught without: nobody should have to learn what nobody could read."""
    recognizer = Recognizer(ModelLibrary(Home.of_user().models).open(None))
    right = {}
    for share in (0, 1):
        monkeypatch.setattr(digits, "_WITH_HABITS", share)
        made = Penman(np.random.default_rng(0)).digits(1000)
        found = np.array([one.best for one in recognizer.recognise_all(made.images)])
        right[share] = (found == made.labels).mean()
    assert right[0] > 0.95
    assert right[1] > 0.92
