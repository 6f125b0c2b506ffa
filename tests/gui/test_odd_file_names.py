"""Files of the user's whose names hold bytes that are no text."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.networks import family
from lenet_app.paths import Home
from lenet_app.storage.architectures import write_architecture
from lenet_app.storage.library import Entry
from lenet_app.storage.models import write_model
from tests.gui.helpers import shipped_model
from tests.gui.window_pages import networks_page, train_page

ODD = os.fsdecode(b"odd \xff")


@pytest.fixture(autouse=True)
def files(user_home: Path) -> None:
    """A model and an architecture of such a name, each beside one of a usual name."""
    home, member = Home.of_user(), family.member("lenet5")
    mine = replace(member, architecture=replace(member.architecture, title="Mine"))
    write_model(replace(shipped_model(), name="mine"), home.models / "mine.safetensors")
    write_architecture(mine, home.architectures / "mine.json")
    for path in (home.models / "mine.safetensors", home.architectures / "mine.json"):
        try:
            path.with_name(f"{ODD}{path.suffix}").write_bytes(path.read_bytes())
        except (OSError, ValueError):
            pytest.skip("The system refuses such names.")


def odd_entry(window: MainWindow) -> Entry:
    (entry,) = (entry for entry in window.models.entries if entry.path.stem == ODD)
    return entry


def pick(box: QComboBox, text: str) -> None:
    index = box.findText(text)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_such_a_model_is_chosen_like_any_other(window: MainWindow, qtbot: QtBot) -> None:
    window.chip.show_models()
    models, entry = window.chip.panel.models, odd_entry(window)
    models.select(entry)
    QTest.keyClick(models.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.model_in_use.entry == entry)
    assert "odd \ufffd" in window.chip.whole_text


def test_such_a_model_is_trained_further(window: MainWindow) -> None:
    window.pages.show_page("train")
    choices, entry = train_page(window).choices, odd_entry(window)
    pick(choices.start, entry.name)
    assert choices.chosen_start == entry


def test_such_a_network_is_told_and_those_beside_it_are_there(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.show_page("networks")
    page = networks_page(window)
    qtbot.waitUntil(lambda: "mine" in page.list.keys)
    assert "odd \ufffd.json cannot be used as an architecture: its name is no text; rename it." in page.notice.text
    page.select("mine")
    assert page.current.architecture.title == "Mine"


def test_such_a_network_is_not_offered_on_train(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.show_page("train")
    network = train_page(window).choices.network
    qtbot.waitUntil(lambda: "Mine" in network.titles)
    assert network.titles.count("Mine") == 1
    pick(network, "Mine")
    assert network.member.architecture.title == "Mine"
