"""Files that are more work than their size tells: decoded as small as they are needed, or refused in a sentence."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.ink.files.decoding import halvings_of, upright_pixels
from lenet_app.ink.files.markers import halvings_in, scans_in
from lenet_app.ink.files.pixels import MOST_SCANS, read_pixels

LONGEST = 512


def sketch(width: int, height: int) -> Image.Image:
    """Large light and dark shapes, alike at all sizes."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(7 * rows / height) * np.cos(5 * columns / width)
    return Image.fromarray((128 + 100 * waves).astype(np.uint8))


def as_file(image: Image.Image, kind: str, **options: object) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, kind, **options)
    file.seek(0)
    return file


def repeated_scan(times: int) -> bytes:
    """A progressive JPEG whose last scan comes `times` times more."""
    whole = as_file(sketch(200, 240), "JPEG", progressive=True).getvalue()
    last, end = whole.rindex(b"\xff\xda"), whole.rindex(b"\xff\xd9")
    return whole[:end] + times * whole[last:end] + whole[end:]


# Sides that halve to whole numbers and such that do not, where Pillow's own reduction fails.
@pytest.mark.parametrize("size", [(2048, 1024), (2001, 1003), (1101, 1701), (513, 300), (300, 200)])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("boxes", [True, False])
def test_jpeg_2000_is_decoded_no_larger_than_it_is_needed(size: tuple[int, int], mode: str, boxes: bool) -> None:
    image = Image.open(as_file(sketch(*size).convert(mode), "JPEG2000", no_jp2=not boxes))
    pixels = upright_pixels(image, LONGEST)
    assert max(image.size) < 1.5 * LONGEST  # what was decoded
    assert max(pixels.shape) >= min(0.75 * LONGEST, max(size))
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(size[0] / size[1], rel=0.01)
    alike = sketch(pixels.shape[1], pixels.shape[0])
    assert np.abs(pixels[..., 0].astype(float) - np.asarray(alike, float)).mean() < 2


@pytest.mark.parametrize(("options", "decoded"), [({"num_resolutions": 2}, 1000), ({"num_resolutions": 1}, 2000)])
def test_jpeg_2000_without_enough_smaller_versions(options: dict[str, int], decoded: int) -> None:
    image = Image.open(as_file(sketch(2000, 1200), "JPEG2000", **options))
    assert max(upright_pixels(image, LONGEST).shape) == LONGEST
    assert max(image.size) == decoded


def test_tiles_are_decoded_smaller_too() -> None:
    image = Image.open(as_file(sketch(1603, 1202), "JPEG2000", tile_size=(256, 256)))
    pixels = upright_pixels(image, LONGEST)
    alike = sketch(pixels.shape[1], pixels.shape[0])
    assert np.abs(pixels[..., 0].astype(float) - np.asarray(alike, float)).mean() < 2


def test_a_large_jpeg_2000_picture_that_cannot_be_decoded_smaller_is_refused(tmp_path: Path) -> None:
    plain = Image.new("L", (4000, 3100), 255)
    plain.save(tmp_path / "whole.jp2", num_resolutions=1)
    with pytest.raises(UserError, match=r"whole\.jp2 is a JPEG 2000 picture of more than 12 million pixels"):
        read_pixels(tmp_path / "whole.jp2")
    plain.save(tmp_path / "graded.jp2")
    assert read_pixels(tmp_path / "graded.jp2").shape == (775, 1000, 4)


def test_halvings_are_those_that_a_file_tells() -> None:
    for resolutions in (1, 3, 6):
        file = as_file(sketch(300, 200), "JPEG2000", num_resolutions=resolutions)
        file.seek(7)
        assert halvings_in(file) == resolutions - 1
        assert file.tell() == 7
        assert halvings_of(Image.open(file)) == resolutions - 1
    assert halvings_of(sketch(30, 20)) == 0
    whole = as_file(sketch(300, 200), "JPEG2000").getvalue()
    for length in range(0, 200, 3):
        assert halvings_in(io.BytesIO(whole[:length])) in (0, 5)


@pytest.mark.parametrize(
    "kind", [b"\0\0\0\1jp2c", b"\0\0\0\1free" + b"\xff" * 8, b"\0\0\0\0free", b"\0\0\0\x08free" * 5000, bytes(64)]
)
def test_boxes_that_lead_nowhere_tell_no_halvings(kind: bytes) -> None:
    assert halvings_in(io.BytesIO(kind)) == 0


def test_a_jpeg_of_endless_scans_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scans.jpg").write_bytes(repeated_scan(2 * MOST_SCANS))
    with pytest.raises(UserError, match=r"scans\.jpg is built of more than 50 scans"):
        read_pixels(tmp_path / "scans.jpg")
    (tmp_path / "some.jpg").write_bytes(repeated_scan(20))
    assert read_pixels(tmp_path / "some.jpg").shape == (240, 200, 4)


def test_only_scans_of_the_picture_are_counted() -> None:
    for progressive, most in ((False, 1), (True, 10)):
        file = as_file(sketch(900, 700).convert("RGB"), "JPEG", progressive=progressive, comment=b"\xff\xda" * 500)
        file.seek(3)
        assert scans_in(file, MOST_SCANS) == most
        assert file.tell() == 3
        longer = io.BytesIO(file.getvalue() + b"\xff\xda\0\2" * 500)
        assert scans_in(longer, MOST_SCANS) == most


def test_a_marker_is_found_wherever_it_lies() -> None:
    begin, end = b"\xff\xd8", b"\xff\xda\0\2\xff\xd9"
    for length in range(4080, 4100):
        for between in (b"\1" * length, b"\xff" * length, b"\xff\0" * (length // 2), b"\xff\xd1" * length):
            assert scans_in(io.BytesIO(begin + between + end), 9) == 1


def test_a_jpeg_that_is_cut_off_has_the_scans_before() -> None:
    whole = repeated_scan(5)
    counts = [scans_in(io.BytesIO(whole[:length]), MOST_SCANS) for length in range(0, len(whole), 97)]
    assert counts == sorted(counts)


# No TIFF at all, a directory beyond the end, one with entries of every kind and none that can be, and nothing.
DAMAGED_EXIF = [
    b"garbage",
    b"II*\0\xff\xff\xff\x7f",
    b"MM\0*\0\0\0\x08\xff\xff" + bytes(range(256)) * 4,
    b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\xff\xff\xff\xff\0\0\0\0",
    b"",
    b"Exif\0\0garbage",
]


@pytest.mark.parametrize("exif", DAMAGED_EXIF)
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG", "AVIF"])
def test_a_picture_with_a_damaged_exif_block_is_read_all_the_same(tmp_path: Path, kind: str, exif: bytes) -> None:
    path = tmp_path / f"picture.{kind.lower()}"
    image = sketch(60, 40).convert("RGB")
    try:
        path.write_bytes(as_file(image, kind, exif=exif).getvalue())
    except (SyntaxError, KeyError, OSError, UserWarning):
        pytest.skip("Pillow has no such format here, or writes no such block.")
    pixels = read_pixels(path)
    assert pixels.shape == (40, 60, 4)
    assert np.abs(pixels[..., 0].astype(float) - np.asarray(image, float)[..., 0]).mean() < 5
