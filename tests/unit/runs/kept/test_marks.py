"""What a person puts on a run is kept beside it."""

import json
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.runs.kept.marks import FILE, Marks, read_marks, write_marks
from tests.unit.runs.comparison.made import put, store

MARKS = Marks("Mine", "the one {for} the talk", ("good", "7 × 9"), "Talk", "2026-01-02T03:04:05+00:00")


def test_they_come_back_as_they_were() -> None:
    folder = put("a")
    assert read_marks(folder) == Marks()
    write_marks(folder, MARKS)
    assert read_marks(folder) == MARKS
    assert [path.name for path in folder.iterdir() if path.name.startswith(FILE)] == [FILE]
    assert store().find("a").state.label == "done"  # the run is what it was


def test_they_go_to_the_trash_and_come_back_with_their_run() -> None:
    write_marks(put("a"), MARKS)
    store().delete(store().find("a"))
    assert read_marks(store().restore("a").folder) == MARKS


def test_what_a_newer_program_keeps_there_stays() -> None:
    folder = put("a")
    (folder / FILE).write_text(json.dumps({"title": "x", "stars": 5}), encoding="utf-8")
    assert read_marks(folder) == Marks("x")
    write_marks(folder, MARKS)
    kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
    assert (kept["stars"], kept["title"]) == (5, "Mine")


@pytest.mark.parametrize("content", ["{", "[1]", '{"tags": 3}', '{"note": 1}', "\udcff"])
def test_what_cannot_be_read_is_told_and_not_written_over(content: str) -> None:
    folder = put("a {b}")
    (folder / FILE).write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(UserError, match=r"a \{b\}.*marks\.json cannot be used: .*\."):
        read_marks(folder)
    if content not in ('{"tags": 3}', '{"note": 1}'):
        before = (folder / FILE).read_bytes()
        with pytest.raises(UserError, match=r"cannot be used"):
            write_marks(folder, MARKS)
        assert (folder / FILE).read_bytes() == before


@pytest.mark.parametrize("note", ["x" * 10_001, "\ud800"])
def test_what_could_not_be_read_again_is_not_written(note: str) -> None:
    folder = put("a")
    write_marks(folder, MARKS)
    with pytest.raises(UserError, match="This cannot be put on a run: “note” "):
        write_marks(folder, Marks(note=note))
    assert read_marks(folder) == MARKS


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=r"marks\.json"):
        write_marks(tmp_path / "file", MARKS)
