"""The sheet in a picture: found where it is clear, and nowhere else."""

import numpy as np
import pytest
from PIL import Image

from lenet_app.ink.files.pixels import Bytes
from lenet_app.ink.paper.bars import without_bars
from lenet_app.ink.paper.outline import Points
from lenet_app.ink.paper.perspective import homography
from lenet_app.ink.paper.sheet import Sheet, find_sheet
from tests.tools.made_pages.kinds import page_of

CORNERS = np.array([(150, 90), (470, 60), (510, 380), (120, 350)], np.float64)


def on_table(table: tuple[int, int, int], corners: Points = CORNERS) -> Bytes:
    """A sheet with some strokes on a table of one colour, 640 by 480 pixels."""
    sheet = np.full((300, 400, 3), 232, np.uint8)
    sheet[60:64, 60:200] = sheet[60:200, 120:124] = sheet[240:244, 260:330] = 40
    random = np.random.default_rng(4)
    own = np.array([(0, 0), (400, 0), (400, 300), (0, 300)], np.float64)
    data = tuple(homography(corners, own).ravel()[:8].tolist())
    seen = Image.fromarray(sheet).transform((640, 480), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC)
    inside = Image.fromarray(np.full(sheet.shape[:2], 255, np.uint8)).transform(
        (640, 480), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC
    )
    ground = np.array(table) + random.normal(0, 4, (480, 640, 1))
    share = np.asarray(inside, np.float64)[..., None] / 255
    return np.asarray((share * np.asarray(seen) + (1 - share) * ground).clip(0, 255), np.uint8)


@pytest.mark.parametrize("table", [(30, 30, 35), (140, 95, 60), (250, 40, 40)], ids=["dark", "brown", "red"])
def test_a_sheet_on_a_table_is_found_by_its_corners(table: tuple[int, int, int]) -> None:
    sheet = find_sheet(on_table(table))
    assert sheet is not None
    assert sheet.is_certain
    assert np.abs(sheet.corners - CORNERS).max() < 14
    assert sheet.size == pytest.approx((356, 292), abs=16)


def test_a_sheet_that_a_shadow_would_explain_is_not_certain() -> None:
    sheet = find_sheet(on_table((150, 150, 150)))
    assert sheet is not None
    assert not sheet.is_certain


def test_corners_begin_at_the_upper_left_however_the_sheet_lies() -> None:
    angle = np.radians(30)
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = np.array([(-170, -110), (170, -110), (170, 110), (-170, 110)]) @ spin + (320, 240)
    for turned in (corners, corners * (-1, 1) + (640, 0)):  # mirrored, so that the other corner is uppermost
        own = turned if turned is corners else turned[[1, 0, 3, 2]]
        sheet = find_sheet(on_table((30, 30, 35), own))
        assert sheet is not None
        assert np.abs(sheet.corners - own).max() < 14


def test_a_sheet_whose_corner_is_cut_off_is_found_with_its_corner_outside() -> None:
    own = np.array([(110, 130), (520, 270), (430, 570), (20, 430)], np.float64)
    sheet = find_sheet(on_table((30, 30, 35), own))
    assert sheet is not None
    assert sheet.corners[:, 1].max() > 520
    assert np.abs(sheet.corners - own).max() < 20


def test_digits_that_a_sheets_edge_crosses_are_not_the_edge_itself() -> None:
    sheet = Sheet(np.array([(20, 20), (300, 20), (300, 200), (20, 200)], np.float64), is_certain=False)
    assert sheet.has_edge_in((296, 40, 6, 60))  # upright, along the right side
    assert sheet.has_edge_in((40, 197, 60, 6))  # level, along the lower side
    assert sheet.has_edge_in((18, 19, 284, 183))  # all around, as a 0
    assert not sheet.has_edge_in((60, 40, 120, 130))  # a large digit on it
    assert not sheet.has_edge_in((100, 180, 25, 40))  # a digit through which the lower side goes
    assert not sheet.has_edge_in((100, 100, 25, 40))
    assert not sheet.has_edge_in((400, 100, 25, 40))


@pytest.mark.parametrize("kind", ["plain", "row", "skewed to 15"])
def test_a_page_that_fills_the_picture_has_no_sheet(kind: str) -> None:
    assert [seed for seed in range(12) if find_sheet(page_of(kind, seed)[0]) is not None] == []


def test_the_edge_of_a_shadow_makes_no_sheet_for_certain() -> None:
    sheets = [find_sheet(page_of("shadow", seed)[0]) for seed in range(16)]
    assert not any(sheet.is_certain for sheet in sheets if sheet is not None)
    assert sum(sheet is not None for sheet in sheets) < 3


def test_blank_and_tiny_pictures_have_no_sheet() -> None:
    for shape in ((1, 1, 3), (20, 400, 3), (300, 400, 3)):
        assert find_sheet(np.full(shape, 200, np.uint8)) is None
    noise = np.random.default_rng(3).integers(0, 256, (300, 400, 3)).astype(np.uint8)
    assert find_sheet(noise) is None


def framed(top: int, right: int, bottom: int, left: int, colour: int) -> Bytes:
    page = np.full((200, 300, 3), 230, np.uint8)
    page[80:84, 60:240] = 30
    return np.asarray(np.pad(page, ((top, bottom), (left, right), (0, 0)), constant_values=colour))


@pytest.mark.parametrize("sides", [(12, 12, 12, 12), (0, 9, 0, 0), (0, 80, 0, 80), (40, 0, 6, 0)])
def test_black_bars_are_left_out(sides: tuple[int, int, int, int]) -> None:
    top, _, _, left = sides
    pixels = framed(*sides, colour=6)
    assert without_bars(pixels) == pytest.approx((left, top, left + 300, top + 200), abs=2)
    assert without_bars(pixels[..., ::-1].copy()) == without_bars(pixels)


def test_what_may_be_paper_is_no_bar() -> None:
    for colour in (120, 180, 255):  # a shadow, or paper that is lighter at its edge
        pixels = framed(20, 0, 20, 0, colour)
        assert without_bars(pixels) == (0, 0, pixels.shape[1], pixels.shape[0])
