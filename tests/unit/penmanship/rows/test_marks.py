import numpy as np
import pytest

from lenet_app.penmanship.rows import marks
from lenet_app.penmanship.rows.glyphs import HEIGHT


def canvas() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.zeros((HEIGHT, 120), np.float32)


def test_a_stroke_has_the_area_of_its_length_and_pen() -> None:
    drawn = canvas()
    marks.draw(drawn, [((20.0, 20.0), (70.0, 20.0))], 3.0)
    assert drawn.sum() == pytest.approx(50 * 3 + np.pi * 1.5**2, rel=0.05)
    assert drawn.max() == 1
    assert not drawn[:, :17].any()


def test_a_dot_is_a_disc() -> None:
    drawn = canvas()
    marks.draw(drawn, [((40.5, 22.5),)], 5.0)
    assert drawn.sum() == pytest.approx(np.pi * 2.5**2, rel=0.1)


def test_ink_stays_where_a_stroke_fades() -> None:
    drawn = canvas()
    drawn[:, 40:44] = 1
    marks.draw(drawn, [((20.0, 20.0), (70.0, 20.0))], 3.0)
    assert (drawn[:, 40:44] == 1).all()


def test_marks_beside_digits_are_no_digits_in_size_or_place() -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        drawn = canvas()
        marks.draw(drawn, marks.between(60.0, 32.0, 20.0, random), 2.0)
        columns = np.flatnonzero((drawn > 0.5).any(axis=0))
        assert len(columns)
        assert columns[0] >= 50
        assert columns[-1] <= 70
        drawn = canvas()
        marks.draw(drawn, marks.around(40.0, 32.0, 20.0, random), 2.0)
        assert drawn.max() > 0.5
        assert not drawn[:, 0].any()


def test_walls_are_higher_than_digits() -> None:
    drawn = canvas()
    marks.draw(drawn, marks.wall(60.0, np.random.default_rng(0)), 2.0)
    assert (drawn.max(axis=1) > 0.4).all()


def test_strokes_outside_are_cut_off() -> None:
    drawn = canvas()
    marks.draw(drawn, [((-50.0, -50.0), (-20.0, -20.0)), ((100.0, 20.0), (200.0, 20.0))], 3.0)
    assert drawn[20, 119] == 1
