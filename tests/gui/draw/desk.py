"""A draw page at work, for its tests."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.answering.widgets.threshold_panel import ThresholdPanel
from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.draw.panels import CERTAINTY, STEPS
from lenet_app.gui.draw.preparation.panel import PreparationPanel
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from tests.gui.canvas.canvas_helpers import LEFT, draw
from tests.gui.helpers import SEVEN, entry_of, shipped_model
from tests.unit.reading.pages import shipped_sweep


class Desk:
    """The page with its workers, answering with the shipped model."""

    def __init__(self, qtbot: QtBot, place_of: Callable[[str], str | None] = lambda _name: None) -> None:
        self.qtbot = qtbot
        self._parent = QObject()
        self.background = Background(self._parent)
        self.settings = Settings()
        self.in_use = ModelInUse(self.settings)
        self.samples = SampleDesk(Home.of_user().samples, self._parent)
        home = Home.of_user()
        self.page = DrawPage(
            self.in_use, self.settings, home, self.background, place_of, self.samples, sweep=shipped_sweep
        )
        self.answers: list[Answer] = []
        self.page.answered.connect(self.answers.append)
        qtbot.addWidget(self.page)
        self.page.resize(1208, 672)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.canvas, self.notice = self.page.canvas, self.page.panel.notice
        self.use(shipped_model())

    def use(self, model: Model) -> None:
        """Answer with this model from now on."""
        self.in_use.use(entry_of(model), model)

    def wait_for(self, label: str) -> None:
        self.qtbot.waitUntil(lambda: self.page.answer_view.label == label)

    def steps(self) -> PreparationPanel:
        """The panel with the steps."""
        panel = self.page.inspector.panel(STEPS)
        assert isinstance(panel, PreparationPanel)
        return panel

    def certainty(self) -> ThresholdPanel:
        """The panel with the threshold."""
        panel = self.page.inspector.panel(CERTAINTY)
        assert isinstance(panel, ThresholdPanel)
        return panel

    def draw_seven(self) -> None:
        """By mouse, along the strokes."""
        sheet = self.canvas.sheet()
        points = SEVEN.strokes[0].points
        draw(
            self.canvas, *((sheet.x() + int(x * sheet.width()), sheet.y() + int(y * sheet.width())) for x, y in points)
        )
        self.wait_for("7")

    def drop(self, mime: QMimeData, widget: QWidget | None = None) -> None:
        """By the events of a real drop, on a part of the page; without one on the canvas."""
        keys, action, at = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction, QPoint(50, 50)
        where: QWidget | None = self.canvas if widget is None else widget
        while where is not None and not where.acceptDrops():  # as Qt looks for whom a drop is meant
            where = where.parentWidget()
        assert where is not None
        QApplication.sendEvent(where, QDragEnterEvent(at, action, mime, LEFT, keys))
        QApplication.sendEvent(where, QDropEvent(QPointF(at), action, mime, LEFT, keys))

    def assert_nothing_is_shown(self) -> None:
        assert self.page.answer_view.label == ""
        assert self.page.answer_view.note == "Nothing drawn"
        assert self.page.layers_view.values("C1") is None
        assert self.page.fitting_line.line == ""

    def assert_no_ink_is_found(self) -> None:
        assert self.page.answer_view.label == ""
        assert self.page.answer_view.note == "No ink found"
        assert self.page.layers_view.values("C1") is None
        assert self.page.fitting_line.line == "No ink found"
        assert self.page.fitting_line.leads == "Choose another threshold…"
