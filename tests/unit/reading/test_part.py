"""Parts of pictures: in all their pixels, however large the picture is."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import Bytes
from lenet_app.reading.page import Page
from lenet_app.reading.part import cut, read_part, with_paper
from lenet_app.reading.reader import Reader
from tests.unit.reading.pages import shipped, well_read

REGION = (0.2, 0.3, 0.45, 0.9)


def photo(width: int, height: int) -> Image.Image:
    """A picture no two parts of which are alike."""
    y, x = np.mgrid[:height, :width]
    planes = [255 * x / width, 255 * y / height, (x // 16 + y // 16) % 2 * 200]
    return Image.fromarray(np.stack(planes, axis=2).astype(np.uint8))


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("size", [(1100, 800), (300, 200)], ids=["large", "small"])
def test_a_part_has_the_pixels_of_the_file(tmp_path: Path, turn: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    path = tmp_path / "photo.png"
    photo(*size).save(path, exif=exif, compress_level=1)
    with Image.open(path) as image:
        upright = np.asarray(ImageOps.exif_transpose(image).convert("RGBA"))
    np.testing.assert_array_equal(read_part(path, REGION), cut(upright, REGION))
    assert read_part(path, (0.5, 0.5, 0.5, 0.5)).shape == (1, 1, 4)


@pytest.mark.parametrize("name", ["photo.tif", "photo.jpg", "photo.webp"])
def test_other_formats_turn_as_well(tmp_path: Path, name: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo(1500, 1100).save(tmp_path / name, exif=exif, quality=95)
    with Image.open(tmp_path / name) as image:
        upright = np.asarray(ImageOps.exif_transpose(image).convert("RGBA"))
    np.testing.assert_array_equal(read_part(tmp_path / name, REGION), cut(upright, REGION))


def test_a_large_part_is_averaged_down(tmp_path: Path) -> None:
    photo(2000, 1500).save(tmp_path / "photo.jpg")
    assert read_part(tmp_path / "photo.jpg", (0, 0, 1, 1)).shape == (768, 1024, 4)
    assert read_part(tmp_path / "photo.jpg", (0, 0, 0.25, 1)).shape == (1024, 341, 4)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UserError, match="broken"):
        read_part(tmp_path / "broken.png", REGION)
    with pytest.raises(UserError, match=r"gone\.png cannot be read"):
        read_part(tmp_path / "gone.png", REGION)


def test_small_digits_of_a_large_photo_are_read_in_a_part(tmp_path: Path) -> None:
    """12 megapixels; a digit is 20 pixels high, so 5 where the photo is averaged down."""
    digits, text = well_read(5)
    grey = np.full((3000, 4000), 215.0) + np.random.default_rng(3).normal(0, 4, (3000, 4000))
    for place, digit in enumerate(digits):
        small = np.asarray(Image.fromarray((255 * digit.clip(0, 1)).astype(np.uint8)).resize((28, 28))) / 255
        grey[1500:1528, 2400 + 34 * place : 2428 + 34 * place] -= 160 * small
    path = tmp_path / "photo.jpg"
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(path, quality=92)
    region = (2350 / 4000, 1440 / 3000, 2620 / 4000, 1590 / 3000)

    def read(pixels: Bytes) -> Page:
        paper, _ = with_paper(pixels[..., :3])
        page = Reader(shipped()).read(paper)
        assert page is not None
        return page

    begun = time.perf_counter()
    assert read(read_part(path, region)).best_text == text
    assert time.perf_counter() - begun < 5
    shrunk = read_part(path, (0, 0, 1, 1))
    assert shrunk.shape == (768, 1024, 4)
    assert read(cut(shrunk, region)).best_text != text
