import csv
import json
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from lenet_app.ink.files.pixels import read_pixels
from lenet_app.reading.page import SURE_OF_NUMBER
from lenet_app.storage.models import write_model
from tests.unit.commands.running import Command, as_process
from tests.unit.reading.pages import picture, put, shipped, well_read
from tests.unit.samples import ODD, model


@pytest.fixture
def number(tmp_path: Path) -> tuple[Path, str]:
    """A picture of three digits, and what it says."""
    return save(tmp_path / "number.png"), well_read(3)[1]


def save(path: Path, *, factor: int = 1, turned: bool = False) -> Path:
    page = np.zeros((100, 260))
    for place, digit in enumerate(well_read(3)[0]):
        put(page, digit, 15 + 80 * place, 25)
    image = Image.fromarray(picture(page))
    image = image.resize((image.width * factor, image.height * factor))
    if turned:  # stored on its side, with the note that says so
        exif = Image.Exif()
        exif[0x0112] = 6
        image.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif, quality=95)
    else:
        image.save(path)
    return path


def test_json(command: Command, number: tuple[Path, str]) -> None:
    path, text = number
    result = command("read", "--json", path)
    assert (result.status, result.err) == (0, "")
    (answer,) = result.lines
    assert list(answer) == ["path", "text", "rows", "no_digits", "turn", "model"]
    assert answer["no_digits"] == []
    assert answer["path"] == str(path)
    (row,) = answer["rows"]
    assert list(row) == ["text", "sure", "confidence", "digits"]
    assert row["sure"] is (row["confidence"] >= SURE_OF_NUMBER)
    assert 0.5 < row["confidence"] <= 1
    assert answer["text"] == row["text"] == text
    for place, (digit, letter) in enumerate(zip(row["digits"], text, strict=True)):
        assert list(digit) == ["digit", "best", "sure", "confidence", "box"]
        assert digit["digit"] == digit["best"] == int(letter)
        assert digit["sure"] is True
        assert 0.5 < digit["confidence"] <= 1
        left, top, width, height = digit["box"]
        assert all(type(value) is int for value in digit["box"])
        assert 15 + 80 * place <= left <= left + width <= 15 + 80 * place + 60
        assert 20 <= top <= top + height <= 85


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "turned by EXIF"])
def test_boxes_are_in_pixels_of_the_file(command: Command, tmp_path: Path, turned: bool) -> None:
    small = command("read", "--json", save(tmp_path / "small.png")).lines[0]
    large = command("read", "--json", save(tmp_path / "large.jpg", factor=6, turned=turned)).lines[0]
    assert large["text"] == small["text"]
    for one, other in zip(small["rows"][0]["digits"], large["rows"][0]["digits"], strict=True):
        np.testing.assert_allclose(np.array(one["box"]) * 6, other["box"], atol=20)


def test_text_for_people(command: Command, number: tuple[Path, str], tmp_path: Path) -> None:
    path, text = number
    blank = tmp_path / "blank.png"
    Image.new("L", (80, 60), 255).save(blank)
    lines = command("read", path, blank).out.splitlines()
    assert lines[0].startswith(f"{path}: {text} (")
    assert lines[1] == f"{blank}: no digits found"


def test_unreadable_pictures_among_good_ones(command: Command, number: tuple[Path, str], tmp_path: Path) -> None:
    path, text = number
    broken = tmp_path / "broken.png"
    broken.write_bytes(path.read_bytes()[:200])
    empty = tmp_path / "empty"
    empty.mkdir()
    paths = [broken, path, tmp_path / "none.png", empty, path]
    result = command("read", "--json", *paths)
    assert result.sentence == "3 of the items could not be read."
    assert [answer["path"] for answer in result.lines] == [str(one) for one in paths]
    for place in (0, 2, 3):
        assert list(result.lines[place]) == ["path", "error"]
        assert result.lines[place]["error"].endswith(".")
    assert [result.lines[place]["text"] for place in (1, 4)] == [text, text]
    assert command("read", "--json", "").lines[0]["error"] == "The name of the picture is empty."


def test_a_defect_with_one_picture_leaves_the_others_read(
    command: Command, number: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decoded_with_a_defect(path: Path, page: int) -> npt.NDArray[np.uint8]:
        if path.name == "odd.png":
            raise ZeroDivisionError("float division by zero")
        return read_pixels(path, page)

    monkeypatch.setattr("lenet_app.reading.pictures.read_pixels", decoded_with_a_defect)
    path, text = number
    result = command("read", "--json", path, tmp_path / "odd.png", path)
    assert [line.get("text") for line in result.lines] == [text, None, text]
    assert result.lines[1]["error"] == "Something went wrong within the program (float division by zero)."
    assert result.sentence.endswith("1 of the items could not be read.")


def test_folders_and_tables(command: Command, number: tuple[Path, str], tmp_path: Path) -> None:
    path, text = number
    folder = tmp_path / "many"
    folder.mkdir()
    for name in ("b.png", "a.PNG", ".hidden.png", "notes.txt"):
        (folder / name).write_bytes(path.read_bytes())
    table = tmp_path / "tables" / "read.csv"
    result = command("read", "--json", folder, "--csv", table)
    assert result.status == 0
    assert [answer["path"] for answer in result.lines] == [str(folder / "a.PNG"), str(folder / "b.png")]
    rows = list(csv.DictReader(StringIO(table.read_text(encoding="utf-8"))))
    assert [list(row) for row in rows] == [["path", "row", "text", "confidence", "model"]] * 2
    for row, answer in zip(rows, result.lines, strict=True):
        assert (row["path"], row["row"], row["text"]) == (answer["path"], "1", text)
        assert row["model"] == shipped().model.name
        assert float(row["confidence"]) == pytest.approx(answer["rows"][0]["confidence"], abs=1e-4)


def test_a_part_is_read_alone(command: Command, number: tuple[Path, str], tmp_path: Path) -> None:
    path, text = number
    large = save(tmp_path / "large.jpg", factor=6, turned=True)
    for picture_path, factor in ((path, 1), (large, 6)):
        part = [90 * factor, 5 * factor, 85 * factor, 90 * factor]
        table = tmp_path / "read.csv"
        result = command("read", "--json", picture_path, "--part", ",".join(map(str, part)), "--csv", table)
        (answer,) = result.lines
        assert list(answer) == ["path", "part", "text", "rows", "no_digits", "turn", "model"]
        assert (answer["part"], answer["text"]) == (part, text[1])
        left, top, width, height = answer["rows"][0]["digits"][0]["box"]
        assert 95 * factor <= left <= left + width <= 155 * factor
        assert 20 * factor <= top <= top + height <= 85 * factor
        (row,) = csv.DictReader(StringIO(table.read_text(encoding="utf-8")))
        assert (row["part"], row["text"]) == (" ".join(map(str, part)), text[1])


@pytest.mark.parametrize("part", ["10,10,20", "a,b,c,d", "1.5,2,3,4", "-1,0,5,5", "", "0,0,0,10"])
def test_a_part_that_is_none_is_told(command: Command, number: tuple[Path, str], part: str) -> None:
    result = command("read", number[0], f"--part={part}")
    assert result.status != 0
    assert result.out == ""
    assert f"argument --part: {'the part 0,0,0,10 has no pixels' if part == '0,0,0,10' else 'it must be'}" in result.err


def test_a_part_that_lies_elsewhere_is_told(command: Command, number: tuple[Path, str]) -> None:
    (answer,) = command("read", "--json", number[0], "--part", "200,10,61,20").lines
    sentence = "number.png has 260 × 100 pixels, and the part 200,10,61,20 does not lie within."
    assert answer == {"path": str(number[0]), "part": [200, 10, 61, 20], "error": sentence}


def test_a_turned_picture(command: Command, number: tuple[Path, str], tmp_path: Path) -> None:
    path, text = number
    with Image.open(path) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "lying.png")
    (answer,) = command("read", "--json", tmp_path / "lying.png", "--turn", "90").lines
    assert (answer["text"], answer["turn"]) == (text, 90)
    for place, digit in enumerate(answer["rows"][0]["digits"]):
        left, top, width, height = digit["box"]  # in the picture as it lies
        assert 15 <= left <= left + width <= 85
        assert 260 - (15 + 80 * place + 60) <= top <= top + height <= 260 - (15 + 80 * place)
    told = command("read", tmp_path / "lying.png", "--turn", "90").out
    assert told.startswith(f"{tmp_path / 'lying.png'}, turned by 90°: {text} (")
    assert command("read", "--json", path, "--turn", "0").lines[0]["text"] == text
    assert "invalid choice" in command("read", path, "--turn", "45").err


def test_the_pages_of_a_file(command: Command, tmp_path: Path) -> None:
    pages = [Image.fromarray(picture(page_of_one(digit))) for digit in well_read(3)[0]]
    path, text = tmp_path / "scan.tif", well_read(3)[1]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    table = tmp_path / "read.csv"
    answers = command("read", "--json", path, "--csv", table).lines
    assert [(one["path"], one["page"], one["text"]) for one in answers] == [
        (str(path), number + 1, said) for number, said in enumerate(text)
    ]
    rows = list(csv.DictReader(StringIO(table.read_text(encoding="utf-8"))))
    assert [(row["page"], row["text"]) for row in rows] == [(str(k + 1), said) for k, said in enumerate(text)]
    assert command("read", path).out.startswith(f"{path}, page 1: {text[0]} (")


def page_of_one(digit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    page = np.zeros((120, 160))
    put(page, digit, 50, 30)
    return page


def test_a_table_that_cannot_be_written_is_told_at_once(
    command: Command, number: tuple[Path, str], tmp_path: Path
) -> None:
    result = command("read", number[0], "--csv", tmp_path)
    assert "cannot be written" in result.sentence
    assert result.out == ""


def test_a_model_that_cannot_read_numbers(command: Command, number: tuple[Path, str], tmp_path: Path) -> None:
    write_model(model(ODD), tmp_path / "Five.safetensors")
    result = command("read", number[0], "--model", tmp_path / "Five.safetensors")
    assert result.sentence == "Five does not answer with the ten digits, so it cannot read numbers."


def test_as_a_process(number: tuple[Path, str]) -> None:
    path, text = number
    result = as_process("read", "--json", path)
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out)["text"] == text


def test_marks_are_kept_on_demand_and_another_model_may_sweep(command: Command, tmp_path: Path) -> None:
    digits, text = well_read(3)
    ink = np.zeros((110, 270))
    for place, digit in enumerate(digits):
        put(ink, digit, 20 + 80 * place, 25)
    ink[72:80, 164:172] = 1
    path = tmp_path / "amount.png"
    Image.fromarray(picture(ink)).save(path)
    assert command("read", "--json", path).lines[0]["text"] == text
    marked = command("read", "--json", "--marks", "--row-model", "lenet5-row", path).lines[0]
    assert marked["text"] == f"{text[:2]}.{text[2]}"
    refused = command("read", "--row-model", "lenet5", path)
    assert refused.status == 1
    assert "does not read rows in one sweep" in refused.err


def test_what_is_no_digit_is_told_with_its_place_and_parts_the_text(command: Command, tmp_path: Path) -> None:
    digits, text = well_read(2)
    ink = np.zeros((110, 270))
    for place, digit in enumerate(digits):
        put(ink, digit, 20 + 150 * place, 25)
    ink[51:56, 105:137] = 1
    ink[38:70, 119:124] = 1
    path = tmp_path / "sum.png"
    Image.fromarray(picture(ink)).save(path)
    (told,) = command("read", "--json", path).lines
    assert told["text"] == f"{text[0]} {text[1]}"
    (other,) = told["no_digits"]
    assert other["sure"] is True
    left, top, width, height = other["box"]
    assert 100 <= left <= left + width <= 142
    assert 34 <= top <= top + height <= 74
    assert command("read", "--json", "--marks", path).lines[0]["text"] == f"{text[0]}+{text[1]}"
