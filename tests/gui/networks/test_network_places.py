"""What is clicked stays where it is, whatever network is shown, and no notice lies over it."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.networks import family
from lenet_app.networks.modernise import Parts, Step
from tests.gui.networks.desk import Desk, begin, enter

SIZES = [(1280, 590), (1024, 510)]
"""Of the page, in windows of 1280 × 720 and of 1024 × 640."""
PARTS = [
    Parts(frozenset(filter(None, steps)))
    for steps in product(
        (None, Step.RELU), (None, Step.AVERAGE_POOL, Step.MAX_POOL), (None, Step.FULL), (None, Step.SOFTMAX)
    )
]


@pytest.fixture(params=SIZES, ids=["1280", "1024"])
def networks(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    networks = Desk(qtbot, tmp_path)
    networks.page.resize(*request.param)
    yield networks
    networks.background.finish()


def place(networks: Desk, widget: QWidget) -> QRect:
    """Where a widget lies on the page, once all is laid out."""
    QApplication.processEvents()
    return QRect(widget.mapTo(networks.page, QPoint()), widget.size())


def places(networks: Desk) -> list[QRect]:
    """Of the page's buttons, switches and layer table."""
    bar, page = networks.page.actions_bar, networks.page
    always = (bar.train_button, bar.compare_button, bar.menu_button, page.new_button, page.open_button, page.list)
    looking = (bar.models_button, bar.change_button, bar.export_button, bar.reproduce_button)
    return [place(networks, widget) for widget in (*always, *looking)]


def test_the_buttons_are_at_the_same_place_for_every_network(networks: Desk) -> None:
    shown, tables = [], []
    for id_ in family.ids():
        networks.choose(family.member(id_).architecture.title)
        assert networks.id == id_
        shown.append(places(networks))
        if not networks.page.switches.isVisible():
            tables.append(place(networks, networks.page.table))
    assert len(shown) == len(family.ids())
    assert all(one == shown[0] for one in shown)
    assert all(one == tables[0] for one in tables), "the layer table, too"


def test_the_switches_and_all_buttons_stay_while_they_are_clicked(networks: Desk) -> None:
    page = networks.page
    shown = []
    for parts in PARTS:
        page.select(parts.id)
        assert networks.id == parts.id
        switches = page.switches.findChildren(QPushButton)
        shown.append([*places(networks), *(place(networks, one) for one in (*switches, page.table))])
    assert len(shown) == 24
    assert all(one == shown[0] for one in shown)


def test_two_clicks_at_one_place_hit_one_switch(networks: Desk) -> None:
    networks.page.select("lenet5-1998")
    relu = place(networks, networks.page.switches.button(Step.RELU)).center()
    for _ in range(2):
        target = networks.page.childAt(relu)
        assert target is networks.page.switches.button(Step.RELU)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
    assert networks.id == "lenet5-1998+relu"


def test_the_row_of_buttons_stays_while_a_variant_is_begun_and_cannot_be(networks: Desk) -> None:
    bar = networks.page.actions_bar
    begun = [place(networks, one) for one in (bar, bar.train_button, bar.menu_button, networks.page.list)]
    begin(networks)
    for kernel in (2, 20, 2):
        enter(networks.page.editor.rows[3].kernel, kernel)
        assert [place(networks, one) for one in (bar, bar.train_button, bar.menu_button, networks.page.list)] == begun
    rows = [place(networks, row) for row in networks.page.editor.rows]
    enter(networks.page.editor.rows[3].kernel, 20)
    assert [place(networks, row) for row in networks.page.editor.rows] == rows


def test_a_long_recipe_is_whole_in_its_tooltip(networks: Desk) -> None:
    for id_ in ("lenet5-1998", "lenet5-deep", "lenet5"):
        networks.page.select(id_)
        (recipe,) = [one for one in networks.page.facts.findChildren(QWidget) if one.accessibleName().endswith(".")]
        assert networks.texts[-1] == recipe.accessibleName()
        assert recipe.toolTip() in ("", networks.texts[-1])
    networks.page.resize(700, 510)
    networks.page.select("lenet5-1998")
    recipe.setFixedWidth(300)
    QApplication.processEvents()
    assert recipe.toolTip() == networks.texts[-1]


@pytest.mark.parametrize("is_editing", [False, True])
def test_a_notice_has_room_of_its_own(networks: Desk, is_editing: bool) -> None:
    page = networks.page
    if is_editing:
        begin(networks)
    sentence = "A sentence that says what went wrong, and long enough that it takes the lines of two. " * 2
    before = places(networks)
    page.notice.say(sentence)
    QApplication.processEvents()
    assert places(networks) == before
    notice = place(networks, page.notice)
    others = [one for kind in (QPushButton, QToolButton) for one in page.findChildren(kind) if one.isVisible()]
    for widget in (*others, page.table, page.list):
        inside = page.notice.isAncestorOf(widget)
        seen = widget.visibleRegion().boundingRect().translated(widget.mapTo(page, QPoint()))
        assert inside or not seen.intersects(notice), widget
    assert page.rect().contains(notice)
    table = place(networks, page.table)
    page.notice.dismiss()
    assert place(networks, page.table).height() > table.height(), "the room is given back"


def test_a_notice_goes_when_another_network_is_chosen(networks: Desk) -> None:
    page = networks.page
    page.notice.say("It went wrong.")
    networks.refresh()
    assert page.notice.text == "It went wrong.", "reading anew is no choice"
    networks.choose("LeNet-5 of 1998")
    assert page.notice.text == ""
    page.notice.say("It went wrong.")
    networks.click(page.switches.button(Step.RELU))
    assert page.notice.text == ""
    page.notice.say("It went wrong.")
    page.select("lenet5-deep")
    assert page.notice.text == ""
    page.notice.say("It went wrong.")
    networks.click(page.new_button)
    assert page.notice.text == ""
    page.notice.say("It went wrong.")
    networks.click(page.actions_bar.discard_button)
    assert page.notice.text == ""


def test_a_plain_notice_has_nothing_to_take_back(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[0].count, 9)
    networks.click(networks.page.actions_bar.discard_button)
    assert networks.page.notice.undo_button.isVisible()
    networks.page.notice.say("It went wrong.")
    assert not networks.page.notice.undo_button.isVisible()
