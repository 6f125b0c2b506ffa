"""Printed sheets on the command line: written as a PDF, and read from photographs."""

import json
from pathlib import Path

import pytest

from lenet_app.paths import Home
from lenet_app.samples.sample import Source
from lenet_app.samples.store import SampleStore
from tests.gui.digits.sheets import sheet, taken
from tests.unit.commands.running import Command, as_process


def test_a_sheet_is_written_without_a_display(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    done = as_process("samples", "sheet", path, "--each", "5", "--paper", "letter", "--json")
    assert json.loads(done.out) == {"file": str(path), "paper": "letter", "each": 5}
    assert path.read_bytes().startswith(b"%PDF-")
    assert [inside.name for inside in tmp_path.iterdir()] == ["sheet.pdf"]


def test_what_a_sheet_is_asked_for_is_told(command: Command, tmp_path: Path) -> None:
    usage = "Name one file for the sheet: `lenet-app samples sheet FILE.pdf`."
    assert command("samples", "sheet").sentence == usage
    assert command("samples", "sheet", tmp_path / "sheet.png").sentence == usage
    assert command("samples", "sheet", tmp_path / "a.pdf", "--each", "7").status == 2
    both = command("samples", "add", "7", "--sheet", tmp_path / "a.jpg").sentence
    assert both.startswith("Sheets tell by themselves which digits they hold")


@pytest.mark.usefixtures("qapp")
def test_photographs_are_read_looked_at_and_kept(command: Command, tmp_path: Path) -> None:
    photo, count = taken(tmp_path / "a.jpg"), len(sheet().inks)
    dry = command("samples", "add", "--sheet", photo, "--dry-run", "--json").lines
    assert dry[-1] == {"read": count, "added": 0}
    assert {(one["label"], one["box"]) for one in dry[:-1]} == {(cell.digit, cell.number) for cell in sheet().inks}
    assert command("samples", "--json").out == ""
    told = command("samples", "add", "--sheet", photo)
    assert told.out.endswith(f"{count} digits were read.\n{count} samples were added.\n")
    doubted = [one for one in dry[:-1] if one["doubted"]]
    assert told.out.count("a.jpg") == len(doubted)
    store = SampleStore(Home.of_user().samples)
    kept = store.samples(store.ids())
    store.close()
    assert {(one.source, one.model) for one in kept} == {(Source.CAPTURE, "LeNet-5")}
    assert all(one.ink is not None and one.answer is not None and one.made for one in kept)


@pytest.mark.usefixtures("qapp")
def test_nothing_is_kept_where_one_photograph_cannot_be_read(command: Command, tmp_path: Path) -> None:
    (tmp_path / "b.jpg").write_bytes(b"nothing")
    fault = command("samples", "add", "--sheet", taken(tmp_path / "a.jpg"), tmp_path / "b.jpg").sentence
    assert fault == "b.jpg is not a picture this program can read."
    assert command("samples", "--json").out == ""
