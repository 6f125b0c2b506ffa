"""Plots of data sets: each digit on a square ground of its own."""

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from lenet_app.ink.paper.tiles import without_tiles
from lenet_app.reading.reader import Reader
from tests.tools.handwriting_measure.figures import digits_right
from tests.tools.made_pages.inks import INK_KINDS, ink_page_of
from tests.tools.made_pages.kinds import KINDS, page_of
from tests.tools.made_pages.plots import PLOT_KINDS, plot_page_of
from tests.tools.made_pages.ruled import RULED_KINDS, ruled_page_of
from tests.unit.reading.pages import shipped, text_of, well_read

Bytes = npt.NDArray[np.uint8]
SIDE = 90


def plot(count: int, *, page: int = 255, ground: int = 0, ink: int = 255, scale: int = 1) -> tuple[Bytes, str]:
    """Digits in tiles, two of them in a row, enlarged `scale` times, and what they are."""
    digits, text = well_read(count)
    picture = np.full((30 + 110 * ((count + 1) // 2), 250), float(page))
    for number, digit in enumerate(digits):
        large = np.asarray(Image.fromarray(np.uint8(255 * digit.clip(0, 1))).resize((SIDE, SIDE)), np.float64) / 255
        top, left = 25 + 110 * (number // 2), 20 + 110 * (number % 2)
        picture[top : top + SIDE, left : left + SIDE] = ground + (ink - ground) * large
    shown = Image.fromarray(picture.astype(np.uint8)).convert("RGB")
    return np.asarray(shown.resize((shown.width * scale, shown.height * scale))), text


@pytest.mark.parametrize("scale", [1, 3])
@pytest.mark.parametrize(
    ("page", "ground", "ink"), [(255, 0, 255), (255, 40, 160), (0, 255, 0), (30, 220, 60), (128, 0, 255)]
)
def test_tiles_are_read_whatever_their_colours_are(page: int, ground: int, ink: int, scale: int) -> None:
    pixels, text = plot(4, page=page, ground=ground, ink=ink, scale=scale)
    assert text_of(pixels) == text


@pytest.mark.parametrize("kind", PLOT_KINDS)
def test_made_plots_are_read(kind: str) -> None:
    pages = [plot_page_of(kind, seed) for seed in range(6)]
    labels = [label.replace("\n", "") for _, label in pages]
    assert digits_right(labels, [text_of(pixels) for pixels, _ in pages]) >= 0.97


def test_captions_are_left_out_and_digits_beside_the_tiles_stay() -> None:
    pixels, text = plot(4)
    captioned = Image.fromarray(pixels)
    ImageDraw.Draw(captioned).text((30, 8), "Predicted: 3", "black")
    assert text_of(np.asarray(captioned)) == text
    digits, more = well_read(2, 100)
    beside = np.concatenate([255 - 255 * np.pad(digit, ((5, 5), (10, 10))).clip(0, 1) for digit in digits], axis=1)
    written = np.full((80, pixels.shape[1]), 255.0)
    written[: beside.shape[0], : beside.shape[1]] = beside
    both = np.concatenate([pixels, np.dstack([written.astype(np.uint8)] * 3)])
    assert text_of(both) == text + more


def test_small_print_is_left_out_and_a_bar_of_colours_too() -> None:
    pixels, text = plot(4)
    page = Image.new("RGB", (pixels.shape[1] + 60, pixels.shape[0] + 260), "white")
    page.paste(Image.fromarray(pixels))
    pen = ImageDraw.Draw(page)
    for line in range(12):
        pen.text((10, pixels.shape[0] + 60 + 16 * line), "The network read 2 of 4 digits.", "black")
    for y in range(25, 225):
        pen.line([(245, y), (257, y)], (y, y, y))
    assert text_of(np.asarray(page)) == text


def test_notes_on_a_page_are_read_with_what_is_written_beside_them() -> None:
    digits, text = well_read(6)
    page = np.full((380, 420, 3), 255, np.uint8)
    for left in (20, 220):
        page[20:200, left : left + 180] = (255, 225, 50)
    for number, digit in enumerate(digits):
        top, left = (80, 40 + 70 * number + 60 * (number // 2)) if number < 4 else (270, 60 + 90 * (number - 4))
        place = page[top : top + 56, left : left + 56]
        place[:] = place * (1 - digit.clip(0, 1)[..., None]) + 30 * digit.clip(0, 1)[..., None]
    assert text_of(page) == text


def test_photographs_are_no_tiles() -> None:
    random = np.random.default_rng(3)
    page = np.full((300, 420, 3), 255, np.uint8)
    for left in (20, 160):
        coarse = Image.fromarray(random.integers(0, 200, (6, 6, 3), np.uint8))
        page[20:120, left : left + 100] = np.asarray(coarse.resize((100, 100), Image.Resampling.BICUBIC))
    assert without_tiles(page) is page


def test_an_empty_tile_is_no_0() -> None:
    pixels, text = plot(6)
    blank = pixels.copy()
    blank[25 + 110 : 25 + 110 + SIDE, 20 : 20 + SIDE] = 0
    assert text_of(blank) == text[:2] + text[3:]


@pytest.mark.parametrize("side", [60, 120, 160])
def test_pictures_here_and_there_on_a_page_are_no_tiles(side: int) -> None:
    digits, text = well_read(8)
    page = np.full((700, 900, 3), 255, np.uint8)
    for row in range(4):
        for column, digit in enumerate(digits):
            large = 255 - 255 * digit.clip(0, 1)
            page[220 + 100 * row : 276 + 100 * row, 60 + 90 * column : 116 + 90 * column] = large[..., None]
    logo = Image.new("RGB", (side, side), (20, 60, 170))
    ImageDraw.Draw(logo).line(
        [(side * 0.2, side * 0.5), (side * 0.4, side * 0.8), (side * 0.8, side * 0.2)], "white", 8
    )
    for left in (20, 880 - side):
        page[20 : 20 + side, left : left + side] = np.asarray(logo)
    assert without_tiles(page) is page
    assert text_of(page).endswith(4 * text)


def test_a_digit_in_a_tile_is_answered_in_its_box() -> None:
    """As it is where a person corrects, adds or re-reads one."""
    pixels, text = plot(4)
    reader = Reader(shipped())
    page = reader.read(pixels)
    assert page is not None
    boxes = [digit.box for row in page.rows for digit in row.digits]
    assert "".join(digit.recognition.label for digit in reader.read_boxes(pixels, boxes)) == text


def marked_form() -> Bytes:
    """A form that is found by squares at its corners."""
    page = np.full((400, 600, 3), 255, np.uint8)
    for top in (20, 350):
        for left in (20, 550):
            page[top : top + 30, left : left + 30] = 0
    page[200:208, 280:284] = 0
    return page


def test_other_pages_stay_what_they_are() -> None:
    pages = [page_of(kind, 0)[0] for kind in KINDS]
    pages += [ruled_page_of(kind, 0)[0] for kind in RULED_KINDS]
    pages += [ink_page_of(kind, 0)[0] for kind in INK_KINDS]
    pages += [marked_form(), plot(1)[0], np.full((3, 3, 3), 255, np.uint8), np.zeros((1, 40, 3), np.uint8)]
    assert all(without_tiles(page) is page for page in pages)
