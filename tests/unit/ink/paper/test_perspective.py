"""Straightening by four corners."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.ink.paper.perspective import homography, mapped, straightened


def test_the_map_takes_the_corners_to_their_targets_and_lines_to_lines() -> None:
    corners = np.array([(12.0, 7.0), (95.0, 20.0), (88.0, 70.0), (5.0, 61.0)])
    targets = np.array([(0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0)])
    matrix = homography(corners, targets)
    assert np.allclose(mapped(matrix, corners), targets)
    line = mapped(matrix, corners[0] + np.linspace(0, 1, 5)[:, None] * (corners[2] - corners[0]))
    steps = line - line[0]
    assert np.allclose(steps[:, 0] * steps[-1, 1], steps[:, 1] * steps[-1, 0], atol=1e-9)


def test_three_corners_on_one_line_are_refused() -> None:
    corners = np.array([(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.0, 3.0)])
    with pytest.raises(ValueError, match="one line"):
        homography(corners, np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]))


def test_a_board_seen_at_an_angle_is_square_again() -> None:
    picture = Image.new("RGB", (300, 200), "white")
    corners = np.array([(60.0, 30.0), (250.0, 50.0), (230.0, 180.0), (30.0, 150.0)])
    back = homography(np.array([(0.0, 0.0), (8.0, 0.0), (8.0, 4.0), (0.0, 4.0)]), corners)
    pen = ImageDraw.Draw(picture)
    for row in range(4):
        for column in range(row % 2, 8, 2):
            square = np.array([(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)], np.float64)
            pen.polygon([tuple(point) for point in mapped(back, square)], fill="black")
    found = straightened(np.asarray(picture), corners, (160, 80))
    assert found.shape == (80, 160, 3)
    middles = found[10::20, 10::20, 0]
    expected = np.where((np.arange(4)[:, None] + np.arange(8)) % 2, 255, 0)
    assert np.abs(middles.astype(int) - expected).max() < 30


def test_what_lies_outside_of_the_picture_is_as_its_edge() -> None:
    grey = np.full((40, 60, 3), 200, np.uint8)
    corners = np.array([(-10.0, -5.0), (70.0, 0.0), (60.0, 45.0), (0.0, 40.0)])
    assert np.all(straightened(grey, corners, (50, 30)) == 200)


def test_a_stroke_that_ends_at_the_edge_of_the_picture_does_not_go_on() -> None:
    rng = np.random.default_rng(3)
    paper = (210 + rng.integers(-4, 5, (90, 160, 1)) + np.linspace(-30, 30, 160)[None, :, None]).repeat(3, axis=2)
    paper[60:, 40:46] = 20
    corners = np.array([(0.0, 0.0), (160.0, 0.0), (160.0, 130.0), (0.0, 130.0)])
    seen = straightened(paper.astype(np.uint8), corners, (160, 130)).astype(int)
    assert seen[:88, 41:45].min() < 40
    assert np.abs(seen[95:, :, 0] - (210 + np.linspace(-30, 30, 160))).max() < 12
