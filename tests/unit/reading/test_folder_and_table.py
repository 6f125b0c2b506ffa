import csv
from io import StringIO
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.reading.folder import pictures_in
from lenet_app.reading.table import Line, Origin, table


def test_the_pictures_of_a_folder_by_their_names(tmp_path: Path) -> None:
    for name in ("b.png", "a.JPG", ".hidden.png", "notes.txt", "c", "phone.HEIC", "form.pdf"):
        (tmp_path / name).touch()
    (tmp_path / "folder.png").mkdir()
    assert [path.name for path in pictures_in(tmp_path)] == ["a.JPG", "b.png", "form.pdf", "phone.HEIC"]


def test_folders_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder without pictures"):
        pictures_in(tmp_path)
    with pytest.raises(UserError, match="gone cannot be read"):
        pictures_in(tmp_path / "gone")


def test_a_table_is_read_back_as_it_was() -> None:
    one, two = [(("0123",), 0.98765), (("?",), 0.5)], [(("7",), 1.0)]
    told = [('a "b", c.png', one, "LeNet-5"), ("empty.png", [], "LeNet-5"), ("d.png", two, "Mine, 2")]
    pages = [(Origin(path), found, model) for path, found, model in told]
    rows = list(csv.DictReader(StringIO(table(pages).decode(), newline="")))
    assert [tuple(row.values()) for row in rows] == [
        ('a "b", c.png', "1", "0123", "0.9877", "LeNet-5"),
        ('a "b", c.png', "2", "?", "0.5000", "LeNet-5"),
        ("d.png", "1", "7", "1.0000", "Mine, 2"),
    ]
    assert list(rows[0]) == ["path", "row", "text", "confidence", "model"]


def test_cells_have_columns_of_their_own() -> None:
    several: list[Line] = [(("12", "", "3"), 0.5), (("4",), 1.0)]
    one: list[Line] = [(("5",), 1.0)]
    pages = [(Origin("a.png"), several, "LeNet-5"), (Origin("b.png"), one, "LeNet-5")]
    rows = list(csv.reader(StringIO(table(pages).decode(), newline="")))
    assert rows == [
        ["path", "row", "text", "text 2", "text 3", "confidence", "model"],
        ["a.png", "1", "12", "", "3", "0.5000", "LeNet-5"],
        ["a.png", "2", "4", "", "", "1.0000", "LeNet-5"],
        ["b.png", "1", "5", "", "", "1.0000", "LeNet-5"],
    ]


def test_a_table_tells_parts_of_pictures() -> None:
    whole, part = Origin("a.png"), Origin("a.png", part=(10, 20, 300, 40))
    pages = [(whole, [(("12",), 0.5), (("3",), 1.0)], "LeNet-5"), (part, [(("2",), 0.75)], "LeNet-5")]
    rows = list(csv.DictReader(StringIO(table(pages, has_parts=True).decode(), newline="")))
    assert [row["part"] for row in rows] == ["", "", "10 20 300 40"]
    assert [row["path"] for row in rows] == ["a.png"] * 3
    assert list(rows[0]) == ["path", "part", "row", "text", "confidence", "model"]


def test_a_table_tells_pages_where_a_file_has_several() -> None:
    pages = [(Origin("a.tif", page), [((str(page),), 0.5)], "LeNet-5") for page in (1, 2)]
    pages.append((Origin("b.png"), [(("3",), 0.5)], "LeNet-5"))
    rows = list(csv.DictReader(StringIO(table(pages).decode(), newline="")))
    assert [row["page"] for row in rows] == ["1", "2", ""]
    assert list(rows[0]) == ["path", "page", "row", "text", "confidence", "model"]
