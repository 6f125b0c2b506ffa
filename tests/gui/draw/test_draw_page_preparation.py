"""What was done to a drawing or a picture, looked through and corrected on the page."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.ink.corrections import Corrections
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.normalise import FittedInk, fit
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.strokes import Drawing, Stroke
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN, seven, shipped_model
from tests.unit.whole_models import primaries

LEANING = Drawing((Stroke(((0.65, 0.2), (0.35, 0.8)), 0.06),))


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    """With a 7 in ink that fades out at its foot, and the steps in sight."""
    image = Image.new("L", (160, 200), 255)
    pen = ImageDraw.Draw(image)
    pen.line([(40, 40), (120, 40), (80, 110)], fill=0, width=14, joint="curve")
    pen.line([(80, 110), (60, 160)], fill=150, width=14)  # four tenths of the contrast
    image.save(tmp_path / "seven.png")
    desk.page.open_picture(tmp_path / "seven.png")
    desk.wait_for("7")
    open_steps(desk)
    return desk


def open_steps(desk: Desk) -> None:
    desk.page.fitting_line.click()
    desk.qtbot.waitUntil(lambda: bool(desk.steps().list.steps))


def fitted(desk: Desk) -> FittedInk:
    found = desk.answers[-1].fitted
    assert isinstance(found, FittedInk)
    return found


def first_maps(desk: Desk) -> npt.NDArray[np.float32]:
    values = desk.page.layers_view.values("C1")
    assert values is not None
    return values.copy()


def facts(desk: Desk) -> dict[str, str]:
    return {step.title: step.fact for step in desk.steps().list.steps}


def wait_for_corrections(desk: Desk, corrections: Corrections) -> None:
    desk.qtbot.waitUntil(lambda: desk.answers[-1].request.corrections == corrections)


def test_the_steps_of_a_picture_are_looked_through(opened: Desk) -> None:
    panel = opened.steps()
    assert panel.isVisible()
    assert panel.list.hasFocus()
    assert list(facts(opened)) == ["Grey", "Background removed", "Threshold", "Box around the ink", "Centred by mass"]
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    assert panel.list.current is not None
    assert panel.list.current.title == "Grey"
    QTest.keyClick(panel.list, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert opened.page.fitting_line.hasFocus()


def test_opening_the_steps_covers_nothing(desk: Desk) -> None:
    """The layers are lower then, and all of them are still in sight."""
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    page = desk.page
    before = [part.geometry() for part in (desk.canvas, page.browser, page.fitting_line)]
    open_steps(desk)
    assert [part.geometry() for part in (desk.canvas, page.browser, page.fitting_line)] == before
    boxes = [QRect(part.mapTo(page, QPoint()), part.size()) for part in (page.layers_view, page.answer_view)]
    inspector = QRect(page.inspector.mapTo(page, QPoint()), page.inspector.size())
    assert all(box.bottom() < inspector.top() for box in boxes)
    assert inspector.left() > desk.canvas.mapTo(page, QPoint(desk.canvas.width(), 0)).x()
    assert page.layers_view.horizontalScrollBar().maximum() == 0


def test_a_threshold_by_hand_takes_effect_on_everything(opened: Desk, tmp_path: Path) -> None:
    automatic = fitted(opened)
    shown = first_maps(opened)
    opened.steps().form.slider.setValue(60)
    wait_for_corrections(opened, Corrections(threshold=0.6))
    expected = fit(picture_ink(read_pixels(tmp_path / "seven.png"), Corrections(threshold=0.6)).ink)
    assert expected is not None
    assert np.array_equal(fitted(opened).picture, expected.picture)
    assert not np.array_equal(fitted(opened).box, automatic.box), "the foot is gone"
    assert facts(opened)["Threshold"] == "0.60, by hand"
    assert not np.array_equal(first_maps(opened), shown)
    opened.steps().form.automatic_button.click()
    wait_for_corrections(opened, Corrections())
    assert np.array_equal(fitted(opened).picture, automatic.picture)
    assert facts(opened)["Threshold"].endswith("automatic")


def test_a_dragged_slider_is_answered_at_its_end_and_nothing_queues_up(opened: Desk) -> None:
    before = len(opened.answers)
    slider = opened.steps().form.slider
    for value in range(21, 61):
        slider.setValue(value)
    wait_for_corrections(opened, Corrections(threshold=0.6))
    assert len(opened.answers) <= before + 2
    assert slider.value() == 60


def test_inversion_by_hand(opened: Desk) -> None:
    assert opened.answers[-1].inverted
    opened.steps().form.ink_buttons[2].click()
    wait_for_corrections(opened, Corrections(inverted=False))
    assert not opened.answers[-1].inverted
    assert facts(opened)["Background removed"] == "ink lighter than the ground"
    assert "inverted" not in opened.page.fitting_line.line


def test_a_new_picture_starts_automatic_and_an_undo_brings_the_choice_back(opened: Desk, tmp_path: Path) -> None:
    opened.steps().form.slider.setValue(60)
    wait_for_corrections(opened, Corrections(threshold=0.6))
    seven().save(tmp_path / "other.png")
    opened.page.open_picture(tmp_path / "other.png")
    opened.qtbot.waitUntil(lambda: facts(opened).get("Background removed") == "ink lighter than the ground")
    assert opened.answers[-1].request.corrections == Corrections()
    assert facts(opened)["Threshold"].endswith("automatic")
    opened.canvas.undo()
    wait_for_corrections(opened, Corrections(threshold=0.6))
    opened.qtbot.waitUntil(lambda: opened.steps().form.slider.value() == 60)


def test_what_was_corrected_holds_when_the_steps_are_closed(opened: Desk) -> None:
    opened.steps().form.slider.setValue(60)
    wait_for_corrections(opened, Corrections(threshold=0.6))
    corrected = fitted(opened)
    QTest.keyClick(opened.steps().list, Qt.Key.Key_Escape)
    with opened.qtbot.waitSignal(opened.page.answered):
        opened.in_use.set_threshold(0.9)
    assert opened.answers[-1].preparation is None
    assert np.array_equal(fitted(opened).picture, corrected.picture)


def test_ink_too_faint_to_count_is_found_by_hand(desk: Desk, tmp_path: Path) -> None:
    image = Image.new("L", (200, 200), 255)
    image.paste(251, (95, 40, 106, 160))
    image.save(tmp_path / "faint.png")
    with desk.qtbot.waitSignal(desk.page.answered):
        desk.page.open_picture(tmp_path / "faint.png")
    desk.assert_no_ink_is_found()
    open_steps(desk)
    assert list(facts(desk)) == ["Grey", "Background removed", "Threshold"]
    desk.steps().form.slider.setValue(30)
    desk.wait_for("1")
    assert list(facts(desk))[-1] == "Centred by mass"


# Slanted writing


def test_a_drawing_is_set_upright_by_the_switch_and_so_is_the_next(desk: Desk) -> None:
    told: list[bool] = []
    desk.page.preparation.upright_changed.connect(told.append)
    desk.canvas.set_content(LEANING)
    desk.wait_for("1")
    open_steps(desk)
    assert list(facts(desk)) == ["Strokes", "Pen evened", "Centred by mass"]
    assert "set upright" not in desk.page.fitting_line.line
    desk.steps().form.upright_box.click()
    wait_for_corrections(desk, Corrections(deslant=True))
    assert told == [True]
    assert desk.settings.upright
    assert facts(desk)["Set upright"] == "it leant 27° to the right"
    assert "set upright" in desk.page.fitting_line.line
    assert np.count_nonzero(fitted(desk).picture.any(axis=0)) < 5
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    assert fitted(desk).slant is not None


def test_the_switch_can_be_set_beforehand(desk: Desk) -> None:
    told: list[bool] = []
    desk.page.preparation.upright_changed.connect(told.append)
    desk.page.preparation.set_upright(True)
    desk.canvas.set_content(LEANING)
    desk.wait_for("1")
    assert fitted(desk).slant == pytest.approx(-0.5, abs=0.01)
    assert not told, "who sets it knows"
    open_steps(desk)
    assert desk.steps().form.upright_box.isChecked()


def test_a_picture_is_set_upright_too(opened: Desk) -> None:
    opened.page.preparation.set_upright(True)
    wait_for_corrections(opened, Corrections(deslant=True))
    assert "Set upright" in facts(opened)
    assert "set upright" in opened.page.fitting_line.line


# What has no steps


def test_the_steps_follow_the_pen(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.set_content(LEANING)
    desk.wait_for("1")
    open_steps(desk)
    desk.canvas.clear()
    assert not desk.steps().list.steps
    assert desk.steps().isVisible(), "it waits for the next drawing"
    desk.draw_seven()
    qtbot.waitUntil(lambda: list(facts(desk)) == ["Strokes", "Pen evened", "Centred by mass"])


def show_data_set_picture(desk: Desk) -> None:
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 4:24, 13:16] = 255
    shown: npt.NDArray[np.uint8] = np.repeat(image.transpose(1, 2, 0), 3, axis=2)
    desk.canvas.set_content(ShownPicture(shown, source=DataSetPicture(image, "1", "MNIST")))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (show_data_set_picture, "Nothing was done: the network gets this picture as it is in the data set."),
        (lambda desk: desk.use(primaries()), "takes drawings and pictures as a whole."),
    ],
    ids=["data set", "whole"],
)
def test_why_what_is_not_fitted_has_no_steps_is_said(desk: Desk, change: Callable[[Desk], None], sentence: str) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    open_steps(desk)
    change(desk)
    assert desk.steps().sentence.endswith(sentence)
    assert not desk.steps().form.isVisible()
    desk.qtbot.waitUntil(lambda: desk.page.fitting_line.leads == "")
    desk.use(shipped_model())
    desk.canvas.set_content(LEANING)
    desk.qtbot.waitUntil(lambda: list(facts(desk)) == ["Strokes", "Pen evened", "Centred by mass"])
    assert desk.steps().form.isVisible()
    assert desk.page.fitting_line.leads == "What was done…"


@pytest.mark.data
def test_a_photo_is_looked_through(desk: Desk, handwriting: Path) -> None:
    desk.page.open_picture(handwriting / "digits" / "235_8.jpg")
    desk.qtbot.waitUntil(lambda: bool(desk.answers))
    open_steps(desk)
    assert list(facts(desk))[:3] == ["Grey", "Background removed", "Threshold"]
    assert "Centred by mass" in facts(desk)
