from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.section_list import SectionItem, SectionList
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.helpers import shown_pixels

ITEMS = [
    SectionItem(title.lower(), title, "61,706 · reproduced 99.10 %", "told") for title in ("Alpha", "Beta", "Gamma")
]
BROKEN = SectionItem("broken", "Delta", "cannot be used", "it is not JSON", is_usable=False)


@pytest.fixture
def networks(qtbot: QtBot, qapp: QApplication) -> SectionList:
    ThemeSwitch(qapp, Theme.LIGHT)
    networks = SectionList("Networks")
    qtbot.addWidget(networks)
    networks.set_sections([("The family", ITEMS[:2]), ("Yours", [ITEMS[2], BROKEN])], "alpha")
    networks.resize(232, 400)
    networks.show()
    networks.activateWindow()
    qtbot.waitUntil(networks.isActiveWindow)
    networks.setFocus()
    return networks


def test_headings_and_what_cannot_be_used_are_not_chosen(networks: SectionList) -> None:
    assert networks.keys == ["alpha", "beta", "gamma", "broken"]
    for key in ("beta", "gamma", "gamma"):
        QTest.keyClick(networks, Qt.Key.Key_Down)
        assert networks.current_key == key
    for row in (0, 3, 5):
        at = networks.visualItemRect(networks.item(row)).topLeft() + QPoint(20, 10)
        QTest.mouseClick(networks.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert networks.current_key == "gamma"


def test_home_and_end_lead_past_headings_and_what_cannot_be_used(networks: SectionList) -> None:
    for press, key in ((Qt.Key.Key_End, "gamma"), (Qt.Key.Key_Home, "alpha")):
        QTest.keyClick(networks, press)
        assert networks.current_key == key


def test_a_letter_leads_to_its_title(networks: SectionList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(networks.chosen) as signal:
        QTest.keyClicks(networks, "ga")
    assert signal.args == ["gamma"]


def test_listing_anew_keeps_the_choice_and_tells_nobody(networks: SectionList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(networks.chosen):
        networks.set_sections([("The family", ITEMS)], "beta")
        networks.choose("gamma")
    assert networks.current_key == "gamma"


def test_it_is_painted_in_the_colours_of_the_theme(networks: SectionList, qapp: QApplication) -> None:
    switch = ThemeSwitch(qapp, Theme.LIGHT)
    networks.clearFocus()
    light = shown_pixels(networks)[30:60, :220]
    switch.set_theme(Theme.DARK)
    dark = shown_pixels(networks)[30:60, :220]
    switch.set_theme(Theme.LIGHT)
    assert light.min() < 80, "dark letters"
    assert dark.max() > 200, "light letters"


def test_titles_that_differ_at_their_ends_are_told_apart(networks: SectionList) -> None:
    title = "LeNet-5 with three convolutions and more"
    pictures = []
    for end in (", variant", ", changed"):
        networks.set_sections([("Yours", [SectionItem("one", title + end, "")])], "")
        pictures.append(shown_pixels(networks)[28:72])
    assert (pictures[0] != pictures[1]).any()


def test_a_draft_is_marked_and_a_faint_title_is_another_colour(networks: SectionList) -> None:
    usual = SectionItem("one", "Mine", "a note")
    pictures = []
    for item in (usual, replace(usual, is_marked=True), replace(usual, is_faint=True)):
        networks.set_sections([("Yours", [item])], "")
        pictures.append(shown_pixels(networks)[28:72])
    assert (pictures[0] != pictures[1]).any()
    titles, notes = ((pictures[0] != pictures[2])[half].any() for half in (slice(0, 22), slice(22, None)))
    assert (titles, notes) == (True, False)
    assert networks.title_of("one") == "Mine"
    assert networks.title_of("two") == ""
