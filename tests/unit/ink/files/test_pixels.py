import contextlib
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import LONGEST_SIDE, MOST_PIXELS, read_pixels
from lenet_app.ink.normalise import Picture, fit
from lenet_app.ink.paper.opaque import opaque_picture, over_white
from lenet_app.ink.paper.picture import PictureInk, picture_ink

Write = Callable[[Image.Image, Path], None]


def digit(width: int = 200, height: int = 240) -> Image.Image:
    """A crossed 7, ink 255 on 0, smooth at its edges and away from the middle."""
    large = Image.new("L", (width * 4, height * 4), 0)
    pen = ImageDraw.Draw(large)
    unit = width * 4 / 200
    for line in [(60, 50, 150, 50), (150, 50, 100, 190), (85, 120, 145, 120)]:
        start, end = line[:2], line[2:]
        pen.line([(x * unit, y * unit) for x, y in (start, end)], fill=255, width=round(16 * unit))
    return large.resize((width, height), Image.Resampling.BOX)


def dark(ink: Image.Image) -> Image.Image:
    return ink.point([255 - value for value in range(256)])


def fitted(picture: PictureInk) -> Picture:
    result = fit(picture.ink)
    assert result is not None
    return result.picture


def likeness(one: Picture, other: Picture) -> float:
    """The correlation of two pictures where they agree best, at most one pixel apart."""
    shifts = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]
    return max(float(np.corrcoef(np.roll(one, by, (0, 1)).ravel(), other.ravel())[0, 1]) for by in shifts)


def reference() -> Picture:
    ink = digit()
    return fitted(picture_ink(np.asarray(ink.convert("RGBA"))))


def with_alpha(colour: tuple[int, int, int], opacity: Image.Image) -> Image.Image:
    image = Image.new("RGBA", opacity.size, colour)
    image.putalpha(opacity)
    return image


def save_deep(values: npt.NDArray[np.generic], path: Path) -> None:
    Image.fromarray(values).save(path)


def on_card(ink: Image.Image) -> Image.Image:
    """White on a black card, the card on nothing."""
    card = Image.new("RGBA", (ink.width + 80, ink.height + 60), (0, 0, 0, 0))
    card.paste(Image.merge("RGB", [ink] * 3), (50, 30))
    return card


def two_colours(ink: Image.Image, paper: tuple[int, int, int], pen: tuple[int, int, int]) -> Image.Image:
    return Image.composite(Image.new("RGB", ink.size, pen), Image.new("RGB", ink.size, paper), ink)


GUISES: dict[str, tuple[str, Write]] = {
    "light on dark": ("png", lambda ink, path: ink.save(path)),
    "dark on light": ("png", lambda ink, path: dark(ink).save(path)),
    "RGB": ("png", lambda ink, path: dark(ink).convert("RGB").save(path)),
    "JPEG": ("jpg", lambda ink, path: dark(ink).save(path, quality=85)),
    "colour JPEG": ("jpg", lambda ink, path: two_colours(ink, (240, 230, 190), (30, 40, 160)).save(path)),
    "equally light colours": ("png", lambda ink, path: two_colours(ink, (230, 60, 60), (0, 150, 60)).save(path)),
    "low contrast": ("png", lambda ink, path: ink.point([100 + v // 8 for v in range(256)]).save(path)),
    "palette": ("png", lambda ink, path: dark(ink).convert("RGB").quantize(16).save(path)),
    "palette GIF": ("gif", lambda ink, path: dark(ink).save(path)),
    "1 bit": ("png", lambda ink, path: dark(ink).point([0] * 128 + [255] * 128).convert("1").save(path)),
    "1 bit TIFF": ("tiff", lambda ink, path: dark(ink).point([0] * 128 + [255] * 128).convert("1").save(path)),
    "LA": ("png", lambda ink, path: dark(ink).convert("LA").save(path)),
    "black in alpha": ("png", lambda ink, path: with_alpha((0, 0, 0), ink).save(path)),
    "white in alpha": ("png", lambda ink, path: with_alpha((255, 255, 255), ink).save(path)),
    "red in alpha": ("png", lambda ink, path: with_alpha((200, 20, 20), ink).save(path)),
    "pale in alpha": (
        "png",
        lambda ink, path: with_alpha((0, 0, 0), ink.point([v // 3 for v in range(256)])).save(path),
    ),
    "card on nothing": ("png", lambda ink, path: on_card(ink).save(path)),
    "opaque RGBA": ("png", lambda ink, path: dark(ink).convert("RGBA").save(path)),
    "16-bit PNG": ("png", lambda ink, path: save_deep(65535 - np.asarray(ink, np.uint16) * 257, path)),
    "dim 16-bit PNG": ("png", lambda ink, path: save_deep(np.asarray(ink, np.uint16), path)),
    "16-bit TIFF": ("tiff", lambda ink, path: save_deep(np.asarray(ink, np.uint16) * 200 + 9000, path)),
    "32-bit TIFF": ("tiff", lambda ink, path: save_deep(np.asarray(ink, np.int32) * 100000 - 7, path)),
    "float TIFF": ("tiff", lambda ink, path: save_deep(np.asarray(ink, np.float32) / 255, path)),
    "CMYK JPEG": ("jpg", lambda ink, path: dark(ink).convert("CMYK").save(path, quality=95)),
    "CMYK TIFF": ("tiff", lambda ink, path: dark(ink).convert("CMYK").save(path)),
    "YCbCr TIFF": ("tiff", lambda ink, path: dark(ink).convert("RGB").convert("YCbCr").save(path)),
    "LAB TIFF": ("tiff", lambda ink, path: Image.merge("LAB", [dark(ink)] + [ink.point([0] * 256)] * 2).save(path)),
    "BMP": ("bmp", lambda ink, path: dark(ink).save(path)),
    "WebP": ("webp", lambda ink, path: with_alpha((0, 0, 0), ink).save(path)),
    "PGM": ("pgm", lambda ink, path: dark(ink).save(path)),
    "turned by EXIF": ("jpg", lambda ink, path: save_turned(ink, path, 6)),
    "mirrored by EXIF": ("png", lambda ink, path: save_turned(ink, path, 2)),
    "TIFF turned by EXIF": ("tiff", lambda ink, path: save_turned(ink, path, 6)),
    "deep grey turned by EXIF": ("tiff", lambda ink, path: save_turned(ink, path, 6, deep=True)),
    "animated": ("gif", lambda ink, path: dark(ink).save(path, save_all=True, append_images=[ink.rotate(90)])),
    "animated PNG": ("png", lambda ink, path: ink.save(path, save_all=True, append_images=[ink.rotate(180)])),
}


def save_turned(ink: Image.Image, path: Path, orientation: int, *, deep: bool = False) -> None:
    """What a camera saves that was held otherwise: the pixels turned, and a note of how to turn them back."""
    turns = {2: Image.Transpose.FLIP_LEFT_RIGHT, 6: Image.Transpose.ROTATE_90}
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = dark(ink).transpose(turns[orientation])
    if deep:
        stored = Image.fromarray(np.asarray(stored, np.uint16) * 257)
    stored.save(path, exif=exif)


@pytest.mark.parametrize("guise", GUISES)
def test_the_same_digit_in_every_guise(guise: str, tmp_path: Path) -> None:
    suffix, write = GUISES[guise]
    path = tmp_path / f"digit.{suffix}"
    write(digit(), path)
    picture = picture_ink(read_pixels(path))
    assert picture.ink.marks.shape == picture.shown.shape[:2]
    assert picture.ink.marks.dtype == np.float32
    assert 0 <= picture.ink.marks.min() < picture.ink.marks.max() == 1
    assert np.abs(fitted(picture) - reference()).mean() < 0.02


@pytest.mark.parametrize(("guise", "inverted"), [("light on dark", False), ("dark on light", True), ("BMP", True)])
def test_polarity_is_told(guise: str, inverted: bool, tmp_path: Path) -> None:
    suffix, write = GUISES[guise]
    write(digit(), tmp_path / f"digit.{suffix}")
    assert picture_ink(read_pixels(tmp_path / f"digit.{suffix}")).inverted is inverted


def test_a_turned_picture_is_shown_upright(tmp_path: Path) -> None:
    save_turned(digit(), tmp_path / "turned.jpg", 6)
    shown = picture_ink(read_pixels(tmp_path / "turned.jpg")).shown
    assert shown.shape == (240, 200, 3)
    upright = np.asarray(dark(digit()), float)
    assert np.abs(shown.mean(axis=2) - upright).mean() < 4


def test_what_is_shown_needs_no_ink() -> None:
    hole = np.full((120, 90, 4), 255, np.uint8)
    hole[30:90, 20:70, 3] = 0
    large = np.asarray(digit().resize((1600, 1600)).convert("RGBA"))
    strokes = [np.asarray(with_alpha(colour, digit())) for colour in ((0, 0, 0), (255, 255, 255), (200, 40, 40))]
    for pixels in (*strokes, hole, large):
        picture = picture_ink(pixels)
        assert np.array_equal(opaque_picture(pixels), picture.shown)
        assert np.array_equal(over_white(pixels), picture.whole)


def test_what_is_transparent_is_shown_on_paper_that_it_stands_out_of() -> None:
    black = picture_ink(np.asarray(with_alpha((0, 0, 0), digit())))
    white = picture_ink(np.asarray(with_alpha((255, 255, 255), digit())))
    assert (int(black.shown.max()), int(black.shown.min()), black.inverted) == (255, 0, True)
    assert (int(white.shown.max()), int(white.shown.min()), white.inverted) == (255, 0, False)


@pytest.mark.parametrize("size", [(28, 34), (100, 120), (900, 1080), (3000, 3600)])
def test_every_size_is_read_alike(size: tuple[int, int], tmp_path: Path) -> None:
    dark(digit(*size)).save(tmp_path / "digit.png")
    picture = picture_ink(read_pixels(tmp_path / "digit.png"))
    assert max(picture.shown.shape) == min(max(size), LONGEST_SIDE)
    assert likeness(fitted(picture), reference()) > 0.93


def test_a_fine_pen_in_a_large_picture_is_not_washed_out() -> None:
    large = Image.new("L", (1000, 1000), 255)
    ImageDraw.Draw(large).line([(300, 200), (700, 200), (450, 850)], fill=0, width=2)
    picture = fitted(picture_ink(np.asarray(large.convert("RGBA"))))
    assert 2 * 30 * 0.8 < picture.sum() < 3 * 40
    assert np.count_nonzero(picture > 0.9) > 20


def lit(light: npt.NDArray[np.float64], noise: float = 3.0) -> npt.NDArray[np.uint8]:
    """A photo of the digit in black on white under `light` (0 to 255 by place), with the camera's noise."""
    ink = np.zeros(light.shape)
    ink[180:540, 150:450] = np.asarray(digit(300, 360), float) / 255
    reflected = light * (1 - 0.75 * ink)
    grey = (reflected + np.random.default_rng(5).normal(0, noise, light.shape)).clip(0, 255).astype(np.uint8)
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


Y, X = np.mgrid[0:720, 0:600].astype(float)


@pytest.mark.parametrize(
    "light",
    [
        pytest.param(90 + 140 * X / 600, id="from one side"),
        pytest.param(
            230 - 130 * ((X - 300) ** 2 + (Y - 360) ** 2) / (300**2 + 360**2), id="darker towards the corners"
        ),
        pytest.param(np.where(X + 0.3 * Y > 420, 120.0, 215.0), id="a shadow across"),
        pytest.param(np.where(np.minimum(X, 599 - X) < 25, 30.0, 215.0), id="dark edges"),
    ],
)
def test_uneven_light(light: npt.NDArray[np.float64]) -> None:
    picture = picture_ink(lit(light))
    assert picture.inverted
    assert likeness(fitted(picture), reference()) > 0.93


def test_chalk_on_a_board() -> None:
    random = np.random.default_rng(6)
    chalk = np.asarray(digit(600, 720), float) * random.uniform(0.4, 0.8, (720, 600))
    board = (45 + 20 * X / 600 + chalk + random.normal(0, 6, chalk.shape)).clip(0, 255).astype(np.uint8)
    picture = picture_ink(np.dstack([board, board, board, np.full_like(board, 255)]))
    assert not picture.inverted
    assert likeness(fitted(picture), reference()) > 0.9


def test_specks_do_not_move_the_digit() -> None:
    ink = np.array(digit())
    ink[5:8, 5:8] = ink[230:232, 190:194] = 255
    assert np.abs(fitted(picture_ink(np.asarray(Image.fromarray(ink).convert("RGBA")))) - reference()).mean() < 0.01


def test_a_separate_bar_is_kept() -> None:
    five = Image.new("L", (200, 240), 255)
    pen = ImageDraw.Draw(five)
    pen.line([(70, 80), (70, 120), (120, 130), (120, 190), (60, 190)], fill=0, width=12)
    pen.line([(80, 50), (130, 50)], fill=0, width=12)
    marks = picture_ink(np.asarray(five.convert("RGBA"))).ink.marks
    assert marks[50, 100] > 0.99
    assert marks[160, 120] > 0.99


def test_a_blank_picture_has_no_ink() -> None:
    random = np.random.default_rng(7)
    noise = random.normal(200, 8, (300, 400)).clip(0, 255).astype(np.uint8)
    slope = np.broadcast_to(np.linspace(80, 220, 400), (300, 400)).astype(np.uint8)
    for grey in (noise, slope, np.zeros((50, 60), np.uint8), np.full((1, 1), 255, np.uint8)):
        for opacity in (255, 120, 0):
            pixels = np.dstack([grey, grey, grey, np.full_like(grey, opacity)])
            picture = picture_ink(pixels)
            assert not picture.ink.marks.any()
            assert fit(picture.ink) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 3), (1, 9000)])
def test_any_shape_of_picture_is_read(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(8)
    for _ in range(10):
        result = fit(picture_ink(random.integers(0, 256, (*shape, 4), dtype=np.uint8)).ink)
        assert result is None or (np.isfinite(result.picture).all() and result.picture.max() == 1)


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        picture_ink(read_pixels(path))
    sentence = str(caught.value)
    assert path.name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    for name, content in {"notes.txt": b"seven", "empty.png": b"", "program.png": b"MZ" + bytes(500)}.items():
        (tmp_path / name).write_bytes(content)
        assert "is not a picture" in refusal(tmp_path / name)
    assert "folder" in refusal(tmp_path)
    assert "No such file" in refusal(tmp_path / "missing.png")


def test_formats_that_start_other_programs_are_refused(tmp_path: Path) -> None:
    Image.new("RGB", (20, 20)).save(tmp_path / "figure.eps")
    assert "is not a picture" in refusal(tmp_path / "figure.eps")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever may do everything is not refused")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    digit().save(tmp_path / "secret.png")
    (tmp_path / "secret.png").chmod(0)
    assert "Permission denied" in refusal(tmp_path / "secret.png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert "not a file" in refusal(tmp_path / "pipe.png")


def test_strokes_of_several_colours_on_nothing() -> None:
    ink = digit()
    upper, lower = ink.copy(), ink.copy()
    upper.paste(0, (0, 90, 200, 240))
    lower.paste(0, (0, 0, 200, 90))
    both = Image.alpha_composite(with_alpha((0, 0, 0), upper), with_alpha((250, 250, 90), lower))
    assert np.abs(fitted(picture_ink(np.asarray(both))) - reference()).mean() < 0.02


def test_a_straight_one_on_nothing() -> None:
    # It fills its box as a card would, but is of one colour.
    opacity = Image.new("L", (100, 120), 0)
    opacity.paste(255, (45, 20, 55, 100))
    for colour in ((0, 0, 0), (255, 255, 255)):
        marks = picture_ink(np.asarray(with_alpha(colour, opacity))).ink.marks
        assert np.array_equal(marks, np.asarray(opacity, np.float32) / 255)


def test_what_is_odd_but_can_be_read_is_read_without_a_warning(tmp_path: Path) -> None:
    # EXIF that is cut off makes Pillow warn; the tests make errors of warnings.
    dark(digit()).save(tmp_path / "odd.jpg", quality=95, exif=b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01")
    assert np.abs(fitted(picture_ink(read_pixels(tmp_path / "odd.jpg"))) - reference()).mean() < 0.02


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "tiff", "webp"])
def test_damaged_pictures_are_refused_or_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"damaged.{suffix}"
    digit().convert("RGB").save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(path)
    random = np.random.default_rng(9)
    for _ in range(40):
        content = bytearray(whole)
        for place in random.integers(0, len(content), 8):
            content[place] = random.integers(256)
        path.write_bytes(content)
        # Anything but the one sentence, a warning included, fails the test.
        with contextlib.suppress(UserError):
            fit(picture_ink(read_pixels(path)).ink)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds no pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


# Beyond Pillow's own limits, beyond its warning, and just beyond ours.
@pytest.mark.parametrize("size", [(100_000, 100_000), (10_001, 10_000), (1, MOST_PIXELS + 1)])
def test_too_many_pixels_are_refused_from_the_header(size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(png_header(*size))
    assert "100 million" in refusal(tmp_path / "bomb.png")


@pytest.mark.long
@pytest.mark.parametrize("suffix", ["png", "jpg", "tif"])
def test_a_hundred_megapixels_are_read_small(suffix: str, tmp_path: Path) -> None:
    """In little memory, which a process of its own tells."""
    waves = Image.fromarray(np.random.default_rng(1).integers(170, 250, (100, 125)).astype(np.uint8))
    waves.resize((12500, 8000)).convert("RGB").save(tmp_path / f"large.{suffix}")
    code = (
        "import resource, sys; from pathlib import Path; from lenet_app.ink.files.pixels import read_pixels\n"
        "assert read_pixels(Path(sys.argv[1])).shape == (655, 1024, 4)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / f"large.{suffix}")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert int(told) < 1000


def test_large_webp_pictures_are_refused(tmp_path: Path) -> None:
    Image.new("L", (10_000, 5_001), 255).save(tmp_path / "large.webp", quality=1, method=0)
    assert "WEBP picture of more than 50 million pixels" in refusal(tmp_path / "large.webp")


def test_no_pixels_are_refused(tmp_path: Path) -> None:
    for name, size in {"narrow.png": (0, 5), "flat.png": (256, 0)}.items():
        (tmp_path / name).write_bytes(png_header(*size))
        assert "has no pixels" in refusal(tmp_path / name)
    with pytest.raises(UserError, match="no pixels"):
        picture_ink(np.zeros((0, 7, 4), np.uint8))


@pytest.mark.data
def test_ink_is_found_in_every_real_picture(handwriting: Path) -> None:
    for path in sorted((handwriting / "digits").iterdir()):
        picture = fitted(picture_ink(read_pixels(path)))
        assert 25 < picture.sum() < 260, path.name
