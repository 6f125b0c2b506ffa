"""Printed sheets: painted, photographed in all ways, found, and read; what is no whole sheet is told."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from lenet_app.errors import UserError
from lenet_app.gui.digits.printed_sheet import sheet_pdf
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.sheets.layout import LAYOUTS, Layout, Paper, layout_for
from lenet_app.samples.sheets.photograph import read_sheet
from lenet_app.samples.sheets.writing import written_on
from tests.conftest import HANDWRITING
from tests.gui.digits.sheets import EASY, HARD, SCAN, SMALL, USUAL, sheet, taken
from tests.gui.helpers import shipped_model
from tests.tools.made_photographs import (
    PER_MM,
    STROKES,
    Bytes,
    Severity,
    photograph,
    printed,
    strokes_by_digit,
    written,
)
from tests.tools.sheets import measured

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: f"{one.paper}-{one.each}")
def test_the_pdf_is_one_page_of_lines_and_letters(layout: Layout) -> None:
    content = sheet_pdf(layout)
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    assert b"/Subtype /Image" not in content
    found = re.search(rb"/MediaBox \[([\d. ]+)\]", content)
    assert found is not None
    points = [float(part) for part in found[1].split()[2:]]
    assert np.allclose(points, np.array(layout.size) / 25.4 * 72, atol=1)


def test_a_painted_sheet_is_found_where_it_was_painted(tmp_path: Path) -> None:
    for layout in LAYOUTS:
        page = printed(layout)
        Image.fromarray(page).save(tmp_path / "page.png")
        found = read_sheet(tmp_path / "page.png")
        assert found.layout == layout
        left, top = (round(side * PER_MM) for side in layout.marks[0])
        right, bottom = (round(side * PER_MM) for side in layout.marks[2])
        inside = Image.fromarray(page[top:bottom, left:right]).resize(found.pixels.shape[1::-1])
        off = np.abs(np.asarray(inside, np.float64) - found.pixels).mean()
        assert off < 2  # of 255


@pytest.mark.parametrize(("severity", "least"), [(SCAN, 1.0), (EASY, 1.0), (USUAL, 0.98), (HARD, 0.93)])
def test_what_was_written_is_read_from_photographs(severity: Severity, least: float, tmp_path: Path) -> None:
    cells = right = invented = 0
    for number, layout in enumerate((SMALL, layout_for(Paper.LETTER, 10))):
        rng = np.random.default_rng(number)
        paper = sheet(layout, number)
        result = measured(paper, photograph(paper, severity, rng), tmp_path)
        assert not result.fault
        cells, right, invented = cells + result.written, right + result.right, invented + result.invented
    assert right >= least * cells
    assert invented <= (1 - least) * cells


def test_real_pen_strokes_are_read_from_photographs(tmp_path: Path) -> None:
    if not STROKES.exists():
        pytest.skip("There are no pen strokes beside the checkout.")
    rng = np.random.default_rng(7)
    paper = written(SMALL, strokes_by_digit(500), rng)
    result = measured(paper, photograph(paper, USUAL, rng), tmp_path)
    assert (result.fault, result.right, result.invented) == ("", result.written, 0)


def test_a_sheet_may_lie_in_any_way_and_exif_is_heeded(tmp_path: Path) -> None:
    plain = Image.fromarray(sheet().page).reduce(2)
    plain.save(tmp_path / "plain.png")
    wanted = [(one.wanted, one.number, one.sample.picture) for one in written_on(tmp_path / "plain.png", None)]
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    for turn in turns:
        plain.transpose(turn).save(tmp_path / "turned.png")
        found = written_on(tmp_path / "turned.png", None)
        assert [(one.wanted, one.number) for one in found] == [one[:2] for one in wanted]
        for one, (*_, picture) in zip(found, wanted, strict=True):
            assert np.abs(one.sample.picture.astype(float) - picture).mean() < 8
    exif = Image.Exif()
    exif[0x0112] = 6
    plain.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "exif.jpg", exif=exif, quality=95)
    assert [(one.wanted, one.number) for one in written_on(tmp_path / "exif.jpg", None)] == [one[:2] for one in wanted]


def test_ink_has_the_answer_of_the_model_and_what_it_does_not_see_is_doubted(tmp_path: Path) -> None:
    found = written_on(taken(tmp_path / "a.jpg"), Recognizer(shipped_model()))
    assert len(found) == len(sheet().inks)
    assert {one.sample.model for one in found} == {"LeNet-5"}
    assert all(one.sample.ink is not None and one.sample.made for one in found)
    agreed = [one for one in found if one.sample.answer == one.wanted]
    assert len(agreed) > 0.9 * len(found)
    assert all(one.doubted for one in found if one.sample.answer != one.wanted)
    sevens = sheet().page.copy()
    one, seven = (next(cell for cell in sheet().inks if cell.digit == digit) for digit in (1, 7))
    _copy(sevens, seven, one)
    Image.fromarray(sevens).save(tmp_path / "b.png")
    wrong = {(w.wanted, w.number): w for w in written_on(tmp_path / "b.png", Recognizer(shipped_model()))}
    assert wrong[one[:2]].doubted
    assert wrong[one[:2]].sample.answer == 7


@pytest.mark.parametrize(
    ("corner", "name"), [(0, "upper left"), (1, "upper right"), (2, "lower right"), (3, "lower left")]
)
def test_a_corner_that_is_cut_off_is_named(corner: int, name: str, tmp_path: Path) -> None:
    page = sheet().page.copy()
    x, y = (round(side * PER_MM) for side in SMALL.marks[corner])
    page[max(0, y - 60) : y + 60, max(0, x - 60) : x + 60] = 255
    for turns in range(2):
        Image.fromarray(np.rot90(page, turns)).save(tmp_path / "cut.png")
        assert told(tmp_path / "cut.png") == (
            f"cut.png: The {name} corner mark is not to be seen: the whole sheet must be in the picture."
        )


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    page, path = Image.fromarray(sheet().page).reduce(2), tmp_path / "a.png"
    page.resize((page.width // 4, page.height // 4)).save(path)
    assert told(path).startswith("a.png: The sheet is too small in the picture")
    page.filter(ImageFilter.GaussianBlur(0.7 * PER_MM / 2)).save(path)
    assert told(path).startswith("a.png: The picture is too blurred")
    Image.fromarray(printed(SMALL)).save(path)
    assert told(path) == "a.png: nothing is written in the boxes of the sheet."
    Image.fromarray(printed(Layout(63, Paper.A4, 10))).save(path)
    assert told(path) == "a.png: This sheet has a layout that this version of the program does not know."
    page.crop((0, 0, page.width // 2, page.height)).save(path)
    assert told(path).startswith("a.png: Only two of the four corner marks")
    page.crop((0, page.height // 4, page.width, 3 * page.height // 4)).save(path)
    assert told(path).startswith("a.png: No printed sheet is to be seen")
    covered = sheet().page.copy()
    covered[: 18 * PER_MM, 30 * PER_MM : 90 * PER_MM] = 255
    Image.fromarray(covered).save(path)
    assert told(path).startswith("a.png: The row of squares")
    path.write_bytes(b"nothing")
    assert told(path) == "a.png is not a picture this program can read."


def test_other_pictures_are_refused(tmp_path: Path) -> None:
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (900, 700), np.uint8)).save(tmp_path / "noise.png")
    Image.new("RGB", (900, 700), "white").save(tmp_path / "white.png")
    window = Path(__file__).resolve().parents[3] / "assets" / "screenshots" / "drawn-light.png"  # with small squares
    for path in (tmp_path / "noise.png", tmp_path / "white.png", window):
        assert told(path).startswith(f"{path.name}: No printed sheet is to be seen")


def test_pictures_of_other_people_are_refused() -> None:
    if not HANDWRITING.is_dir():
        pytest.skip("There is no handwriting beside the checkout.")
    pictures = [path for folder in ("pages", "numbers") for path in sorted((HANDWRITING / folder).iterdir())]
    pictures += sorted((HANDWRITING / "cheques").iterdir())[:10]
    for path in pictures:
        assert told(path).startswith(f"{path.name}: ")


def told(path: Path) -> str:
    """Why a file cannot be read as a sheet."""
    with pytest.raises(UserError) as fault:
        written_on(path, None)
    sentence = str(fault.value)
    assert sentence.endswith(".")
    return sentence


def _copy(page: Bytes, source: object, target: object) -> None:
    left, top, width, height = (round(side * PER_MM) for side in target.area)  # type: ignore[attr-defined]
    x, y = (round(side * PER_MM) for side in source.area[:2])  # type: ignore[attr-defined]
    page[top : top + height, left : left + width] = page[y : y + height, x : x + width]
