"""What if: maps and units are switched off, pixels are painted, and the answer follows at once."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.draw.inspector.accuracy_part import AccuracyPart
from lenet_app.gui.inside.accuracy import AccuracyWithout
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.making import numbers
from lenet_app.gui.inside.keep.pictures import picture_keepsake
from lenet_app.gui.inside.what_if_desk import WhatIfDesk, switched
from lenet_app.gui.inside.widgets.numbers_table import NumbersRow, NumbersTable
from lenet_app.gui.inside.widgets.pixel_editor import PixelEditor, Tool
from lenet_app.gui.inside.words import in_order, off_text
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.inspection.exports import ablated_as_csv, ablated_values
from lenet_app.language import tr

_SHEET = """
QToolButton, QPushButton { min-height: 22px; padding: 0 4px; }
QToolButton:focus, QPushButton:focus { min-height: 20px; padding: 0 3px; }
QPushButton { padding: 0 8px; border-radius: 6px; }
QPushButton:focus { padding: 0 7px; }
"""
_MARGINS, _GAP = (12, 0, 12, 8), 12
_LIST_WIDTH = 176


class WhatIfPanel(QWidget):
    """The fitted picture to paint on, what is switched off, and what that costs.

    Args:
        choice: of the unit.
        desk: knows what is other than it is.
        accuracy: measures what units are worth.
    """

    def __init__(self, choice: UnitChoice, desk: WhatIfDesk, accuracy: AccuracyWithout) -> None:
        super().__init__()
        self._choice, self._desk = choice, desk
        self.setStyleSheet(_SHEET)
        self.editor, self.accuracy = PixelEditor(), AccuracyPart(desk, accuracy)
        self.off_list = _off_list()
        self._make_buttons()
        self._lay_out()
        self._wire()
        self.setFocusProxy(self.editor)

    def _make_buttons(self) -> None:
        self.pen_button = _tool("pen", tr("Pen"), tr("The left button paints pixels"))
        self.eraser_button = _tool("eraser", tr("Eraser"), tr("The left button erases pixels"))
        self._tools = QButtonGroup(self)
        for button, tool in ((self.pen_button, Tool.PEN), (self.eraser_button, Tool.ERASER)):
            button.setCheckable(True)
            self._tools.addButton(button)
            button.toggled.connect(lambda is_on, tool=tool: self._use(tool) if is_on else None)
        self.pen_button.setChecked(True)
        self.undo_button = _tool("undo-2", tr("Undo"), tr("Take back the last what-if"))
        self.redo_button = _tool("redo-2", tr("Redo"), tr("Redo what was taken back"))
        self.map_button = _button(tr("Switch off"), tr("Switch the chosen map or unit off, or on again (O)"))
        self.unit_button = _button(tr("This position"), tr("Switch off the chosen position of the map alone (Shift+O)"))
        explain(
            self.map_button,
            tr(
                "What is switched off gives what its activation makes of 0, whatever it sees, as if its weights and its"
                " bias were zero. Everything behind it is computed anew."
            ),
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        for widget in (self.pen_button, self.eraser_button, self.undo_button, self.redo_button):
            head.addWidget(widget)
        head.addSpacing(_GAP)
        for button in (self.map_button, self.unit_button):
            head.addWidget(button)
        head.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(_GAP)
        body.addWidget(self.editor)
        body.addWidget(self.off_list)
        body.addWidget(self.accuracy, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    def _wire(self) -> None:
        desk, editor = self._desk, self.editor
        editor.painted.connect(lambda picture, ends: desk.paint(picture, ends=ends))
        editor.released.connect(desk.end_step)
        for signal, do in (
            (editor.undo_wanted, desk.undo),
            (editor.redo_wanted, desk.redo),
            (self.undo_button.clicked, desk.undo),
            (self.redo_button.clicked, desk.redo),
        ):
            signal.connect(do)
        self.map_button.clicked.connect(lambda: self._switch(is_position=False))
        self.unit_button.clicked.connect(lambda: self._switch(is_position=True))
        self.off_list.entered.connect(desk.switch)
        desk.pen_changed.connect(self._take_ink)
        self._choice.chosen.connect(self._refresh)
        desk.changed.connect(self._refresh)
        desk.answered.connect(self._refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is other than it is now."""
        super().showEvent(event)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is as wide as it is high."""
        super().resizeEvent(event)
        self._fit_editor()

    def hideEvent(self, event: QHideEvent) -> None:
        """A step that was begun ends."""
        self._desk.end_step()
        super().hideEvent(event)

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The fitted picture with what was painted, and what the units are worth once that is measured."""
        picture, shown, model = self._desk.picture, self.accuracy.shown, self._desk.model
        found = []
        if picture is not None:
            values = picture if len(picture) > 1 else picture[0]
            found.append(picture_keepsake(tr("Fitted picture"), values, largest=1.0, dark=colours(self).dark))
        if shown is not None and shown.pictures == shown.total and model is not None:
            title, names = tr("Accuracy"), model.class_names
            made = numbers(lambda: ablated_as_csv(shown, names), lambda: ablated_values(shown))
            found.append(Keepsake(title, title, made))
        return tuple(found)

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        desk, unit, model = self._desk, self._choice.unit, self._desk.model
        self.editor.show_picture(desk.picture)
        self._fit_editor()
        self._take_ink()
        self.undo_button.setEnabled(desk.can_undo)
        self.redo_button.setEnabled(desk.can_redo)
        map_, alone = (None, None) if unit is None or model is None else switched(unit, model.architecture)
        self.map_button.setEnabled(map_ is not None)
        self.unit_button.setEnabled(alone is not None)
        name = "" if map_ is None or model is None else off_text(map_, model.architecture)
        self.map_button.setText(_switch_text(name, is_off=map_ in desk.off))
        self.unit_button.setText(tr("Position on again") if alone in desk.off else tr("This position"))
        self._list_off()
        self.accuracy.refresh()

    def _fit_editor(self) -> None:
        self.editor.setFixedWidth(max(self.editor.minimumSizeHint().width(), self.editor.height()))

    def _list_off(self) -> None:
        model = self._desk.model
        if model is not None:
            units = in_order(self._desk.off, model.architecture)
            texts = [off_text(unit, model.architecture) for unit in units]
            tip = tr("A double click or Return switches it on again.")
            self.off_list.show_lines([NumbersRow((text,), tip, unit) for text, unit in zip(texts, units, strict=True)])

    def _switch(self, *, is_position: bool) -> None:
        if (unit := self._choice.unit) is not None:
            self._desk.switch_at(unit, is_position)

    def _use(self, tool: Tool) -> None:
        self.editor.tool = tool

    def _take_ink(self) -> None:
        """Paint with the colour of the canvas' pen, or for a network that sees none with full ink."""
        model = self._desk.model
        red, green, blue = self._desk.pen if model is not None and model.takes_colour else (255, 255, 255)
        self.editor.ink = red / 255, green / 255, blue / 255


def _switch_text(name: str, *, is_off: bool) -> str:
    if not name:
        return tr("Switch off")
    text = tr("Switch {unit} on") if is_off else tr("Switch off {unit}")
    return text.format(unit=name)


def _tool(picture: str, name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(picture))
    button.setIconSize(QSize(16, 16))
    set_kind(button, Kind.FLAT)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    return button


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    set_kind(button, Kind.SMALL)
    return button


def _off_list() -> NumbersTable:
    columns = (Column(tr("Switched off")),)
    table = NumbersTable(tr("Switched off"), tr("What is switched off; entering a line switches it on again."), columns)
    table.setFixedWidth(_LIST_WIDTH)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table
