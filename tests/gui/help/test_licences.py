import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from lenet_app.gui.help import licences as module
from lenet_app.gui.help.licences import licences


def test_the_programs_own_comes_first_and_all_have_a_text() -> None:
    found = licences()
    assert found[0].name == "lenet-app"
    assert found[0].text.startswith("MIT License")
    assert [one.name for one in found if not one.text.strip()] == []


def test_everything_that_is_needed_and_nothing_else_is_named() -> None:
    names = {one.name.lower() for one in licences()}
    assert {
        "numpy",
        "torch",
        "pyside6_essentials",
        "shiboken6",
        "pillow",
        "python",
        "lucide",
        "mnist",
        "qmnist",
    } <= names
    assert not names & {"pytest", "mypy", "hatchling"}, "what tests and builds need is not part of the program"


def test_a_distributions_texts_are_told_apart_by_their_files() -> None:
    numpy = next(one for one in licences() if one.name == "numpy")
    assert distribution("numpy").version in numpy.note
    assert "LICENSE.txt\n───" in numpy.text


def test_the_standalone_program_shows_the_folder_it_brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "licences"
    for place, text in (
        ("SUMMARY.txt", "made of two"),
        ("LIBRARIES.txt", "libz is zlib's"),
        ("common-licenses/GPL-3", "the GPL"),
        ("zlib/copyright", "the zlib licence"),
        ("Torch/third_party/a/LICENSE", "a's"),
        ("Torch/LICENSE", "torch's"),
    ):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "lenet-app"))
    found = module.licences()
    assert [one.name for one in found[1:]] == [
        "Everything inside",
        "Torch",
        "zlib",
        "common-licenses",
        "Which library is whose",
    ]
    texts = {one.name: one.text for one in found}
    assert texts["Everything inside"] == "made of two"
    assert texts["zlib"] == "the zlib licence"
    assert "torch's" in texts["Torch"]
    assert "third_party/a/LICENSE" in texts["Torch"]
