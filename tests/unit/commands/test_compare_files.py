"""The files that `lenet-app compare` makes: curves as SVG and as a picture, a page of the web."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from lenet_app.runs.kept.marks import Marks, write_marks
from tests.unit.commands.running import Command, as_process
from tests.unit.runs.comparison.made import put, store


@pytest.fixture(autouse=True)
def two_runs() -> None:
    put("a", shares=(0.9, 0.96, 0.97))
    put("b", network="lenet-caffe", learning_rate=0.005)


def texts(svg: Path) -> list[str]:
    return [part.text or "" for part in ET.parse(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_curves_as_svg(command: Command, tmp_path: Path) -> None:
    assert command("compare", "a", "b", "--svg", tmp_path / "1.svg").status == 0
    told = texts(tmp_path / "1.svg")
    assert {"Accuracy, hold-out", "epoch", "LeNet-5", "Caffe's LeNet"} <= set(told)
    options = ("--svg", tmp_path / "2.svg", "--by", "seconds", "--measure", "training-loss")
    assert command("compare", "a", "b", *options).status == 0
    assert {"Loss, training", "training time, s"} <= set(texts(tmp_path / "2.svg"))


def test_a_page_of_the_web(command: Command, tmp_path: Path) -> None:
    assert command("compare", "a", "b", "--html", tmp_path / "new" / "page.html").status == 0
    page = (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Caffe&#x27;s LeNet" in page
    assert page.count("<svg") == 5


def test_a_picture_is_drawn_without_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = as_process("compare", "a", "b", "--png", tmp_path / "a.png", "--dpi", "192")
    assert (done.status, done.err) == (0, "")
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (1440, 840)
        assert picture.info["dpi"] == pytest.approx((192, 192), abs=0.1)
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50


@pytest.mark.parametrize("dpi", ["0", "9999", "many"])
def test_a_resolution_that_nobody_can_mean_is_refused(command: Command, tmp_path: Path, dpi: str) -> None:
    assert command("compare", "a", "--png", tmp_path / "a.png", "--dpi", dpi).status == 2
    assert not (tmp_path / "a.png").exists()


def test_a_file_that_cannot_be_written_is_told_before_anything_else(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for option in ("--html", "--svg", "--png"):
        assert "cannot be written" in command("compare", "a", option, tmp_path / "file" / "x").sentence


def test_what_was_put_on_a_run_is_told(command: Command) -> None:
    write_marks(store().folder / "a", Marks("Mine", "for the talk", ("good", "fast"), "Talk"))
    told = [line.split() for line in command("runs", "show", "a").out.splitlines()]
    assert ["Title", "Mine"] in told
    assert ["Note", "for", "the", "talk"] in told
    assert ["Tags", "good,", "fast"] in told
    (facts,) = command("runs", "show", "a", "--json").lines
    assert (facts["marks"]["folder"], facts["marks"]["tags"]) == ("Talk", ["good", "fast"])
