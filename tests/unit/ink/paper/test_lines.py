"""Lines that are straight, bent, crossed and broken are followed; strokes are none."""

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.lines import lines_of, near_lines

Mask = npt.NDArray[np.bool_]
DOWN, ACROSS = np.mgrid[:200, :600]


def arc(depth: float, thickness: int = 3) -> Mask:
    """A line from edge to edge that bulges by `depth`."""
    return np.asarray(abs(DOWN - bulge(depth)) <= thickness / 2)


def bulge(depth: float) -> npt.NDArray[np.float64]:
    return np.asarray(100 - depth * np.sin(np.pi * ACROSS[0] / 600))


@pytest.mark.parametrize("depth", [0, 10, 40])
def test_a_line_is_followed_however_it_bends(depth: float) -> None:
    (line,) = lines_of(arc(depth), 6, 100)
    assert (line.start, line.end) == (0, 600)
    assert line.thickness == 3
    assert np.abs(line.middles - bulge(depth)).max() < 1.5


def test_a_line_goes_on_behind_what_crosses_it() -> None:
    page = arc(20)
    for left in range(40, 560, 60):
        page[50:150, left : left + 12] = True
    (line,) = lines_of(page, 12, 100)
    assert (line.start, line.end) == (0, 600)
    assert np.abs(line.middles - bulge(20)).max() < 2


def test_steep_strokes_are_no_lines() -> None:
    page = np.asarray(abs(DOWN - 0.6 * ACROSS + 40) < 4)
    assert lines_of(page, 6, 40) == []


def test_what_is_beside_a_line() -> None:
    page = arc(0)
    near = near_lines(page.shape, lines_of(page, 6, 100), 1.5)
    assert near[98:103].all()
    assert not near[:97].any()
    assert not near[104:].any()


def test_an_empty_page_has_none() -> None:
    assert lines_of(np.zeros((20, 30), np.bool_), 4, 8) == []
