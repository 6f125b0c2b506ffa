"""The checks of the window: it is opened as a user opens it, drawn upon, and looked at."""

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from lenet_app.data.pictures import PictureSet
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.self_test.drawing import draw
from lenet_app.gui.self_test.handwriting import SEVEN_LABEL, on_paper
from lenet_app.gui.self_test.report import Check, failed, require, run_check
from lenet_app.gui.self_test.waiting import wait_until
from lenet_app.gui.shell.app import run_window
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from lenet_app.storage.files import write_whole

NAMES = ("the window is painted", "a drawing is recognised", "the layers are shown", "a picture is opened")
_FEWEST_COLOURS = 20
_PICTURES = 200
_LEAST_RIGHT = 0.97


def window_checks(home: Home) -> list[Check]:
    """Open the window, run the checks in it and close it.

    Args:
        home: in place of the user's own.
    """
    checks: list[Check] = []

    def drive(window: MainWindow) -> None:
        works = (_painted, _drawing_recognised, _layers_shown, _picture_opened)
        try:
            for name, work in zip(NAMES, works, strict=True):
                checks.append(run_check(name, _bound(work, window)))
        finally:
            window.stop_and_close()

    status = run_window(home, lambda window: QTimer.singleShot(0, window, lambda: drive(window)))
    unseen = f"The window was gone before, with exit status {status}."
    return [*checks, *failed(NAMES[len(checks) :], unseen)]


def _bound(work: Callable[[MainWindow], str], window: MainWindow) -> Callable[[], str]:
    return lambda: work(window)


def _pixels(widget: QWidget) -> npt.NDArray[np.uint8]:
    """What a widget paints, uint8 (height, width, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def _painted(window: MainWindow) -> str:
    wait_until(lambda: window.isVisible() and window.model_in_use.model is not None, "No window with a model appeared.")
    pixels = _pixels(window)
    colours = len(np.unique(pixels.reshape(-1, 3), axis=0))
    require(colours >= _FEWEST_COLOURS, f"The window shows {colours} colours only.")
    size = f"{pixels.shape[1]} × {pixels.shape[0]} pixels, {colours} colours"
    return f"{size}, platform {QGuiApplication.platformName()}"


def _drawing_recognised(window: MainWindow) -> str:
    """A stroke drawn point by point; then pictures of MNIST's test set, which people wrote."""
    page = window.page("draw", DrawPage)
    draw(page.canvas)
    wait_until(lambda: _answered(page), "The drawing got no answer.")
    answer = page.answer_view.label
    require(answer == SEVEN_LABEL, f"A 7 was drawn and {answer} answered.")
    assert page.latest_answer is not None
    recognizer = page.latest_answer.request.recognizer
    test = _test_pictures(page)
    found = recognizer.recognise_all(test.images[:_PICTURES])
    right = sum(one.best == label for one, label in zip(found, test.labels[:_PICTURES], strict=True))
    require(right >= _LEAST_RIGHT * _PICTURES, f"{right} of {_PICTURES} pictures of MNIST were read right.")
    assert page.latest_answer.insight is not None
    confidence = page.latest_answer.insight.recognition.confidence
    return f"7, {100 * confidence:.1f} %; {right} of {_PICTURES} pictures of MNIST right"


def _test_pictures(page: DrawPage) -> PictureSet:
    """Those of MNIST, which a window in a new home begins with."""
    wait_until(lambda: page.data_set is not None, "No data set was read.")
    assert page.data_set is not None
    return page.data_set.test


def _answered(page: DrawPage) -> bool:
    """Whether what is shown is the answer to what lies on the canvas now."""
    latest, content = page.latest_answer, page.canvas.content
    subject = content.source if isinstance(content, ShownPicture) else content
    return latest is not None and latest.request.subject is subject


def _layers_shown(window: MainWindow) -> str:
    view, model = window.page("draw", DrawPage).layers_view, window.model_in_use.model
    assert model is not None
    names = [plan.name for plan in model.architecture.plans]
    for name in names:
        values = view.values(name)
        require(values is not None and bool(np.ptp(values) > 0), f"Layer {name} shows nothing.")
    drawn = _pixels(view.viewport())
    window.page("draw", DrawPage).canvas.clear()
    wait_until(lambda: not window.page("draw", DrawPage).answer_view.label, "The answer stayed on an empty canvas.")
    changed = float(np.any(drawn != _pixels(view.viewport()), axis=2).mean())
    require(changed > 0.01, "The layers look the same with and without a drawing.")
    return f"{', '.join(names)}; {100 * changed:.0f} % of the pixels changed with the drawing"


def _picture_opened(window: MainWindow) -> str:
    page = window.page("draw", DrawPage)
    test = _test_pictures(page)
    told = []
    for suffix in (".png", ".jpg", ".webp", ".tif"):
        with tempfile.TemporaryDirectory(prefix="lenet-app-") as folder:
            path = Path(folder, f"handwritten{suffix}")
            picture = BytesIO()
            Image.fromarray(on_paper(test.images[0, 0])).save(picture, Image.registered_extensions()[suffix])
            write_whole(path, picture.getvalue())  # a full disk is told at once
            page.canvas.clear()
            page.open_picture(path)
            wait_until(lambda: bool(page.answer_view.label) and _answered(page), f"{path.name} got no answer.")
        answer, label = page.answer_view.label, str(test.labels[0])
        require(answer == label, f"{path.name} shows a {label} and {answer} was answered.")
        told.append(suffix.removeprefix("."))
    return f"a handwritten 7 as {', '.join(told)}"
