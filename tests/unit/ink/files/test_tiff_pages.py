"""Files with several pages."""

from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from lenet_app.errors import UserError
from lenet_app.ink.files import tiff_pages
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.files.tiff_pages import FilePage, pages_of

GREYS = (10, 120, 240)


def save(path: Path, count: int = 3) -> Path:
    pages = [Image.new("L", (40 + 10 * number, 30), GREYS[number]) for number in range(count)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return path


def test_each_page_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "scan.TIFF")
    found = pages_of(path)
    assert found == [FilePage(path, number) for number in (1, 2, 3)]
    for number, grey in enumerate(GREYS, start=1):
        pixels = read_pixels(path, number)
        assert pixels.shape == (30, 30 + 10 * number, 4)
        assert pixels[0, 0].tolist() == [grey, grey, grey, 255]
    with pytest.raises(UserError, match=r"scan\.TIFF has no page 4"):
        read_pixels(path, 4)


def test_what_has_one_page_is_its_file(tmp_path: Path) -> None:
    one = save(tmp_path / "one.tif", 1)
    frames = [Image.new("P", (20, 20), grey) for grey in GREYS]
    frames[0].save(tmp_path / "film.gif", save_all=True, append_images=frames[1:])
    for path in (one, tmp_path / "film.gif", tmp_path / "none.tif", tmp_path):
        assert pages_of(path) == [path]


def test_a_smaller_version_of_a_page_is_no_page(tmp_path: Path) -> None:
    small = Image.new("L", (8, 6), 50)
    small.encoderinfo = {"tiffinfo": ImageFileDirectory_v2()}
    small.encoderinfo["tiffinfo"][254] = 1
    pages = [Image.new("L", (40, 30), 10), small, Image.new("L", (40, 30), 240)]
    path = tmp_path / "scan.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert pages_of(path) == [FilePage(path, 1), FilePage(path, 3)]


def test_damaged_files_are_left_to_who_reads_them(tmp_path: Path) -> None:
    path = save(tmp_path / "scan.tif")
    whole = path.read_bytes()
    for end in range(0, len(whole), 97):
        path.write_bytes(whole[:end])
        found = pages_of(path)
        assert found == [path] or all(isinstance(one, FilePage) for one in found)


def test_too_many_pages_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiff_pages, "MOST_PAGES", 2)
    with pytest.raises(UserError, match=r"scan\.tif has more than 2 pages"):
        pages_of(save(tmp_path / "scan.tif"))
