"""A unit that is chosen in the layers of the page: it stays, is told, and reaches the looks."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from lenet_app.gui.inside.live_look import Looked
from lenet_app.inspection.looking import Part
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.helpers import ONE, SEVEN, shipped_model
from tests.gui.layers.test_view_family import model_of

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def click_c3(desk: Desk) -> Unit:
    """On the unit C3/0/5,5."""
    view = desk.page.layers_view
    left, top, width, height = view.place("C3").cell(0)
    at = QPoint(int(left + 5.5 * width / 10), int(top + 5.5 * height / 10))
    QTest.mouseClick(view.viewport(), LEFT, NONE, at)
    return Unit("C3", (0, 5, 5))


def test_a_clicked_unit_stays_while_one_draws_and_in_models_of_its_kind(desk: Desk) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    unit = click_c3(desk)
    assert desk.page.choice.unit == unit
    line = desk.page.frame.unit_line
    assert "C3, map 0, row 5, column 5: " in line.text()
    assert "Sees S2 5 × 5" in line.text()
    before = line.text()
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    assert desk.page.choice.unit == unit
    assert line.text() != before
    desk.use(replace(shipped_model(), name="other"))
    assert desk.page.choice.unit == unit
    desk.use(model_of("lenet-pytorch"))
    assert desk.page.choice.unit is None
    assert "Point at a unit" in line.text()


def test_looks_follow_choice_and_drawing_while_they_are_wanted(desk: Desk) -> None:
    looked: list[Looked | None] = []
    desk.page.live_look.looked.connect(looked.append)
    desk.page.live_look.want("test", {Part.ARITHMETIC})
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    unit = click_c3(desk)

    def is_of(label: str) -> bool:
        last = looked[-1] if looked else None
        insight = None if last is None else last.request.answer.insight
        return (
            last is not None and last.look.unit == unit and insight is not None and (insight.recognition.label == label)
        )

    desk.qtbot.waitUntil(lambda: is_of("7"))
    desk.canvas.set_content(ONE)
    desk.qtbot.waitUntil(lambda: is_of("1"))
    desk.canvas.clear()
    desk.qtbot.waitUntil(lambda: looked[-1] is None)


def test_the_legend_follows_the_scale_of_each_map(desk: Desk) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    card = desk.page.frame.layers_card
    before = desk.page.layers_view.grab().toImage()
    legend = card.legend.grab().toImage()
    card.values_menu.each_map.trigger()
    assert card.legend.grab().toImage() != legend
    assert desk.page.layers_view.grab().toImage() != before
    card.values_menu.each_map.trigger()
    assert desk.page.layers_view.grab().toImage() == before


def test_a_stage_works_for_an_audience_and_escape_leaves_it_first(desk: Desk) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    click_c3(desk)
    desk.page.set_projected(True)
    view = desk.page.layers_view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.stage == "C3"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert desk.page.frame.layers_card.shows_map
    QTest.keyClick(desk.page.frame.layers_card.map_stage, Qt.Key.Key_Escape)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.stage == ""
    desk.page.set_projected(False)
