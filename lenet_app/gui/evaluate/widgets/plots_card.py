"""Plots of what was measured, one kind of them at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lenet_app.charts.palette import palette
from lenet_app.gui.evaluate.mapping import Method, methods
from lenet_app.gui.evaluate.widgets.holding_view import HoldingView
from lenet_app.gui.evaluate.widgets.map_view import MapView
from lenet_app.gui.evaluate.widgets.save_button import save_button
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.widgets.fitted_box import FittedBox
from lenet_app.gui.inside.widgets.search_bar import SearchBar
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.gui.plots.plot import Plot
from lenet_app.language import tr

HOLDING, SURENESS, MAP = range(3)
_DASH, _GAP = 16, 6
_SHEET = """
QComboBox { min-height: 22px; border-radius: 6px; }
QComboBox:focus { min-height: 20px; }
"""


class PlotsCard(QFrame):
    """How well models hold; how sure is how right, and refusing; the map of the last hidden layer."""

    shown = Signal(int)
    """Another kind is seen: `HOLDING`, `SURENESS` or `MAP`."""
    mnist_c_requested = Signal()
    map_method_chosen = Signal()
    """The map is to be made in another way, see `map_method`."""

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self.holding, self.map = HoldingView(), MapView()
        self.reliability, self.rejection = Plot(), Plot()
        self.calibration = ElidedLabel(
            tip=tr("How far its confidence is from the share of right answers: the mean over ten bins of confidence")
        )
        set_kind(self.calibration, Kind.SECONDARY)
        self.legend = ModelLegend()
        self.holding_bar = SearchBar(
            tr("Measuring how well it holds"),
            tr("Answer all pictures with noise, blurred, turned, shifted, scaled, with thicker and thinner strokes"),
            begins=tr("Measure"),
            ends=tr("End the measuring; what was measured stays"),
        )
        self.mnist_c_button = QPushButton(tr("MNIST-C…"))
        self.mnist_c_button.setToolTip(tr("Measure with the corrupted digits of MNIST-C instead: choose their folder"))
        set_kind(self.mnist_c_button, Kind.SMALL)
        self.mnist_c_button.clicked.connect(self.mnist_c_requested)
        self.map_bar = SearchBar(
            tr("Making the map"), tr("Find a place for every picture"), begins=tr("Make the map"), ends=tr("End it")
        )
        self.is_map_whole = False
        """Whether there is nothing to be made of the map any more."""
        self._methods = methods()
        self.method_box = FittedBox()
        self.method_box.addItems([_method_text(one) for one in self._methods])
        self.method_box.setStyleSheet(_SHEET)
        self.method_box.fit()
        self.method_box.setAccessibleName(tr("How the map is made"))
        self.method_box.setToolTip(tr("Principal components are there at once; t-SNE keeps near pictures near"))
        self.method_box.activated.connect(lambda _index: self.map_method_chosen.emit())
        self.save_button = save_button(tr("Save plots"), tr("Save the plots that are seen, and their numbers"))
        self._stack = QStackedWidget()
        self.buttons = self._tabs()
        self._lay_out()
        self._show(HOLDING)

    def _tabs(self) -> list[QPushButton]:
        told = (
            (tr("How well it holds"), tr("How many answers are right while pictures get worse and worse")),
            (tr("How sure it is"), tr("Whether it is right as often as it is sure, and what refusing would bring")),
            (tr("Map"), tr("All pictures, near to each other where the last hidden layer finds them alike")),
        )
        group, buttons = QButtonGroup(self), []
        for number, (text, tip) in enumerate(told):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setToolTip(tip)
            set_kind(button, Kind.TAB)
            button.clicked.connect(lambda _checked=False, number=number: self._show(number))
            group.addButton(button)
            buttons.append(button)
        buttons[0].setChecked(True)
        return buttons

    def _lay_out(self) -> None:
        sureness = QWidget()
        column = QVBoxLayout(sureness)
        column.setContentsMargins(0, 0, 0, 0)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.reliability)
        both.addWidget(self.rejection)
        column.addLayout(both, 1)
        column.addWidget(self.calibration)
        for page in (self.holding, sureness, self.map):
            self._stack.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(4)
        for button in self.buttons:
            head.addWidget(button)
        head.addSpacing(8)
        head.addWidget(self.legend, 1)
        for control in (self.mnist_c_button, self.holding_bar, self.map_bar, self.method_box, self.save_button):
            head.addWidget(control)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def hasHeightForWidth(self) -> bool:
        """Sentences in it fit into any height that it gets."""
        return False

    @property
    def current(self) -> int:
        """What is seen: `HOLDING`, `SURENESS` or `MAP`."""
        return self._stack.currentIndex()

    @property
    def map_method(self) -> Method:
        """How the map is to be made."""
        return self._methods[self.method_box.currentIndex()]

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The plots that are seen."""
        if self.current == HOLDING:
            return self.holding.keepsakes()
        if self.current == SURENESS:
            return self.reliability.keepsakes() + self.rejection.keepsakes()
        return self.map.plot.keepsakes() if self.map.currentIndex() else ()

    def _show(self, kind: int) -> None:
        self._stack.setCurrentIndex(kind)
        self.show_controls()
        self.shown.emit(kind)

    def show_controls(self) -> None:
        """Show what belongs to the kind that is seen."""
        for control in (self.mnist_c_button, self.holding_bar):
            control.setVisible(self.current == HOLDING)
        self.map_bar.setVisible(self.current == MAP and (self.map_bar.is_searching or not self.is_map_whole))
        self.method_box.setVisible(self.current == MAP and len(self._methods) > 1)
        self.legend.set_shown(self.current == HOLDING)


def _method_text(method: Method) -> str:
    return {Method.COMPONENTS: tr("Principal components"), Method.TSNE: tr("t-SNE")}[method]


class ModelLegend(QWidget):
    """Which line belongs to which model, where plots are too narrow to say so."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._is_shown = True
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_names(())

    def set_names(self, names: Sequence[str]) -> None:
        """Show these, as far as they fit."""
        self._names = tuple(names)
        self.setToolTip(plain("\n".join([tr("The first model is blue, the second grey"), *names])))
        self.update()

    def set_shown(self, is_shown: bool) -> None:
        """Show it or leave its place empty."""
        self._is_shown = is_shown
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line."""
        return QSize(160, self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a dash and a name for each."""
        named, metrics = colours(self), QFontMetricsF(self.font())
        painter = QPainter(self)
        widths = [metrics.horizontalAdvance(name) for name in self._names]
        fits = sum(widths) + len(widths) * (_DASH + 3 * _GAP) <= self.width()
        x = 0.0
        for number, (name, width) in enumerate(zip(self._names, widths, strict=True) if self._is_shown else ()):
            painter.setPen(QPen(named.accent if number == 0 else QColor(palette(dark=named.dark).neutral), 3))
            middle = self.height() / 2
            painter.drawLine(round(x), round(middle), round(x + _DASH), round(middle))
            x += _DASH + _GAP
            if fits:
                painter.setPen(named.secondary_text)
                place = QRectF(x, 0, width + 1, self.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
                x += width + 2 * _GAP
        painter.end()
