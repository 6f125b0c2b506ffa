"""The line above a panel: which unit it is about, and the way to its neighbours."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.sliding import SPEEDS, Sliding
from lenet_app.gui.inside.widgets.fitted_box import FittedBox, FittedButton
from lenet_app.gui.inside.words import unit_text
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.inspection.units import Unit
from lenet_app.inspection.walking import Move, moved
from lenet_app.language import tr

_SHEET = """
QToolButton, QPushButton { min-height: 22px; padding: 0 4px; }
QToolButton:focus, QPushButton:focus { min-height: 20px; padding: 0 3px; }
QPushButton { padding: 0 8px; border-radius: 6px; }
QPushButton:focus { padding: 0 7px; }
QComboBox { min-height: 22px; border-radius: 6px; }
QComboBox:focus { min-height: 20px; }
QAbstractSpinBox { min-height: 22px; max-height: 22px; border-radius: 6px; }
QAbstractSpinBox:focus { min-height: 20px; max-height: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { height: 9px; }
"""


class UnitBar(QWidget):
    """Names the chosen unit; buttons lead to the position and the map before and after it.

    Args:
        choice: of the unit.
    """

    def __init__(self, choice: UnitChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice, self.sliding = choice, Sliding(choice, self)
        self.setStyleSheet(_SHEET)
        self.title = ElidedLabel()
        set_kind(self.title, Kind.TITLE)
        explain(self.title, explanation(Term.NEURON, Term.FEATURE_MAP, Term.RECEPTIVE_FIELD))
        self._before = self._button("chevron-left", tr("Position before"), tr("Look at the unit to the left"), -1)
        self._after = self._button("chevron-right", tr("Position after"), tr("Look at the unit to the right"), 1)
        self._map_before = self._button(
            "chevron-up", tr("Map before"), tr("Look at the map or unit before this one"), 0
        )
        self._map_after = self._button("chevron-down", tr("Map after"), tr("Look at the map or unit after this one"), 0)
        self._map_before.clicked.connect(lambda: self._move(Move.MAP_BEFORE))
        self._map_after.clicked.connect(lambda: self._move(Move.MAP_AFTER))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.title, 1)
        for button in self.buttons:
            self._row.addWidget(button)
        self._add_sliding(self.sliding)
        choice.chosen.connect(self._follow)
        self._follow()

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """Position before and after, map before and after."""
        return self._before, self._after, self._map_before, self._map_after

    def add(self, widget: QWidget) -> None:
        """Put one more control at the end of the line."""
        self._row.addWidget(widget)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing slides where nobody sees it."""
        self.sliding.stop()
        super().hideEvent(event)

    def _button(self, picture: str, name: str, tip: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(picture))
        button.setIconSize(QSize(16, 16))
        set_kind(button, Kind.FLAT)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        if by:
            button.clicked.connect(lambda: self._step(by))
        return button

    def _add_sliding(self, sliding: Sliding) -> None:
        self.slide = FittedButton((tr("Slide"), tr("Pause")))
        self.slide.setCheckable(True)
        self.slide.setToolTip(tr("Let the window slide over the map, row by row, until its end"))
        explain(self.slide, explanation(Term.CONVOLUTION, Term.STRIDE, Term.PADDING))
        self.slide.clicked.connect(lambda is_on: sliding.start() if is_on else sliding.stop())
        sliding.changed.connect(self._show_sliding)
        texts = [tr("{speed} / s").format(speed=count) for count in SPEEDS]
        self.speed = FittedBox()
        self.speed.addItems(texts)
        self.speed.fit()
        self.speed.setCurrentIndex(2)
        self.speed.setAccessibleName(tr("Speed"))
        self.speed.setToolTip(tr("How many positions of the window are passed in a second"))
        self.speed.currentIndexChanged.connect(lambda index: sliding.set_speed(SPEEDS[index]))
        self._row.addWidget(self.slide)
        self._row.addWidget(self.speed)

    def _show_sliding(self, is_sliding: bool) -> None:
        self.slide.setChecked(is_sliding)
        self.slide.setText(tr("Pause") if is_sliding else tr("Slide"))

    def _follow(self) -> None:
        unit, model = self._choice.unit, self._choice.model
        if unit is None or model is None:
            self.title.setText("")
            for button in self.buttons:
                button.setEnabled(False)
        else:
            self.title.setText(unit_text(unit, model.architecture))
            for button, to in zip(self.buttons, self._neighbours(unit), strict=True):
                button.setEnabled(to is not None and to != unit)
        has_positions = unit is not None and len(unit.index) > 1
        for control in (self._before, self._after, self.slide, self.speed):
            control.setVisible(has_positions)

    def _neighbours(self, unit: Unit) -> tuple[Unit | None, ...]:
        """Where the buttons lead; the buttons of positions go through maps row by row."""
        assert self._choice.model is not None
        architecture = self._choice.model.architecture
        return (
            self.sliding.next(-1),
            self.sliding.next(1),
            moved(architecture, unit, Move.MAP_BEFORE),
            moved(architecture, unit, Move.MAP_AFTER),
        )

    def _step(self, by: int) -> None:
        if (unit := self.sliding.next(by)) is not None:
            self._choice.choose(unit)

    def _move(self, move: Move) -> None:
        unit, model = self._choice.unit, self._choice.model
        if unit is not None and model is not None:
            self._choice.choose(moved(model.architecture, unit, move))
