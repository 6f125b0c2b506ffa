"""Pages on tables, in frames, turned and askew, read as if they lay straight; boxes in the picture as it is."""

from functools import cache

import numpy as np
import pytest
from PIL import Image

from lenet_app.ink.files.pixels import Bytes
from lenet_app.ink.paper.page_extraction import page_ink
from lenet_app.reading.page import Box, Page
from lenet_app.reading.part import Region
from lenet_app.reading.reader import Reader
from lenet_app.reading.turned import turned_box, turned_picture, unturned_region
from lenet_app.reading.turning import likeliest_turn
from tests.tools.handwriting_measure.figures import digits_right
from tests.tools.made_pages.kinds import page_of
from tests.unit.reading.pages import cut_to_ink, picture, put, shipped, well_read

TURNS = (90, 180, 270)


@cache
def reader() -> Reader:
    return Reader(shipped())


def read(pixels: Bytes, turn: int | None = None) -> Page:
    page = reader().read(pixels, turn=turn)
    assert page is not None
    return page


@cache
def level() -> tuple[Bytes, str]:
    """Two rows of digits that tell which way is up."""
    digits, text = well_read(60)
    chosen = [k for k, character in enumerate(text) if character in "23457"][:10]
    page = np.zeros((260, 480))
    for place, k in enumerate(chosen):
        put(page, digits[k], 25 + 88 * (place % 5), 30 + 110 * (place // 5))
    said = "".join(text[k] for k in chosen)
    return picture(page), f"{said[:5]}\n{said[5:]}"


def boxes(page: Page) -> list[Box]:
    return [digit.box for row in page.rows for digit in row.digits]


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_page_is_read_and_its_boxes_are_in_the_picture_as_it_is(turn: int) -> None:
    pixels, text = level()
    lying = turned_picture(pixels, 360 - turn)
    found, straight = read(lying), read(pixels)
    assert (found.text, found.turn) == (text, turn)
    for one, other in zip(boxes(found), boxes(straight), strict=True):
        back = turned_box(one, turn, lying.shape[1], lying.shape[0])
        assert back == pytest.approx(other, abs=2)


@pytest.mark.parametrize("seed", [50, 61])
def test_a_page_on_its_side_is_turned_though_pieces_of_its_digits_are_sure(seed: int) -> None:
    pixels, text = page_of("turned 90", seed)
    as_it_lies, found = read(pixels, 0), read(pixels)
    sure = [digit.sure for row in as_it_lies.rows for digit in row.digits]
    assert np.mean(sure) > 0.8
    assert (found.text, found.turn) == (text, 270)


@pytest.mark.parametrize("turn", [0, *TURNS])
def test_a_turn_that_is_given_is_taken(turn: int) -> None:
    pixels, text = level()
    assert read(turned_picture(pixels, 360 - turn), turn).text == text
    assert read(pixels, turn).turn == turn
    assert (read(pixels, turn).text == text) is (turn == 0)


def test_upright_pages_are_not_turned() -> None:
    assert read(level()[0]).turn == 0
    for seed in range(300, 306):
        for kind in ("row", "plain"):
            assert read(page_of(kind, seed)[0]).turn == 0


def test_what_looks_alike_upside_down_stays() -> None:
    digits, text = well_read(60)
    chosen = [k for k, character in enumerate(text) if character in "01869"][:6]
    page = np.zeros((120, 560))
    for place, k in enumerate(chosen):
        put(page, digits[k], 20 + 85 * place, 30)
    found = read(picture(page))
    assert (found.best_text, found.turn) == ("".join(text[k] for k in chosen), 0)


def test_two_digits_are_too_few_to_turn() -> None:
    digits, _ = well_read(2)
    page = np.zeros((120, 200))
    for place, digit in enumerate(digits):
        put(page, np.rot90(digit), 20 + 85 * place, 30)
    ink = page_ink(picture(page))
    assert ink is not None
    assert likeliest_turn(ink, shipped()) == 0


# A share of the digits that each kind of made page is read with at least; a plain page is read no better than 98 %.
@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("dark table", 0.95),
        ("wood", 0.95),
        ("cut off", 0.95),
        ("scan frame", 0.95),
        ("footer", 0.93),
        ("framed board", 0.95),
        ("skewed to 30", 0.93),
        ("turned on wood", 0.93),
    ],
)
def test_made_pages_are_read(kind: str, least: float) -> None:
    pages = [page_of(kind, seed) for seed in range(3)]
    texts = [read(pixels).best_text for pixels, _ in pages]
    assert (
        digits_right([label.replace("\n", "|") for _, label in pages], [t.replace("\n", "|") for t in texts]) >= least
    )


def test_boxes_of_a_sheet_on_a_table_lie_on_its_digits() -> None:
    pixels, _ = page_of("dark table", 2)
    dark = pixels.astype(float).mean(axis=2)
    for left, top, width, height in boxes(read(pixels)):
        x, y = int(left), int(top)
        inside = dark[y : int(top + height), x : int(left + width)]
        assert inside.min() < 0.75 * np.median(dark[y - 6 : int(top + height) + 6, x - 6 : int(left + width) + 6])


def test_a_framed_digit_is_looked_at_as_it_is_read() -> None:
    """By hand, on a page that is askew."""
    digits, text = well_read(10)
    page = np.zeros((260, 560))
    for place, digit in enumerate(digits):
        put(page, cut_to_ink(digit), 40 + 100 * (place % 5), 40 + 110 * (place // 5))
    ink = Image.fromarray(page.astype(np.float32)).rotate(-25, Image.Resampling.BICUBIC, expand=True)
    askew = picture(np.asarray(ink, np.float64).clip(0, 1))
    found = read(askew)
    assert found.best_text.replace("\n", "") == text
    again = reader().read_boxes(askew, boxes(found))
    assert sum(one.best == int(said) for one, said in zip(again, text, strict=True)) >= 9
    assert [one.box for one in again] == boxes(found)


def test_stopping_on_the_way() -> None:
    lying, asked = turned_picture(level()[0], 90), 0

    def stop_at(most: int) -> bool:
        nonlocal asked
        asked += 1
        return asked > most

    assert reader().read(lying, lambda: stop_at(10_000)) is not None
    total = asked
    for most in (0, total // 4, total // 2, total - 1):
        asked = 0
        assert reader().read(lying, lambda most=most: stop_at(most)) is None  # type: ignore[misc]


def test_boxes_and_parts_turn_with_their_picture() -> None:
    pixels = np.zeros((40, 70, 3), np.uint8)
    pixels[10:18, 20:26] = 255
    for turn in (0, *TURNS):
        turned = turned_picture(pixels, turn)
        rows, columns = np.nonzero(turned[..., 0])
        across, down = float(np.ptp(columns) + 1), float(np.ptp(rows) + 1)
        box: Box = (float(columns.min()), float(rows.min()), across, down)
        assert turned_box((20, 10, 6, 8), turn, 70, 40) == box
        height, width = turned.shape[:2]
        region: Region = (box[0] / width, box[1] / height, (box[0] + box[2]) / width, (box[1] + box[3]) / height)
        assert unturned_region(region, turn) == pytest.approx((20 / 70, 10 / 40, 26 / 70, 18 / 40))
