"""Pictures of several digits: the page offers to read them as a number."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.number_offer import NumberOffer
from lenet_app.gui.draw.widgets.read_offer import ReadOffer
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.penmanship.digits import written_digits
from lenet_app.reading.clear_number import is_clear_number
from lenet_app.reading.drawing_ink import page_of_drawing
from lenet_app.reading.reader import Reader
from tests.gui.draw.desk import Desk
from tests.gui.draw.test_draw_page_pictures import qt_image
from tests.gui.helpers import ONE, SEVEN, seven, shipped_recognizer
from tests.unit.reading.pages import shipped_sweep, well_read
from tests.unit.whole_models import primaries


def number(count: int = 3) -> tuple[Image.Image, str]:
    """Digits of MNIST side by side, dark on light, and what they are."""
    digits, text = well_read(count)
    page = np.concatenate([np.pad(digit, 12) for digit in digits], axis=1)
    return Image.fromarray((255 - 230 * page.clip(0, 1)).astype(np.uint8)), text


def save_number(path: Path, count: int = 3) -> str:
    image, text = number(count)
    image.save(path)
    return text


def wait_for_reading(desk: Desk) -> None:
    """Until whatever was begun beside the window has ended."""
    ended: list[object] = []
    desk.background.run(lambda: None, ended.append, ended.append)
    desk.qtbot.waitUntil(lambda: bool(ended))


@pytest.mark.parametrize("way", ["open", "paste"])
def test_a_number_is_offered_to_be_read(desk: Desk, tmp_path: Path, way: str) -> None:
    text = save_number(tmp_path / "number.png")
    told: list[tuple[Path | npt.NDArray[np.uint8], str]] = []
    desk.page.read_requested.connect(lambda picture, name: told.append((picture, name)))
    if way == "open":
        desk.page.open_picture(tmp_path / "number.png")
    else:
        QGuiApplication.clipboard().setImage(qt_image(number()[0]))
        desk.page.paste()
    offer = desk.page.read_offer
    desk.qtbot.waitUntil(lambda: bool(offer.text))
    assert offer.text == f"This looks like a number: {text}"
    assert desk.answers, "the answer comes first"
    assert desk.canvas.sheet().contains(offer.geometry())
    QTest.mouseClick(offer.button, Qt.MouseButton.LeftButton)
    ((picture, name),) = told
    assert name == ("number.png" if way == "open" else "Pasted picture")
    if way == "open":
        assert picture == tmp_path / "number.png", "the file may have more pixels than were shown"
    else:
        assert isinstance(picture, np.ndarray)
        assert np.array_equal(picture, np.asarray(number()[0].convert("RGBA")))
    assert offer.text == ""


def test_one_digit_is_not_offered(desk: Desk, tmp_path: Path) -> None:
    """Nor is a 5 whose bar stands apart."""
    seven().save(tmp_path / "7.png")
    desk.page.open_picture(tmp_path / "7.png")
    desk.wait_for("7")
    wait_for_reading(desk)
    assert desk.page.read_offer.text == ""
    image = Image.new("L", (120, 120), 255)
    image.paste(0, (44, 20, 88, 28))
    for part in ((36, 20, 44, 60), (36, 52, 80, 60), (76, 56, 84, 96), (36, 92, 84, 100)):
        image.paste(0, part)
    image.paste(255, (44, 20, 54, 28))
    image.save(tmp_path / "5.png")
    desk.page.open_picture(tmp_path / "5.png")
    desk.wait_for("5")
    wait_for_reading(desk)
    assert desk.page.read_offer.text == ""


def test_whatever_comes_next_takes_the_offer_away(desk: Desk, tmp_path: Path) -> None:
    save_number(tmp_path / "number.png")
    desk.page.open_picture(tmp_path / "number.png")
    offer = desk.page.read_offer
    desk.qtbot.waitUntil(lambda: bool(offer.text))
    desk.canvas.set_content(ONE)
    assert offer.text == ""


def test_the_offer_is_dismissed_by_escape_and_does_not_come_again(desk: Desk, tmp_path: Path) -> None:
    save_number(tmp_path / "number.png")
    desk.page.open_picture(tmp_path / "number.png")
    offer = desk.page.read_offer
    desk.qtbot.waitUntil(lambda: bool(offer.text))
    offer.button.setFocus()
    QTest.keyClick(offer.button, Qt.Key.Key_Escape)
    assert offer.text == ""
    assert desk.canvas.hasFocus()
    with desk.qtbot.waitSignal(desk.page.answered):
        desk.in_use.set_threshold(0.9)
    wait_for_reading(desk)
    assert offer.text == ""


def test_a_reading_that_is_under_way_ends_with_its_picture(desk: Desk, tmp_path: Path) -> None:
    save_number(tmp_path / "number.png")
    desk.page.open_picture(tmp_path / "number.png")
    desk.qtbot.waitUntil(lambda: bool(desk.answers))
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    wait_for_reading(desk)
    assert desk.page.read_offer.text == ""


def test_a_model_that_cannot_read_numbers_offers_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.use(primaries())
    save_number(tmp_path / "number.png")
    desk.page.open_picture(tmp_path / "number.png")
    desk.qtbot.waitUntil(lambda: bool(desk.answers))
    wait_for_reading(desk)
    assert desk.page.read_offer.text == ""


def test_a_long_number_is_cut_short(desk: Desk) -> None:
    offer = desk.page.read_offer
    offer.offer("1234567890\n1234567890\n1234567890")
    assert offer.text == "This looks like a number: 1234567890, 1234567890,…"
    assert offer.accessibleName() == offer.text


@pytest.mark.parametrize("side", [160, 200, 238, 304])
@pytest.mark.parametrize("number", ["72\n96", "1" * 40, "12345678901\n12345678901"])
def test_the_offer_fits_the_sheet(qtbot: QtBot, qapp: QApplication, side: int, number: str) -> None:
    ThemeSwitch(qapp, Theme.LIGHT)
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(side, side)
    canvas.show()
    offer = ReadOffer(canvas)
    offer.offer(number)
    qtbot.waitUntil(lambda: offer.button.width() > 0)
    assert canvas.sheet().contains(offer.geometry())
    buttons = offer.findChildren(QAbstractButton)
    assert len(buttons) == 2
    for button in buttons:
        assert offer.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()
    (label,) = [one for one in offer.findChildren(QLabel) if one.text()]
    words = label.fontMetrics().boundingRect(0, 0, label.width(), 10_000, Qt.TextFlag.TextWordWrap.value, label.text())
    assert words.width() <= label.width(), "no word is cut off"
    assert words.height() <= label.height()


def side_by_side() -> Drawing:
    """A 1 and a 7."""
    strokes = []
    for drawing, left in ((ONE, 0.0), (SEVEN, 0.45)):
        for stroke in drawing.strokes:
            points = tuple((left + 0.5 * x, 0.25 + 0.5 * y) for x, y in stroke.points)
            strokes.append(Stroke(points, stroke.width))
    return Drawing(tuple(strokes))


def test_two_digits_that_are_drawn_are_offered_to_be_read(desk: Desk) -> None:
    told: list[tuple[Drawing, str]] = []
    desk.page.read_requested.connect(lambda drawing, name: told.append((drawing, name)))
    desk.canvas.set_content(side_by_side())
    offer = desk.page.read_offer
    desk.qtbot.waitUntil(lambda: bool(offer.text))
    assert offer.text == "This looks like a number: 17"
    QTest.mouseClick(offer.button, Qt.MouseButton.LeftButton)
    assert told == [(side_by_side(), "")], "its strokes know more than its picture"
    with desk.qtbot.waitSignal(desk.page.answered):
        desk.in_use.set_threshold(0.9)
    wait_for_reading(desk)
    assert offer.text == "", "it is not offered twice"


def made_row(seed: int) -> tuple[Drawing, str]:
    """Three digits by the penman, side by side, and what they are."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, 3)
    traces, strokes, left = written_digits(labels, random).in_unit_boxes(), list[Stroke](), 0.0
    for number in range(3):
        own = traces.owner == number
        for stroke in np.unique(traces.stroke[own]):
            points = traces.points[own & (traces.stroke == stroke)]
            strokes.append(
                Stroke(tuple((0.1 + 0.25 * (left + float(x)), 0.3 + 0.25 * float(y)) for x, y in points), 0.03)
            )
        left += float(traces.points[own, 0].max()) + 0.2
    return Drawing(tuple(strokes)), "".join(map(str, labels))


def painted(drawing: Drawing) -> npt.NDArray[np.uint8]:
    """A drawing in black on white, uint8 (height, width, 3)."""
    drawn = page_of_drawing(drawing)
    assert drawn is not None
    grey = 255 - np.round(255 * np.pad(drawn.ink.marks, 32).clip(0, 1)).astype(np.uint8)
    return np.dstack([grey] * 3)


@pytest.fixture(scope="module")
def rows_for_both() -> list[tuple[Drawing, str]]:
    """Three rows that are numbers, which the pieces alone read wrongly and both readers rightly, painted, too."""
    pieces, both = Reader(shipped_recognizer()), Reader(shipped_recognizer(), shipped_sweep())
    found = list[tuple[Drawing, str]]()
    for seed in range(400):
        drawing, text = made_row(seed)
        page = pieces.read_drawing(drawing)
        if page is None or page.text == text or not is_clear_number(page):
            continue
        pages = both.read_drawing(drawing), both.read(painted(drawing))
        if all(page is not None and page.text == text for page in pages):
            found.append((drawing, text))
        if len(found) == 3:
            return found
    pytest.fail("In 400 rows the sweep never puts right what the pieces read.")


@pytest.mark.parametrize("number", range(3))
def test_what_is_offered_is_what_both_readers_read(
    desk: Desk, rows_for_both: list[tuple[Drawing, str]], number: int
) -> None:
    drawing, text = rows_for_both[number]
    desk.canvas.set_content(drawing)
    offer = desk.page.read_offer
    desk.qtbot.waitUntil(lambda: bool(offer.text), timeout=20_000)
    offered = offer.text
    assert offered == f"This looks like a number: {text}"
    desk.canvas.clear()
    QGuiApplication.clipboard().setImage(qt_image(Image.fromarray(painted(drawing))))
    desk.page.paste()
    desk.qtbot.waitUntil(lambda: bool(offer.text), timeout=20_000)
    assert offer.text == offered, "as a picture, too"


FOUR = Drawing((Stroke(((0.5, 0.2), (0.3, 0.55), (0.72, 0.55)), 0.06), Stroke(((0.6, 0.35), (0.6, 0.85)), 0.06)))
BARRED = Drawing((*SEVEN.strokes, Stroke(((0.4, 0.5), (0.65, 0.5)), 0.06)))


@pytest.mark.parametrize(("drawing", "label"), [(FOUR, "4"), (BARRED, "7")], ids=["4", "7"])
def test_one_digit_of_two_strokes_is_not_offered(desk: Desk, drawing: Drawing, label: str) -> None:
    (numbers,) = desk.page.findChildren(NumberOffer)
    with desk.qtbot.waitSignal(numbers.ended) as ended:
        desk.canvas.set_content(drawing)
        desk.wait_for(label)
    assert ended.args == [False]
    assert desk.page.read_offer.text == ""


@pytest.mark.data
def test_a_real_number_is_offered(desk: Desk, handwriting: Path) -> None:
    desk.page.open_picture(handwriting / "numbers" / "02.png")
    desk.qtbot.waitUntil(lambda: bool(desk.page.read_offer.text))
    assert desk.page.read_offer.text == "This looks like a number: 2026"
    assert isinstance(desk.canvas.content, ShownPicture)
