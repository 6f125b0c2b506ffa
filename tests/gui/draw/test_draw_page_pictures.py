from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.canvas.pen_and_eraser import Tool
from lenet_app.ink.strokes import Drawing
from tests.gui.draw.desk import Desk
from tests.gui.helpers import seven

Write = Callable[[Path], None]


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


# Opening


def test_the_dialog_begins_where_the_last_picture_was(desk: Desk, tmp_path: Path) -> None:
    """Before that among the user's pictures: nobody knows where a program was started."""

    def directory() -> Path:
        desk.page.panel.open_action.trigger()
        dialog = desk.page.findChildren(QFileDialog)[-1]
        place = Path(dialog.directory().absolutePath())
        dialog.reject()
        return place

    pictures = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    assert directory() == (pictures if pictures.is_dir() else Path.home())
    seven().save(tmp_path / "seven.png")
    desk.page.open_picture(tmp_path / "seven.png")
    desk.wait_for("7")
    assert directory() == tmp_path


def test_the_eraser_on_a_picture_is_answered_in_words(desk: Desk, tmp_path: Path) -> None:
    seven().save(tmp_path / "seven.png")
    desk.page.open_picture(tmp_path / "seven.png")
    desk.wait_for("7")
    desk.canvas.set_tool(Tool.ERASER)
    QTest.mousePress(desk.canvas, Qt.MouseButton.LeftButton, pos=desk.canvas.rect().center())
    QTest.mouseRelease(desk.canvas, Qt.MouseButton.LeftButton, pos=desk.canvas.rect().center())
    assert desk.page.panel.notice.text == "Only strokes can be erased. Clear takes the picture away."
    assert isinstance(desk.canvas.content, ShownPicture)


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
    assert "inverted" in desk.page.fitting_line.line


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
    Image.new("1", (10_000, 10_001)).save(tmp_path / "large.png")
    desk.page.open_picture(tmp_path / "large.png")
    qtbot.waitUntil(lambda: desk.notice.text == "large.png has more than 100 million pixels.")
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
    desk.assert_no_ink_is_found()


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


@pytest.mark.parametrize("part", ["layers_view", "answer_view", "number", "inspector"])
def test_a_drop_counts_wherever_it_falls(desk: Desk, tmp_path: Path, part: str) -> None:
    dark(seven()).save(tmp_path / "dropped.png")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.png"))])
    desk.drop(mime, desk.page.browser.index.lineEdit() if part == "number" else getattr(desk.page, part))
    desk.wait_for("7")


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_of_several_files_the_first_is_shown_and_the_others_are_told(desk: Desk, tmp_path: Path, way: str) -> None:
    paths = [tmp_path / name for name in ("one.png", "two.png", "three.png")]
    for path in paths:
        dark(seven()).save(path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if way == "drop":
        desk.drop(mime)
    else:
        QGuiApplication.clipboard().setMimeData(mime)
        desk.page.paste()
    desk.wait_for("7")
    assert isinstance(desk.canvas.content, ShownPicture)
    assert desk.canvas.content.caption == "one.png"
    assert desk.notice.text == (
        "Draw takes one picture at a time: one.png is shown, 2 others are not. Read takes many at once."
    )
