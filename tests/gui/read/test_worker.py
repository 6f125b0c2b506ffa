"""Numbers read beside the window: in order, the newest of a key only, stopped when asked."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import numpy.typing as npt
import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lenet_app.errors import UserError
from lenet_app.gui.read.worker import NumberReading, Reading, Request, read
from lenet_app.reading.pictures import picture_of
from lenet_app.recognition.recognizer import Recognizer
from tests.gui.helpers import ONE, SEVEN, shipped_recognizer
from tests.gui.read.desk import page_pixels
from tests.unit.samples import ODD, model


class Listener:
    """A reading at work, and all that it said."""

    def __init__(self) -> None:
        self._parent = QObject()
        self.reading = NumberReading(self._parent)
        self.began: list[int] = []
        self.found: list[Reading] = []
        self.failed: list[tuple[int, str]] = []
        self.stopped: list[int] = []
        self.reading.began.connect(self.began.append)
        self.reading.done.connect(self.found.append)
        self.reading.failed.connect(lambda key, sentence: self.failed.append((key, sentence)))
        self.reading.stopped.connect(self.stopped.append)

    @property
    def keys(self) -> list[int]:
        return [one.request.key for one in self.found]


@pytest.fixture
def listener(qtbot: QtBot) -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.reading.finish()


def test_a_picture_is_read_with_each_digits_fitted_picture() -> None:
    pixels, text = page_pixels()
    reading = read(Request(1, pixels, shipped_recognizer()), Event())
    assert reading is not None
    assert reading.page.text == text
    assert reading.shown is not None
    np.testing.assert_array_equal(reading.shown, pixels[..., :3])
    digits = reading.page.rows[0].digits
    fitted = [one.fitted for one in digits if one.fitted is not None]
    assert [one.shape for one in fitted] == [(28, 28)] * 3
    again = shipped_recognizer().recognise_all([one[None] for one in fitted])
    for one, digit in zip(again, digits, strict=True):
        np.testing.assert_allclose(one.probabilities, digit.recognition.probabilities, rtol=1e-3, atol=1e-6)


def test_a_part_of_a_picture_is_read_alone(tmp_path: Path) -> None:
    pixels, text = page_pixels()
    Image.fromarray(pixels).save(tmp_path / "page.png")
    region = (90 / 260, 0.1, 175 / 260, 0.95)
    for source in (pixels, tmp_path / "page.png"):
        shown = picture_of(source, region)
        np.testing.assert_array_equal(shown, pixels[10:95, 90:175, :3])
        reading = read(Request(1, source, shipped_recognizer(), region), Event())
        assert reading is not None
        assert reading.page.text == text[1]
    assert picture_of(pixels, (0.5, 0.5, 0.5, 0.5)).shape == (1, 1, 3)


def test_a_part_is_told_in_pixels_of_the_upright_file(tmp_path: Path) -> None:
    pixels, _ = page_pixels()
    large = Image.fromarray(pixels[..., :3]).resize((2600, 1000))
    exif = large.getexif()
    exif[ExifTags.Base.Orientation] = 6  # stored lying on its side
    large.rotate(90, expand=True).save(tmp_path / "page.jpg", exif=exif)
    for source, size in ((pixels, (260, 100)), (tmp_path / "page.jpg", (2600, 1000))):
        told: list[npt.NDArray[np.uint8]] = []
        request = Request(1, source, shipped_recognizer(), (0.25, 0.1, 0.75, 0.9))
        reading = read(request, Event(), told.append)
        assert reading is not None
        assert [id(one) for one in told] == [id(reading.shown)]
        assert reading.part == pytest.approx((size[0] / 4, size[1] / 10, size[0] / 2, size[1] * 0.8), abs=1)


@pytest.mark.parametrize("margin", [2, 6, 14])
def test_a_frame_may_be_tight(margin: int) -> None:
    pixels, text = page_pixels()
    whole = read(Request(1, pixels, shipped_recognizer()), Event())
    assert whole is not None
    for digit, character in zip(whole.page.rows[0].digits, text, strict=True):
        left, top, width, height = digit.box
        edges = (left - margin, top - margin, left + width + margin, top + height + margin)
        region = (edges[0] / 260, edges[1] / 100, edges[2] / 260, edges[3] / 100)
        part = read(Request(2, pixels, shipped_recognizer(), region), Event())
        assert part is not None
        assert part.page.text == character
        assert part.shown is not None
        assert part.shown.shape[:2] == pytest.approx((height + 2 * margin, width + 2 * margin), abs=1)
        assert part.page.rows[0].digits[0].box == pytest.approx((margin, margin, width, height), abs=3)


def test_a_framed_digit_is_answered_beside_the_page() -> None:
    pixels, text = page_pixels()
    whole = read(Request(1, pixels, shipped_recognizer()), Event())
    assert whole is not None
    boxes = tuple(digit.box for digit in whole.page.rows[0].digits)
    for region in (None, (0.0, 0.0, 1.0, 1.0)):
        reading = read(Request(1, pixels, shipped_recognizer(), region, boxes[1:]), Event())
        assert reading is not None
        assert reading.page.text == text
        assert [digit.text for digit in reading.boxed] == list(text[1:])
        assert [digit.box for digit in reading.boxed] == list(boxes[1:])


def test_a_drawing_is_read_in_its_own_unit() -> None:
    reading = read(Request(1, SEVEN, shipped_recognizer()), Event())
    assert reading is not None
    assert reading.page.text == "7"
    assert reading.shown is None
    left, top, width, height = reading.page.rows[0].digits[0].box
    assert 0.2 < left < left + width < 0.8
    assert 0.15 < top < top + height < 0.9


def test_a_model_that_cannot_read_is_refused() -> None:
    with pytest.raises(UserError, match="cannot read numbers"):
        read(Request(1, SEVEN, Recognizer(model(ODD, name="Five"))), Event())


def test_what_was_asked_first_is_read_first(listener: Listener, qtbot: QtBot) -> None:
    for key in (1, 2, 3):
        listener.reading.ask(Request(key, SEVEN, shipped_recognizer()))
    listener.reading.ask(Request(4, ONE, shipped_recognizer()), first=True)
    qtbot.waitUntil(lambda: len(listener.found) == 4)
    assert listener.keys == listener.began == [1, 4, 2, 3]


def test_of_one_key_only_the_newest_request_waits(listener: Listener, qtbot: QtBot) -> None:
    for drawing in (SEVEN, SEVEN, SEVEN, ONE):
        listener.reading.ask(Request(1, drawing, shipped_recognizer()), first=True)
    qtbot.waitUntil(lambda: bool(listener.found) and listener.found[-1].request.source is ONE)
    assert len(listener.found) == 2
    assert listener.found[-1].page.text == "1"


def test_stop_drops_what_waits_and_gives_up_what_runs(listener: Listener, qtbot: QtBot) -> None:
    for key in (1, 2, 3):
        listener.reading.ask(Request(key, page_pixels()[0], shipped_recognizer()))
    listener.reading.stop()
    qtbot.waitUntil(lambda: len(listener.stopped) == 3)
    assert sorted(listener.stopped) == [1, 2, 3]
    assert not listener.found
    listener.reading.ask(Request(4, SEVEN, shipped_recognizer()))
    qtbot.waitUntil(lambda: listener.keys == [4])


def test_a_failure_is_one_sentence_and_the_next_is_read(listener: Listener, qtbot: QtBot, tmp_path: Path) -> None:
    listener.reading.ask(Request(1, tmp_path / "gone.png", shipped_recognizer()))
    listener.reading.ask(Request(2, SEVEN, shipped_recognizer()))
    listener.reading.ask(Request(3, SEVEN, shipped_recognizer()))
    listener.reading.drop(3)
    qtbot.waitUntil(lambda: listener.keys == [2])
    ((key, sentence),) = listener.failed
    assert key == 1
    assert sentence.startswith("gone.png cannot be read")
