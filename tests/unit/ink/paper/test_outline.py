import numpy as np
import pytest

from lenet_app.ink.paper.outline import area_of, completed, filled, hull_of, quadrilateral_share, slenderness

Y, X = np.mgrid[0:200, 0:200] + 0.5


def test_the_hull_of_a_ring_is_its_disc() -> None:
    distance = np.hypot(X - 100, Y - 100)
    hull = hull_of((distance < 60) & (distance > 50))
    assert area_of(hull) == pytest.approx(np.pi * 60**2, rel=0.02)
    assert np.count_nonzero(filled(hull, (200, 200)) ^ (distance < 60)) < 0.03 * area_of(hull)
    assert slenderness(hull) > 0.97
    assert quadrilateral_share(hull) == pytest.approx(2 / np.pi, abs=0.02)


def test_a_turned_rectangle_is_a_quadrilateral() -> None:
    along, across = (X - 100) * 0.96 + (Y - 100) * 0.28, (Y - 100) * 0.96 - (X - 100) * 0.28
    hull = hull_of((abs(along) < 60) & (abs(across) < 20))
    assert area_of(hull) == pytest.approx(120 * 40, rel=0.05)
    assert quadrilateral_share(hull) > 0.9
    assert slenderness(hull) < 0.4


def test_a_single_pixel() -> None:
    mask = np.zeros((5, 6), np.bool_)
    mask[2, 3] = True
    assert area_of(hull_of(mask)) == 1
    assert slenderness(hull_of(mask)) > 0.7


def test_a_sheet_of_which_the_picture_cuts_corners_off_is_completed_beyond_its_edges() -> None:
    whole = np.array([(60.0, -30), (230, 40), (180, 160), (10, 90)])
    seen = hull_of(filled(whole, (200, 200)))
    found = completed(seen, (200, 200))
    assert found is not None
    assert found.shape == (4, 2)
    # Each of its corners is found, in whatever turn.
    assert np.linalg.norm(found[:, None] - whole, axis=2).min(axis=0).max() < 6


def test_what_has_more_sides_within_the_picture_is_not_completed() -> None:
    angles = np.radians([0, 72, 144, 216, 288])
    pentagon = 100 + 80 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    assert completed(pentagon, (200, 200)) is None
    assert completed(hull_of(np.hypot(X - 100, Y - 20) < 60), (200, 200)) is None
    assert completed(np.array([(10.0, 10), (50, 10), (30, 90)]), (200, 200)) is None
