from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask, dilated, discs, eroded


def by_distance(centres: npt.NDArray[Any], radius: float, shape: tuple[int, int]) -> Mask:
    rows, columns = np.indices(shape) + 0.5
    near = [(columns - x) ** 2 + (rows - y) ** 2 <= radius**2 for x, y in centres]
    return np.asarray(np.any(near, axis=0))


@pytest.mark.parametrize("radius", [0.3, 1.0, 2.5, 7.0, 40.0])
def test_discs_are_the_pixels_within_the_radius(radius: float) -> None:
    centres = np.random.default_rng(1).uniform(-5, 45, (25, 2))
    assert np.array_equal(discs(centres, radius, (37, 41)), by_distance(centres, radius, (37, 41)))


@pytest.mark.parametrize("radius", [0.3, 1.0, 2.5, 7.5])
@pytest.mark.parametrize("spread", [5, 60])
def test_of_very_many_discs_none_is_lost(radius: float, spread: int) -> None:
    # More spans than from where on discs that decide nothing are left out, close together and beyond the grid.
    centres = np.random.default_rng(3).normal(20, spread, (6000, 2))
    assert np.array_equal(discs(centres, radius, (37, 41)), by_distance(centres, radius, (37, 41)))


def test_no_discs_no_pixels() -> None:
    assert not discs(np.empty((0, 2)), 3, (5, 6)).any()
    assert discs(np.empty((0, 2)), 3, (5, 6)).shape == (5, 6)


def test_growing_is_everything_within_the_radius_and_shrinking_its_opposite() -> None:
    mask = np.random.default_rng(2).random((30, 33)) < 0.03
    mask[10:20, 5:25] = True
    rows, columns = np.nonzero(mask)
    grown = by_distance(np.stack([columns, rows], axis=1) + 0.5, 3.2, mask.shape)
    assert np.array_equal(dilated(mask, 3.2), grown)
    framed = np.pad(mask, 5)
    rows, columns = np.nonzero(~framed)
    shrunk = ~by_distance(np.stack([columns, rows], axis=1) + 0.5, 3.2, framed.shape)
    assert np.array_equal(eroded(mask, 3.2), shrunk[5:-5, 5:-5])
    assert eroded(mask, 3.2).any()


@pytest.mark.parametrize("angle", [0.3, 0.7, 1.1, 2.0])
@pytest.mark.parametrize("width", [6, 15, 30])
def test_pen_width(angle: float, width: float) -> None:
    way = np.linspace(-150, 150, 900)[:, None] * [np.cos(angle), np.sin(angle)] + 200
    assert pen_width(discs(way, width / 2, (400, 400))) == pytest.approx(width, rel=0.2)
    assert pen_width(np.zeros((4, 4), bool)) == 0


def flooded(mask: Mask) -> list[set[tuple[int, int]]]:
    """The connected parts by flooding, one pixel at a time."""
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    parts = []
    while left:
        part, edge = set(), [left.pop()]
        while edge:
            row, column = edge.pop()
            part.add((row, column))
            around = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= around
            edge.extend(around)
        parts.append(part)
    return parts


@pytest.mark.parametrize("share", [0.1, 0.3, 0.4, 0.6])
@pytest.mark.parametrize("seed", range(3))
def test_components_are_those_of_flooding(share: float, seed: int) -> None:
    mask = np.random.default_rng(seed).random((40, 35)) < share
    found = components_of(mask)
    labels, count = found.labels, len(found.areas) - 1
    parts = flooded(mask)
    assert count == len(parts)
    assert np.array_equal(labels > 0, mask)
    for part in parts:
        assert len({int(labels[place]) for place in part}) == 1
    assert sorted(set(labels[mask].tolist())) == list(range(1, count + 1))


def test_a_spiral_is_one_component() -> None:
    t = np.linspace(0, 60, 20000)
    spiral = discs(np.stack([200 + 3 * t * np.cos(t), 200 + 3 * t * np.sin(t)], axis=1), 3, (400, 400))
    assert len(components_of(spiral).areas) == 2
    assert len(components_of(np.zeros((3, 3), bool)).areas) == 1
