"""The map of a layer: a point for each picture, and beside it the picture that is pointed at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.charts.chart import Chart
from lenet_app.gui.inside.widgets.pictures import Picture
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.plots.plot import Plot
from lenet_app.language import tr

_SIDE = 168


class MapView(QStackedWidget):
    """Points are led through by pointer and keys; a click or Return picks one."""

    def __init__(self) -> None:
        super().__init__()
        self.plot = Plot()
        self.plot.setToolTip("")  # it would lie over the picture that is pointed at
        self.picture = PicturesView(tr("The picture that is pointed at"), tr("Put this picture on the canvas"))
        self.picture.setFixedWidth(_SIDE)
        explain(
            self.picture, tr("The picture of the point on the map that is pointed at, with its class and the answer.")
        )
        self.note, self.sentence = QLabel(), QLabel()
        for label in (self.note, self.sentence):
            label.setWordWrap(True)
            set_kind(label, Kind.SECONDARY)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        beside = QVBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(self.picture, 1)
        beside.addWidget(self.note)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.plot, 1)
        row.addLayout(beside)
        self.addWidget(self.sentence)
        self.addWidget(page)

    def say(self, sentence: str) -> None:
        """Say this in place of the map."""
        self.sentence.setText(sentence)
        self.picture.set_pictures(())
        self.setCurrentIndex(0)

    def show_map(self, chart: Chart, note: str) -> None:
        """Show this; the picture that was pointed at stays."""
        self.plot.set_chart(chart)
        self.note.setText(note)
        self.setCurrentIndex(1)

    def show_picture(self, picture: Picture | None) -> None:
        """Show the picture that is pointed at; None leaves the last one."""
        if picture is not None:
            self.picture.set_pictures((picture,))
