from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.gui.pages.draw_page import DrawPage
from lenet_app.gui.theme import Theme, ThemeSwitch
from lenet_app.gui.widgets.canvas_content import ShownPicture
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.recognition import Answer, DataSetPicture, LiveRecognition
from lenet_app.ink.strokes import Drawing
from lenet_app.networks.architecture import Activation, Architecture, FullyConnected
from lenet_app.recognition.recognizer import Recognizer
from tests.gui.canvas_helpers import LEFT, draw
from tests.gui.helpers import SEVEN, seven, shipped_model

Write = Callable[[Path], None]


class Desk:
    """The page with its workers, answering with the shipped model."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self._parent = QObject()
        self.background = Background(self._parent)
        self.recognition = LiveRecognition(self._parent)
        self.page = DrawPage(self.recognition, self.background)
        self.answers: list[Answer] = []
        self.page.answered.connect(self.answers.append)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 560)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.canvas, self.notice = self.page.canvas, self.page.panel.notice
        self.page.set_model(shipped_model())

    def settled(self) -> None:
        """All work asked for so far is done and told."""
        done: list[None] = []
        self.background.run(lambda: None, done.append, lambda _sentence: None)
        self.qtbot.waitUntil(lambda: bool(done))

    def wait_for(self, label: str) -> None:
        self.qtbot.waitUntil(lambda: self.page.answer_view.label == label)

    def draw_seven(self) -> None:
        """By mouse, along the strokes."""
        sheet = self.canvas.sheet()
        points = SEVEN.strokes[0].points
        draw(
            self.canvas, *((sheet.x() + int(x * sheet.width()), sheet.y() + int(y * sheet.width())) for x, y in points)
        )
        self.wait_for("7")

    def drop(self, mime: QMimeData) -> None:
        """By the events of a real drop."""
        keys, action, at = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction, QPoint(50, 50)
        QApplication.sendEvent(self.canvas, QDragEnterEvent(at, action, mime, LEFT, keys))
        QApplication.sendEvent(self.canvas, QDropEvent(QPointF(at), action, mime, LEFT, keys))

    def assert_nothing_is_shown(self) -> None:
        assert self.page.answer_view.label == ""
        assert self.page.answer_view.note == "Nothing drawn"
        assert self.page.layers_view.values("C1") is None
        assert self.page.input_view.notes == "Draw or open a picture"


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = Desk(qtbot)
    yield desk
    desk.recognition.finish()
    desk.background.finish()


def dark(image: Image.Image) -> Image.Image:
    return image.point([255 - value for value in range(256)])


def transparent(image: Image.Image) -> Image.Image:
    strokes = Image.new("RGBA", image.size, (20, 40, 160))
    strokes.putalpha(image)
    return strokes


def save_turned(path: Path) -> None:
    """Lying on its side, with the EXIF tag that says so."""
    exif = Image.Exif()
    exif[274] = 6  # to be turned by 90° clockwise
    dark(seven()).rotate(90, expand=True).save(path, exif=exif, quality=92)


def save_deep(path: Path) -> None:
    values = np.asarray(seven(), np.uint16) * 200 + 3000
    Image.fromarray(values).save(path)


PICTURES: dict[str, tuple[str, Write]] = {
    "light on dark": ("seven.png", lambda path: seven().save(path)),
    "dark on light": ("seven.png", lambda path: dark(seven()).save(path)),
    "transparent": ("seven.png", lambda path: transparent(seven()).save(path)),
    "turned by EXIF": ("seven.jpg", save_turned),
    "16 bits": ("seven.png", save_deep),
    "16 bits TIFF": ("seven.tif", save_deep),
}


# Drawing


def test_a_drawing_gets_an_answer(desk: Desk) -> None:
    desk.draw_seven()
    assert desk.page.answer_view.note.endswith(" % sure")
    assert desk.page.layers_view.values("F6") is not None
    assert desk.page.input_view.notes.startswith("32 × 32, scaled to a 20-pixel box")


def test_the_answer_comes_while_the_pen_is_down(desk: Desk) -> None:
    sheet = desk.canvas.sheet()
    start = QPoint(sheet.x() + sheet.width() // 2, sheet.y() + 40)
    QTest.mousePress(desk.canvas, LEFT, pos=start)
    QTest.mouseMove(desk.canvas, start + QPoint(0, sheet.height() - 90))
    desk.wait_for("1")
    QTest.mouseRelease(desk.canvas, LEFT, pos=start + QPoint(0, sheet.height() - 90))


def test_an_empty_canvas_has_no_answer(desk: Desk) -> None:
    desk.assert_nothing_is_shown()
    desk.draw_seven()
    QTest.keyClick(desk.canvas, Qt.Key.Key_Delete)
    desk.assert_nothing_is_shown()


def test_a_late_answer_does_not_come_back_after_clear(desk: Desk, qtbot: QtBot) -> None:
    """The request is under way as the canvas is cleared."""
    desk.canvas.set_content(SEVEN)
    with qtbot.waitSignal(desk.recognition.answered):
        desk.canvas.clear()
    desk.assert_nothing_is_shown()
    assert not desk.answers


def test_before_there_is_a_model_nothing_is_answered(desk: Desk, qtbot: QtBot) -> None:
    page = DrawPage(desk.recognition, desk.background)
    qtbot.addWidget(page)
    with qtbot.assertNotEmitted(desk.recognition.answered, wait=50):
        page.canvas.set_content(SEVEN)
    page.set_model(shipped_model())
    qtbot.waitUntil(lambda: page.answer_view.label == "7")


def test_another_model_answers_at_once(desk: Desk) -> None:
    desk.draw_seven()
    weights = dict(shipped_model().weights)
    weights["output.bias"] = weights["output.bias"] + np.eye(10, dtype=np.float32)[3] * 1000
    model = replace(shipped_model(), weights=weights, name="always three")
    desk.page.set_model(model)
    desk.wait_for("3")
    desk.page.set_model(shipped_model())
    desk.wait_for("7")


def test_an_answer_of_the_model_before_is_not_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.set_content(SEVEN)
    other = replace(shipped_model(), name="other")
    desk.page.set_model(other)
    qtbot.waitUntil(lambda: bool(desk.answers))
    assert [one.request.recognizer.model for one in desk.answers] == [other]


# Pictures


@pytest.mark.parametrize(("name", "write"), PICTURES.values(), ids=PICTURES)
def test_a_picture_is_opened_and_answered(desk: Desk, tmp_path: Path, name: str, write: Write) -> None:
    write(tmp_path / name)
    desk.page.open_picture(tmp_path / name)
    desk.wait_for("7")
    assert isinstance(desk.canvas.content, ShownPicture)
    assert desk.canvas.content.caption == name
    assert desk.canvas.accessibleDescription() == f"Picture: {name}"


def test_what_was_done_to_a_dark_picture_is_told(desk: Desk, tmp_path: Path) -> None:
    dark(seven()).save(tmp_path / "7.png")
    desk.page.open_picture(tmp_path / "7.png")
    desk.wait_for("7")
    assert "inverted" in desk.page.input_view.notes


def test_undo_brings_the_drawing_and_its_answer_back(desk: Desk, tmp_path: Path) -> None:
    desk.draw_seven()
    drawn = desk.canvas.content
    one = Image.new("L", (60, 60), 0)
    one.paste(255, (28, 8, 33, 52))
    one.save(tmp_path / "1.png")
    desk.page.open_picture(tmp_path / "1.png")
    desk.wait_for("1")
    QTest.keySequence(desk.canvas, "Ctrl+Z")
    desk.wait_for("7")
    assert desk.canvas.content is drawn


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("seven.txt", b"seven", "seven.txt is not a picture this program can read."),
        ("empty.png", b"", "empty.png is not a picture this program can read."),
        ("truncated.png", None, "truncated.png is damaged: its picture cannot be decoded."),
    ],
)
def test_what_is_no_picture_leaves_the_drawing(
    desk: Desk, tmp_path: Path, qtbot: QtBot, name: str, content: bytes | None, sentence: str
) -> None:
    desk.draw_seven()
    drawn = desk.canvas.content
    path = tmp_path / name
    if content is None:
        seven(400).save(path)
        content = path.read_bytes()[:-200]
    path.write_bytes(content)
    desk.page.open_picture(path)
    qtbot.waitUntil(lambda: desk.notice.text != "")
    assert desk.notice.text == sentence
    assert desk.canvas.content is drawn
    assert desk.page.answer_view.label == "7"


def test_a_picture_that_is_too_large_leaves_the_drawing(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.draw_seven()
    drawn = desk.canvas.content
    Image.new("1", (10_000, 5_001)).save(tmp_path / "large.png")
    desk.page.open_picture(tmp_path / "large.png")
    qtbot.waitUntil(lambda: desk.notice.text == "large.png has more than 50 million pixels.")
    assert desk.canvas.content is drawn


def test_a_missing_file_is_told(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.page.open_picture(tmp_path / "gone.png")
    qtbot.waitUntil(lambda: desk.notice.text.startswith("gone.png cannot be read"))


def test_the_next_picture_takes_the_sentence_away(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.page.open_picture(tmp_path / "gone.png")
    qtbot.waitUntil(lambda: desk.notice.text != "")
    seven().save(tmp_path / "7.png")
    desk.page.open_picture(tmp_path / "7.png")
    desk.wait_for("7")
    assert desk.notice.text == ""


def test_a_blank_picture_has_no_answer(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.draw_seven()
    Image.new("L", (40, 40), 255).save(tmp_path / "blank.png")
    desk.page.open_picture(tmp_path / "blank.png")
    qtbot.waitUntil(lambda: isinstance(desk.canvas.content, ShownPicture))
    qtbot.waitUntil(lambda: desk.page.answer_view.label == "")
    desk.assert_nothing_is_shown()


# Paste


def qt_image(image: Image.Image) -> QImage:
    rgba = image.convert("RGBA")
    return QImage(rgba.tobytes(), *rgba.size, QImage.Format.Format_RGBA8888).copy()


@pytest.mark.parametrize("guise", ["light", "dark", "transparent"])
def test_a_pasted_picture_is_answered(desk: Desk, guise: str) -> None:
    image = {"light": seven(), "dark": dark(seven()), "transparent": transparent(seven())}[guise]
    QGuiApplication.clipboard().setImage(qt_image(image))
    QTest.keySequence(desk.canvas, "Ctrl+V")
    desk.wait_for("7")
    assert isinstance(desk.canvas.content, ShownPicture)
    assert desk.canvas.content.caption == "Pasted picture"


def test_a_copied_file_is_pasted_rather_than_its_icon(desk: Desk, tmp_path: Path) -> None:
    seven().save(tmp_path / "7.png")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "7.png"))])
    mime.setImageData(qt_image(Image.new("L", (16, 16), 90)))
    QGuiApplication.clipboard().setMimeData(mime)
    desk.page.paste()
    desk.wait_for("7")
    assert isinstance(desk.canvas.content, ShownPicture)
    assert desk.canvas.content.caption == "7.png"


def test_pasting_something_else_is_told(desk: Desk) -> None:
    desk.draw_seven()
    for empty in (False, True):
        desk.notice.dismiss()
        if empty:
            QGuiApplication.clipboard().clear()
        else:
            QGuiApplication.clipboard().setText("seven")
        desk.page.paste()
        assert desk.notice.text == "There is no picture to paste."
    assert isinstance(desk.canvas.content, Drawing)


# Drop


def test_a_dropped_file_is_answered(desk: Desk, tmp_path: Path) -> None:
    dark(seven()).save(tmp_path / "dropped.png")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.png"))])
    desk.drop(mime)
    desk.wait_for("7")


def test_a_dropped_file_that_is_no_picture_leaves_the_drawing(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.draw_seven()
    drawn = desk.canvas.content
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    desk.drop(mime)
    qtbot.waitUntil(lambda: desk.notice.text.endswith("is a folder, not a picture."))
    assert desk.canvas.content is drawn


def test_a_dropped_image_is_answered(desk: Desk) -> None:
    mime = QMimeData()
    mime.setImageData(qt_image(seven()))
    desk.drop(mime)
    desk.wait_for("7")
    assert isinstance(desk.canvas.content, ShownPicture)
    assert desk.canvas.content.caption == "Dropped picture"


def test_a_dropped_image_that_cannot_be_read_is_told(desk: Desk, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setData("application/x-qt-image", b"nothing")
    desk.drop(mime)
    qtbot.waitUntil(lambda: desk.notice.text.endswith("picture is empty."))


# The data set


@pytest.fixture
def with_data(desk: Desk, qtbot: QtBot) -> Desk:
    desk.page.load_data_set()
    qtbot.waitUntil(desk.page.browser.isEnabled, timeout=60_000)
    return desk


def test_pictures_of_the_data_set_are_shown_with_their_label(with_data: Desk) -> None:
    test = catalogue.load(catalogue.MNIST).test
    QTest.keySequence(with_data.canvas, "Ctrl+Right")
    with_data.wait_for(str(test.labels[1]))
    assert with_data.page.browser.caption == f"MNIST: true label {test.labels[1]}"
    assert "as it is in the data set" in with_data.page.input_view.notes
    content = with_data.canvas.content
    assert isinstance(content, ShownPicture)
    assert np.array_equal(content.pixels[..., 0], test.images[1, 0])
    assert with_data.canvas.accessibleDescription() == "Picture"
    (answer,) = with_data.answers
    assert answer.fitted is None
    with_data.canvas.clear()
    assert with_data.page.browser.caption == "Pictures of MNIST"


def test_training_pictures_are_shown_too(with_data: Desk) -> None:
    training = catalogue.load(catalogue.MNIST).training
    with_data.page.browser.part.setFocus()
    QTest.keyClick(with_data.page.browser.part, Qt.Key.Key_Down)
    assert with_data.page.browser.caption == f"MNIST: true label {training.labels[0]}"


def test_editing_the_number_leaves_the_canvas_alone(with_data: Desk) -> None:
    with_data.draw_seven()
    drawn = with_data.canvas.content
    with_data.page.browser.index.setFocus()
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_1):
        QTest.keyClick(with_data.page.browser.index, key)
    assert with_data.canvas.content is drawn


# Failures


def test_what_the_network_cannot_take_is_told_and_nothing_else_is_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.draw_seven()
    image = np.full((1, 40, 40), 255, np.uint8)
    shown = np.zeros((40, 40, 3), np.uint8)
    desk.canvas.set_content(ShownPicture(shown, source=DataSetPicture(image, "0")))
    qtbot.waitUntil(lambda: "do not fit a network input" in desk.notice.text)
    desk.assert_nothing_is_shown()


def test_a_model_of_another_architecture_takes_over(desk: Desk) -> None:
    desk.draw_seven()
    layers = (FullyConnected("F1", units=3, activation=Activation.NONE),)
    architecture = Architecture("linear", "Linear", (1, 28, 28), layers)
    weights = {"F1.weight": np.zeros((3, 784), np.float32), "F1.bias": np.array([0, 9, 0], np.float32)}
    model = replace(shipped_model(), architecture=architecture, weights=weights, class_names=("x", "y", "z"))
    desk.page.set_model(model)
    desk.wait_for("y")
    assert desk.page.layers_view.values("F1") is not None
    assert isinstance(desk.answers[-1].request.recognizer, Recognizer)
