"""The Read page: what one model read stays its own until somebody has another one read it again."""

import csv
from dataclasses import replace
from io import StringIO

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.read.item import State
from lenet_app.gui.read.widgets.writing_panel import WritingPanel
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.model import Model
from lenet_app.storage.models import read_model
from tests.gui.canvas.canvas_helpers import draw
from tests.gui.helpers import SEVEN, SHIPPED, shipped_model
from tests.gui.read.desk import LEFT, Key, ReadDesk, page_pixels
from tests.gui.read.test_read_page_writing import way
from tests.unit.samples import ODD, model


def doubting(name: str = "Another") -> Model:
    """A model that is sure of nothing, so that what it read can be told from what the shipped one read."""
    return replace(shipped_model(), name=name, certainty=Certainty(1.0, temperature=3))


def models(desk: ReadDesk) -> list[str]:
    """Who read each row of the table."""
    rows = csv.DictReader(StringIO(desk.page.session.snapshot.as_csv().decode("utf-8-sig")))
    return [row["model"] for row in rows]


def wait_for_offer(desk: ReadDesk, text: str) -> None:
    desk.qtbot.waitUntil(lambda: desk.page.again_offer.text == text)


def test_what_was_read_stays_and_what_comes_later_is_read_by_the_new_model(desk: ReadDesk) -> None:
    text = desk.open_page()
    desk.use(doubting())
    wait_for_offer(desk, "1 picture read by another model")
    button = desk.page.again_offer.button
    assert button.text() == button.accessibleName() == "Read again with Another"
    assert button.toolTip() == "Have Another read these pictures; what you corrected stays"
    assert desk.item.state is State.READ
    assert desk.checked.text == text
    assert not desk.list.lines[0].warns
    pixels, _ = page_pixels(2)
    desk.page.read_picture(pixels, "later.png")
    desk.wait_for("??")
    assert models(desk) == [shipped_model().name, "Another"]
    desk.page.hide()
    desk.page.show()
    desk.list.setCurrentRow(0)
    assert desk.checked.text == text
    assert models(desk) == [shipped_model().name, "Another"]


def test_the_offer_reads_again_and_keeps_corrections(desk: ReadDesk, qtbot: QtBot) -> None:
    desk.open_page()
    desk.click_digit(0)
    desk.press(Key.Key_0)
    desk.open_page(2)
    desk.use(doubting())
    wait_for_offer(desk, "2 pictures read by another model")
    QTest.mouseClick(desk.page.again_offer.button, LEFT)
    qtbot.waitUntil(lambda: models(desk) == ["Another"] * 2)
    desk.wait_for("??")
    wait_for_offer(desk, "")
    assert desk.list.lines[0].note == "0?? · 2 digits not sure"


def test_the_offer_has_room_in_a_narrow_window_whatever_the_models_name(desk: ReadDesk) -> None:
    desk.open_page()
    name = "A model & its name, which somebody made far too long for any button"
    desk.use(doubting(name))
    wait_for_offer(desk, "1 picture read by another model")
    button = desk.page.again_offer.button
    wide = button.text()
    desk.page.resize(1024, 510)
    desk.qtbot.waitUntil(lambda: len(button.text()) < len(wide))
    assert button.accessibleName() == f"Read again with {name}"
    assert desk.page.again_offer.rect().contains(button.geometry())


def test_an_earlier_model_finds_its_own_again(desk: ReadDesk, qtbot: QtBot) -> None:
    text = desk.open_page()
    desk.use(doubting())
    wait_for_offer(desk, "1 picture read by another model")
    desk.use(read_model(SHIPPED))  # as the window does when it is chosen again
    wait_for_offer(desk, "")
    assert desk.checked.text == text
    with qtbot.assertNotEmitted(desk.page.session.progress.progressed, wait=100):
        desk.use(read_model(SHIPPED))  # the one in use


def test_stopped_midway_the_rest_is_still_offered(desk: ReadDesk) -> None:
    for count in (3, 2, 3):
        desk.open_page(count)
    desk.use(doubting())
    wait_for_offer(desk, "3 pictures read by another model")
    QTest.mouseClick(desk.page.again_offer.button, LEFT)
    desk.page.controls.card.stop_requested.emit()
    desk.qtbot.waitUntil(lambda: not any(one.is_pending for one in desk.page.session.items))
    desk.qtbot.waitUntil(desk.page.again_offer.isVisible)
    assert desk.list.lines[0].note == page_pixels(3)[1]


def test_what_is_written_follows_the_model_at_once(desk: ReadDesk) -> None:
    desk.page.write_number()
    (panel,) = [one for one in desk.page.findChildren(WritingPanel) if one.isVisible()]
    draw(panel.canvas, *way(panel.canvas, SEVEN.strokes[0].points, 1))
    desk.wait_for("7")
    desk.use(doubting())
    desk.wait_for("?")
    assert models(desk) == ["Another"]
    assert desk.page.again_offer.text == ""


def test_no_offer_is_made_for_a_model_that_cannot_read(desk: ReadDesk) -> None:
    desk.open_page()
    desk.use(doubting())
    wait_for_offer(desk, "1 picture read by another model")
    desk.use(model(ODD, name="Five"))
    wait_for_offer(desk, "")
    assert desk.page.banner.text
    assert models(desk) == [shipped_model().name]


def test_a_threshold_holds_at_once_whoever_read(desk: ReadDesk) -> None:
    text = desk.open_page()
    desk.use(doubting())
    desk.in_use.set_threshold(1.0)
    desk.in_use.set_threshold(0.0)
    assert desk.checked.text == text
    pixels, more = page_pixels(2)
    desk.page.read_picture(pixels, "later.png")
    desk.in_use.set_threshold(1.0)  # while it is being read
    desk.wait_for("??")
    desk.in_use.set_threshold(0.0)
    assert desk.checked.text == more
    assert models(desk) == [shipped_model().name, "Another"]
