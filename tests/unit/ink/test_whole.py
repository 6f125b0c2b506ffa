from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from lenet_app.ink.files.pixels import LONGEST_SIDE, read_pixels
from lenet_app.ink.paper.opaque import over_white
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.strokes import PEN_COLOUR, Drawing, Stroke
from lenet_app.ink.whole import FittedWhole, Size, drawing_sheet, fit_sheet, fit_whole, on_a_sheet

Bytes = npt.NDArray[np.uint8]
RED, WHITE = (214, 40, 40), (255, 255, 255)
SIZE: Size = (32, 32)


def scene(width: int = 320, height: int = 320) -> Image.Image:
    """Sky above a meadow, a red sun at the left and a dark house at the right: every way to turn it shows."""
    image = Image.new("RGB", (width, height), (110, 180, 235))
    parts = {
        (0, 0.6, 1, 1): (70, 150, 60),
        (0.1, 0.1, 0.35, 0.35): (230, 60, 40),
        (0.6, 0.3, 0.9, 0.8): (60, 40, 35),
    }
    for (left, top, right, bottom), colour in parts.items():
        image.paste(colour, (int(left * width), int(top * height), int(right * width), int(bottom * height)))
    return image


def pixels(image: Image.Image) -> Bytes:
    return np.asarray(image.convert("RGB"))


def fitted(image: Image.Image, channels: int = 3, size: Size = SIZE) -> FittedWhole:
    result = fit_whole(pixels(image), channels, size)
    assert result is not None
    return result


def reference() -> Bytes:
    return fitted(scene()).picture


def difference(one: Bytes, other: Bytes) -> float:
    return float(np.abs(one.astype(float) - other).mean())


# Size and colours


def test_a_picture_of_the_size_stays_as_it_is() -> None:
    random = np.random.default_rng(1).integers(0, 256, (32, 32, 3), np.uint8)
    result = fit_whole(random, 3, SIZE)
    assert result is not None
    assert (result.scaled, result.cut, result.inverted) == (False, False, False)
    assert result.picture.dtype == np.uint8
    assert np.array_equal(result.picture, random.transpose(2, 0, 1))
    assert result.planes is result.picture


@pytest.mark.parametrize("factor", [2, 7, 30])
def test_an_enlarged_picture_becomes_the_small_one_again(factor: int) -> None:
    random = np.random.default_rng(1).integers(0, 256, (32, 32, 3), np.uint8)
    result = fit_whole(random.repeat(factor, axis=0).repeat(factor, axis=1), 3, SIZE)
    assert result is not None
    assert result.scaled
    assert not result.cut
    assert np.array_equal(result.picture, random.transpose(2, 0, 1))


def test_a_smaller_picture_is_enlarged() -> None:
    result = fitted(scene(16, 16))
    assert result.scaled
    assert result.picture.shape == (3, 32, 32)
    assert difference(result.picture, reference()) < 18


@pytest.mark.parametrize("turned", [False, True])
def test_the_middle_part_is_taken_and_nothing_is_squeezed(turned: bool) -> None:
    wide = Image.new("RGB", (960, 320), (255, 0, 255))
    wide.paste(scene(), (320, 0))
    image = wide.transpose(Image.Transpose.ROTATE_90) if turned else wide
    expected = scene().transpose(Image.Transpose.ROTATE_90) if turned else scene()
    result = fitted(image)
    assert result.cut
    assert np.array_equal(result.picture, fitted(expected).picture)


def test_less_than_a_pixel_is_no_part() -> None:
    assert not fitted(scene(640, 639)).cut
    assert fitted(scene(640, 600)).cut


def test_inputs_that_are_no_squares() -> None:
    result = fitted(scene(400, 200), size=(10, 20))
    assert result.picture.shape == (3, 10, 20)
    assert not result.cut


def test_fine_patterns_are_averaged() -> None:
    checks = np.indices((512, 512)).sum(axis=0) % 2 * 255
    checks[:, :256] = 0
    result = fit_whole(np.repeat(checks[..., None], 3, axis=2).astype(np.uint8), 3, SIZE)
    assert result is not None
    assert np.abs(result.picture[:, :, 16:].astype(int) - 127).max() <= 1


@pytest.mark.parametrize("shape", [(1, 1000), (1000, 1), (2, 1024), (33, 31)])
def test_pictures_of_any_shape(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(2).integers(0, 256, (*shape, 3), np.uint8)
    result = fit_whole(random, 3, SIZE)
    assert result is not None
    assert result.picture.shape == (3, 32, 32)


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 30, 90)])
@pytest.mark.parametrize("channels", [1, 3])
def test_one_colour_shows_nothing(colour: tuple[int, int, int], channels: int) -> None:
    assert fit_whole(pixels(Image.new("RGB", (50, 70), colour)), channels, SIZE) is None


# Grey


def shirt(ground: int, cloth: int) -> Image.Image:
    image = Image.new("L", (280, 280), ground)
    image.paste(cloth, (90, 40, 190, 250))
    image.paste(cloth, (40, 40, 240, 110))
    return image


@pytest.mark.parametrize(("ground", "cloth", "inverted"), [(0, 200, False), (255, 55, True), (235, 10, True)])
def test_grey_is_light_on_dark(ground: int, cloth: int, inverted: bool) -> None:
    result = fitted(shirt(ground, cloth), channels=1, size=(28, 28))
    assert result.inverted is inverted
    assert result.picture.shape == (1, 28, 28)
    assert result.picture[0, 8, 14] > 180
    assert result.picture[0, 25, 2] < 30


def test_both_guises_of_a_grey_picture_are_one() -> None:
    light, dark = fitted(shirt(0, 200), channels=1), fitted(shirt(255, 55), channels=1)
    assert np.array_equal(light.picture, dark.picture)


def test_colours_become_luminance() -> None:
    image = Image.new("RGB", (32, 32), (0, 0, 0))
    image.paste((0, 255, 0), (8, 8, 24, 24))
    assert fitted(image, channels=1).picture[0, 16, 16] == round(0.587 * 255)


def test_grey_pictures_have_three_equal_colours() -> None:
    red, green, blue = fitted(shirt(0, 200)).picture
    assert np.array_equal(red, green)
    assert np.array_equal(red, blue)


# Files


def save_turned(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90° clockwise
    scene().transpose(Image.Transpose.ROTATE_90).save(path, exif=exif, quality=95)


def save_on_nothing(path: Path) -> None:
    """The scene on a larger picture that is transparent elsewhere, and black there by its colours."""
    image = Image.new("RGBA", (480, 480), (0, 0, 0, 0))
    image.paste(scene(), (80, 80))
    image.save(path)


FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "PNG": ("a.png", lambda path: scene().save(path)),
    "JPEG": ("a.jpg", lambda path: scene().save(path, quality=95)),
    "huge JPEG": ("a.jpg", lambda path: scene(6400, 6400).save(path, quality=90)),
    "palette": ("a.png", lambda path: scene().quantize(32).save(path)),
    "GIF": ("a.gif", lambda path: scene().save(path)),
    "CMYK": ("a.tif", lambda path: scene().convert("CMYK").save(path)),
    "WebP": ("a.webp", lambda path: scene().save(path, quality=95)),
    "opaque RGBA": ("a.png", lambda path: scene().convert("RGBA").save(path)),
    "turned by EXIF": ("a.jpg", save_turned),
}


@pytest.mark.parametrize(("name", "save"), FILES.values(), ids=FILES)
def test_every_kind_of_file(tmp_path: Path, name: str, save: Callable[[Path], None]) -> None:
    save(tmp_path / name)
    read = read_pixels(tmp_path / name)
    assert max(read.shape) <= LONGEST_SIDE
    result = fit_whole(over_white(read), 3, SIZE)
    assert result is not None
    assert difference(result.picture, reference()) < 4


def test_transparency_lies_over_white(tmp_path: Path) -> None:
    save_on_nothing(tmp_path / "a.png")
    expected = Image.new("RGB", (480, 480), "white")
    expected.paste(scene(), (80, 80))
    whole = over_white(read_pixels(tmp_path / "a.png"))
    assert np.array_equal(whole, pixels(expected))
    assert np.array_equal(picture_ink(read_pixels(tmp_path / "a.png")).whole, whole)


def test_deep_grey_is_read(tmp_path: Path) -> None:
    values = np.asarray(shirt(0, 200), np.uint16) * 257
    Image.fromarray(values).save(tmp_path / "deep.png")
    result = fit_whole(over_white(read_pixels(tmp_path / "deep.png")), 1, SIZE)
    assert result is not None
    assert (result.picture.min(), result.picture.max(), result.inverted) == (0, 255, False)


@pytest.mark.parametrize("size", [(300, 200), (3000, 2000)])
def test_an_opaque_picture_is_kept_only_once(size: Size) -> None:
    picture = picture_ink(np.asarray(scene(*size).convert("RGBA")))
    assert picture.whole is picture.shown
    assert max(picture.whole.shape) <= LONGEST_SIDE


@pytest.mark.parametrize(("colour", "same"), [((0, 0, 0), True), ((255, 255, 255), False)])
def test_strokes_on_nothing_lie_over_white_too(colour: tuple[int, int, int], same: bool) -> None:
    image = Image.new("RGBA", (100, 100), (*colour, 0))
    image.paste((*colour, 255), (45, 10, 55, 90))
    picture = picture_ink(np.asarray(image))
    assert (picture.whole is picture.shown) is same
    assert tuple(picture.whole[5, 5]) == WHITE
    assert tuple(picture.whole[50, 50]) == colour


# Drawings


def test_a_drawing_is_taken_with_its_sheet_and_its_colours() -> None:
    drawing = Drawing((Stroke(((0.25, 0.25),), 0.2, RED), Stroke(((0.75, 0.5), (0.75, 0.9)), 0.1)))
    result = fit_sheet(drawing, 3, SIZE)
    assert result is not None
    assert (result.scaled, result.cut, result.inverted) == (True, False, False)
    assert tuple(result.picture[:, 8, 8]) == RED
    assert tuple(result.picture[:, 22, 24]) == PEN_COLOUR
    assert tuple(result.picture[:, 28, 4]) == WHITE


def test_later_strokes_cover_earlier_ones() -> None:
    across, down = Stroke(((0.1, 0.5), (0.9, 0.5)), 0.2, RED), Stroke(((0.5, 0.1), (0.5, 0.9)), 0.2, WHITE)
    assert tuple(drawing_sheet(Drawing((across, down)), 64)[32, 32]) == WHITE
    assert tuple(drawing_sheet(Drawing((down, across)), 64)[32, 32]) == RED
    again = Drawing((across, down, across))
    assert tuple(drawing_sheet(again, 64)[32, 32]) == RED


def test_what_leaves_the_sheet_is_cut_off() -> None:
    inside = Stroke(((0.5, 0.5),), 0.2)
    for place in ((-3.0, 0.5), (4.0, 4.0), (0.5, -2.0), (0.5, 9.0)):
        outside = Stroke((place,), 0.3)
        assert np.array_equal(drawing_sheet(Drawing((outside, inside)), 64), drawing_sheet(Drawing((inside,)), 64))
    edge = drawing_sheet(Drawing((Stroke(((1.0, 1.0),), 0.5),)), 64)
    assert tuple(edge[-1, -1]) == PEN_COLOUR
    assert tuple(edge[0, 0]) == WHITE


def test_the_width_of_the_pen_is_kept() -> None:
    sheet = drawing_sheet(Drawing((Stroke(((0.1, 0.5), (0.9, 0.5)), 0.125),)), 256)
    assert (sheet[:, 128, 0] < 255).sum() == 32


def test_a_drawing_on_grey_is_light_on_dark() -> None:
    result = fit_sheet(Drawing((Stroke(((0.5, 0.2), (0.5, 0.8)), 0.2),)), 1, SIZE)
    assert result is not None
    assert result.inverted
    assert result.picture[0, 16, 16] > 220
    assert result.picture[0, 2, 2] == 0


@pytest.mark.parametrize("drawing", [Drawing(), Drawing((Stroke(((0.5, 0.5),), 0.2, WHITE),))])
def test_an_empty_sheet_shows_nothing(drawing: Drawing) -> None:
    assert fit_sheet(drawing, 3, SIZE) is None


@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (300.0, 70.0), (1e-6, -5.0), (1e30, 1e30)])
def test_a_drawing_in_any_unit_comes_to_the_middle(scale: float, shift: float) -> None:
    points = ((0.0, 0.0), (2.0, 0.0), (2.0, 1.0))
    placed = Drawing((Stroke(tuple((x * scale + shift, y * scale + shift) for x, y in points), 0.2 * scale, RED),))
    framed = on_a_sheet(placed)
    assert framed.bounds == pytest.approx((0.1, 0.5 - 0.8 * 1.2 / 2.2 / 2, 0.9, 0.5 + 0.8 * 1.2 / 2.2 / 2), abs=1e-6)
    assert framed.strokes[0].colour == RED
    assert framed.strokes[0].width == pytest.approx(0.2 * 0.8 / 2.2)


def test_an_empty_drawing_needs_no_sheet() -> None:
    assert on_a_sheet(Drawing()).is_empty
