from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.draw.preparation.panel import PreparationPanel
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.prepared import PreparedPicture, prepared_drawing, prepared_picture
from lenet_app.ink.steps import Preparation, StepKind, preparation_of
from lenet_app.ink.strokes import Drawing, Stroke
from tests.gui.helpers import shown_pixels

KINDS = [kind for kind in StepKind if kind not in (StepKind.STROKES, StepKind.PEN)]
"""What is done to a picture on which there is all to do."""
NOTHING, SOMETHING = np.zeros((1, 1), np.bool_), np.ones((1, 1), np.bool_)


def ruled_page(*, lines: bool = True, specks: int = 3) -> Preparation:
    """A slanted 1 on a page of 400 by 500 pixels, set upright."""
    image = Image.new("RGBA", (400, 500), (235, 235, 235))
    pen = ImageDraw.Draw(image)
    for y in range(30, 500, 60) if lines else ():
        pen.line([(0, y), (400, y + 4)], fill=(150, 170, 225), width=2)
    for x, y in ((30, 40), (350, 90), (60, 460))[:specks]:
        pen.ellipse((x, y, x + 5, y + 5), fill=(30, 30, 30))
    pen.line([(250, 100), (170, 380)], fill=(30, 30, 30), width=18)
    return preparation_of(prepared_picture(picture_ink(np.asarray(image)), deslant=True))


def with_marks(preparation: Preparation, **changes: object) -> Preparation:
    """As if these things had been found."""
    made = preparation.made
    assert isinstance(made, PreparedPicture)
    marks = replace(made.picture.marks, **changes)  # type: ignore[arg-type]
    return replace(preparation, made=replace(made, picture=replace(made.picture, marks=marks)))


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> PreparationPanel:
    ThemeSwitch(qapp, Theme.LIGHT)
    panel = PreparationPanel()
    qtbot.addWidget(panel)
    panel.resize(1200, 300)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def chosen_title(panel: PreparationPanel) -> str:
    return "" if panel.list.current is None else panel.list.current.title


def facts(panel: PreparationPanel) -> dict[str, str]:
    return {step.title: step.fact for step in panel.list.steps}


def test_every_step_has_its_title_and_its_fact(panel: PreparationPanel) -> None:
    made = ruled_page()
    panel.show_preparation(made, AUTOMATIC, AUTOMATIC)
    assert [step.key for step in panel.list.steps] == KINDS
    assert made.made.fitted is not None
    left, top, right, bottom = made.made.fitted.box
    assert facts(panel) == {
        "Grey": "one brightness a pixel",
        "Background removed": "ink darker than the ground",
        "Threshold": "0.20, automatic",
        "Lines removed": "printed on the paper",
        "Specks removed": "3 specks",
        "Box around the ink": f"{right - left} × {bottom - top} pixels",
        # The middle line leans by atan(80 / 280); its ends are cut square.
        "Set upright": "it leant 16° to the right",
        "Centred by mass": facts(panel)["Centred by mass"],
    }
    assert facts(panel)["Centred by mass"].startswith("in 28 × 28")


@pytest.mark.parametrize(
    ("changes", "title", "fact"),
    [
        ({"specks": 1}, "Specks removed", "1 speck"),
        ({"specks": 0}, "Specks removed", "too faint for ink"),
        ({"lines": NOTHING, "objects": SOMETHING}, "Things removed", "frames and edges"),
        ({"objects": SOMETHING}, "Lines removed", "printed lines, frames and edges"),
        ({"dark_on_light": False}, "Background removed", "ink lighter than the ground"),
        ({"threshold": 0.355}, "Threshold", "0.35, automatic"),
    ],
)
def test_what_a_fact_says(panel: PreparationPanel, changes: dict[str, object], title: str, fact: str) -> None:
    panel.show_preparation(with_marks(ruled_page(), **changes), AUTOMATIC, AUTOMATIC)
    assert facts(panel)[title] == fact


@pytest.mark.parametrize(("slant", "fact"), [(1.0, "it leant 45° to the left"), (0.001, "it was upright")])
def test_where_the_ink_leant_to(panel: PreparationPanel, slant: float, fact: str) -> None:
    made = ruled_page()
    fitted = made.made.fitted
    assert fitted is not None
    leaning = replace(made, made=replace(made.made, fitted=replace(fitted, slant=slant)))
    panel.show_preparation(leaning, AUTOMATIC, AUTOMATIC)
    assert facts(panel)["Set upright"] == fact


def test_arrow_keys_lead_from_step_to_step(panel: PreparationPanel) -> None:
    made = ruled_page()
    panel.show_preparation(made, AUTOMATIC, AUTOMATIC)
    assert chosen_title(panel) == "Centred by mass", "the last one is chosen first"
    panel.list.setFocus()
    for title in ("Set upright", "Box around the ink", "Specks removed"):
        QTest.keyClick(panel.list, Qt.Key.Key_Left)
        assert chosen_title(panel) == title
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    assert chosen_title(panel) == "Grey"


@pytest.mark.parametrize("width", [600, 640, 700])
def test_the_few_steps_of_a_drawing_are_all_in_sight(panel: PreparationPanel, width: int) -> None:
    made = ruled_page()
    drawn = replace(made, steps=made.steps[-3:])
    panel.resize(width, 150)
    panel.show_preparation(drawn, AUTOMATIC, AUTOMATIC)
    assert panel.list.count() == 3
    rooms = [panel.list.visualItemRect(panel.list.item(row)) for row in range(3)]
    assert rooms[0].left() >= 0
    assert rooms[-1].right() <= panel.list.viewport().width()


def test_a_click_shows_a_step_in_large(panel: PreparationPanel) -> None:
    made = ruled_page()
    panel.show_preparation(made, AUTOMATIC, AUTOMATIC)
    item = panel.list.item(KINDS.index(StepKind.BOX))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualItemRect(item).center())
    assert chosen_title(panel) == "Box around the ink"
    sizes = [panel.list.visualItemRect(panel.list.item(row)).width() for row in range(len(KINDS))]
    assert max(sizes) == sizes[KINDS.index(StepKind.BOX)] > 1.3 * sizes[0]
    # The frame around the ink is the only orange there is.
    red, green, blue = shown_pixels(panel.list).astype(int).transpose(2, 0, 1)
    assert np.count_nonzero((red > 200) & (green < 140) & (blue < 80)) > 100


def test_the_chosen_step_stays_chosen_when_others_come_and_go(panel: PreparationPanel) -> None:
    panel.show_preparation(ruled_page(), AUTOMATIC, AUTOMATIC)
    panel.list.setCurrentRow(KINDS.index(StepKind.BOX))
    panel.show_preparation(ruled_page(lines=False, specks=0), AUTOMATIC, AUTOMATIC)
    assert chosen_title(panel) == "Box around the ink"
    panel.show_none("There is nothing.", can_be_corrected=True)
    assert chosen_title(panel) == ""
    assert panel.sentence == "There is nothing."
    assert panel.form.isVisible()
    panel.show_none("There is nothing.", can_be_corrected=False)
    assert not panel.form.isVisible()
    panel.show_preparation(ruled_page(), AUTOMATIC, AUTOMATIC)
    assert chosen_title(panel) == "Box around the ink"
    assert panel.sentence == ""
    assert panel.form.isVisible()


def test_the_threshold_starts_where_it_was_found(panel: PreparationPanel) -> None:
    told: list[Corrections] = []
    panel.corrections_changed.connect(told.append)
    panel.show_preparation(with_marks(ruled_page(), threshold=0.42), AUTOMATIC, AUTOMATIC)
    form = panel.form
    assert form.slider.value() == 42
    assert not form.automatic_button.isEnabled()
    assert not told
    QTest.keyClick(form.slider, Qt.Key.Key_Right)
    assert told == [Corrections(threshold=0.43)]
    QTest.mouseClick(form.automatic_button, Qt.MouseButton.LeftButton)
    assert told[1:] == [AUTOMATIC]
    assert form.slider.hasFocus(), "a button that cannot be pressed any more has lost it"


def test_the_slider_stays_where_it_is_dragged_while_the_steps_lag_behind(panel: PreparationPanel) -> None:
    panel.show_preparation(ruled_page(), AUTOMATIC, AUTOMATIC)
    panel.form.slider.setValue(70)
    panel.show_preparation(with_marks(ruled_page(), threshold=0.5), Corrections(threshold=0.5), panel.form.corrections)
    assert panel.form.slider.value() == 70
    assert facts(panel)["Threshold"] == "0.50, by hand"


def test_tab_leads_through_the_panel_from_the_steps_to_the_corrections(panel: PreparationPanel) -> None:
    chosen = Corrections(threshold=0.3)
    panel.show_preparation(ruled_page(), chosen, chosen)
    panel.list.setFocus()
    for field in (*panel.form.fields[:3], panel.form.upright_box):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is field


def test_which_is_ink_is_chosen_by_click_and_arrow_keys(panel: PreparationPanel) -> None:
    told: list[Corrections] = []
    panel.corrections_changed.connect(told.append)
    panel.show_preparation(ruled_page(), AUTOMATIC, AUTOMATIC)
    automatic, darker, lighter = panel.form.ink_buttons
    assert automatic.isChecked()
    darker.click()
    darker.setFocus()
    QTest.keyClick(darker, Qt.Key.Key_Right)
    assert lighter.isChecked()
    automatic.click()
    assert [one.inverted for one in told] == [True, False, None]


def test_what_is_chosen_together_is_told_together(panel: PreparationPanel) -> None:
    panel.show_preparation(ruled_page(), AUTOMATIC, AUTOMATIC)
    panel.form.slider.setValue(30)
    panel.form.ink_buttons[1].click()
    panel.form.upright_box.click()
    assert panel.form.corrections == Corrections(0.3, True, deslant=True)


def test_a_drawing_has_its_own_steps_and_no_threshold(panel: PreparationPanel) -> None:
    made = prepared_drawing(Drawing((Stroke(((0.6, 0.2), (0.4, 0.8)), 0.06),)), deslant=True)
    assert made is not None
    panel.show_preparation(preparation_of(made), Corrections(deslant=True), Corrections(deslant=True))
    assert facts(panel) == {
        "Strokes": "as they were drawn",
        "Set upright": "it leant 18° to the right",
        "Pen evened": "one pen for all drawings",
        "Centred by mass": "in 28 × 28 pixels",
    }
    assert not panel.form.slider.isVisible()
    assert panel.form.upright_box.isVisible()
    assert panel.form.upright_box.isChecked()
