"""A layer in the editor: a row of fields and of buttons that add, move and remove."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from lenet_app.gui.kit.fields import CountBox, ElidedLabel, NumberBox, widest
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.layers.texts import activation_name, kind_explanation, kind_name, table_kind_name
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr
from lenet_app.networks.activation import Activation
from lenet_app.networks.editing.draft import changed_kind
from lenet_app.networks.layers import LAYER_KINDS, Layer

NAME, KIND, SIZE, KERNEL, STRIDE, PADDING, ACTIVATION = 64, 154, 74, 57, 57, 57, 124
"""Pixels that the fields are wide at least, from left to right."""
_BESIDE_CHOICE = 46
"""Pixels of a list beside its text: edges and arrow."""
GAP = 4
_KINDS = tuple(LAYER_KINDS.values())
_WITH_TABLE = next(number for number, kind in enumerate(_KINDS) if kind.has("table"))
_TABLE = -1
"""Stands for that kind with its table, where kinds are numbered."""
_REACH = {part: size for kind in _KINDS for part, size in kind.sizes().items()}
ROW_SHEET = """
QToolButton { padding: 0 3px; min-height: 24px; }
QToolButton:focus { padding: 0 2px; min-height: 22px; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 24px; max-height: 24px; border-radius: 6px; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus { min-height: 22px; max-height: 22px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { min-height: 0; }
QAbstractSpinBox::up-button { top: 1px; height: 12px; }
QAbstractSpinBox::down-button { bottom: 1px; height: 12px; }
"""
"""For what holds the rows, which are low, so that many are seen; a style sheet for each field would take its time."""
_HEIGHT = 26


class LayerRow(QWidget):
    """Shows a layer and tells what the user makes of it."""

    layer_changed = Signal(object)
    """The Layer as it is now."""
    add_requested = Signal(object)
    """A kind of layer, to be put below."""
    move_requested = Signal(int)
    """By one place, down or up."""
    remove_requested = Signal()

    def __init__(self, layer: Layer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._table = layer.table
        self._is_filling = False
        self.name = QLineEdit()
        self.kind = QComboBox()
        self.count, self.kernel, self.stride, self.padding = map(_number, ("maps", "kernel", "stride", "padding"))
        self.rate = NumberBox(_REACH["rate"].least, _REACH["rate"].most, decimals=3)
        self.rate.setStepType(NumberBox.StepType.DefaultStepType)
        self.rate.setSingleStep(0.05)
        self._numbers: dict[str, CountBox | NumberBox] = {
            **{"maps": self.count, "units": self.count, "rate": self.rate, "kernel": self.kernel},
            **{"window": self.kernel, "stride": self.stride, "padding": self.padding},
        }
        self.activation = QComboBox()
        for one in Activation:
            self.activation.addItem(activation_name(one), one)
        self._sizes = QStackedWidget()
        self._no_size = QWidget()
        for page in (self.count, self.rate, self._no_size):
            self._sizes.addWidget(page)
        self.add_button, self.up_button, self.down_button, self.remove_button = self._make_buttons()
        self._lay_out()
        self._connect()
        self.show_layer(layer)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        fields = (self.name, self.kind, self._sizes, self.kernel, self.stride, self.padding, self.activation)
        for field, width in zip(fields, _column_widths(self), strict=True):
            field.setFixedWidth(width)
            field.setFont(with_tabular_figures(field.font()))
            keeping = field.sizePolicy()
            keeping.setRetainSizeWhenHidden(True)
            field.setSizePolicy(keeping)
            layout.addWidget(field)
        # The wheel scrolls past fields that nobody is in.
        numbers = (self.count, self.rate, self.kernel, self.stride, self.padding)
        for entry in (self.kind, *numbers, self.activation):
            entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            entry.installEventFilter(self)
        layout.addStretch(1)
        for button in (self.add_button, self.up_button, self.down_button, self.remove_button):
            layout.addWidget(button)
        self.setFixedHeight(_HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel on to what scrolls."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _make_buttons(self) -> tuple[QToolButton, QToolButton, QToolButton, QToolButton]:
        add = _button("plus", tr("Add a layer below"))
        menu = QMenu(add)
        for kind in _KINDS:
            menu.addAction(kind_name(kind)).triggered.connect(partial(self._request, kind))
        give_menu(add, menu)
        up = _button("arrow-up", tr("Move the layer up"))
        up.clicked.connect(lambda: self.move_requested.emit(-1))
        down = _button("arrow-down", tr("Move the layer down"))
        down.clicked.connect(lambda: self.move_requested.emit(1))
        remove = _button("x", tr("Remove the layer"))
        remove.clicked.connect(self.remove_requested)
        return add, up, down, remove

    def _request(self, kind: type[Layer], _checked: bool = False) -> None:
        self.add_requested.emit(kind)

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._change_name)
        self.kind.activated.connect(self._change_kind)
        for number in (self.count, self.kernel, self.stride, self.padding):
            number.valueChanged.connect(self._change)
        self.rate.valueChanged.connect(self._change)
        self.activation.activated.connect(self._change)

    @property
    def layer(self) -> Layer:
        """The layer as the fields say."""
        return self._layer

    @property
    def entries(self) -> tuple[QLineEdit | QAbstractSpinBox, ...]:
        """The fields that are typed into."""
        return self.name, self.count, self.rate, self.kernel, self.stride, self.padding

    def field(self, part: str) -> QWidget:
        """Where a part of the layer is set, such as `kernel`; the whole row for what has no field."""
        fields = {"name": self.name, "kind": self.kind, **self._numbers}
        return fields.get(part, self)

    def show_layer(self, layer: Layer) -> None:
        """Fill the fields; nobody is told."""
        self._is_filling = True
        if layer.table or layer.name != self._layer.name:  # else it is the same layer, which may go back to its table
            self._table = layer.table
        self._layer = layer
        if self.name.text() != layer.name and not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(layer.name)
        self._fill_kinds(layer)
        self._fill_sizes(layer)
        self.activation.setVisible(layer.has("activation"))
        self.activation.setCurrentIndex(self.activation.findData(layer.activation))
        self._name_fields(layer.name)
        self._is_filling = False

    def _fill_kinds(self, layer: Layer) -> None:
        self.kind.clear()
        for number, kind in enumerate(_KINDS):
            self.kind.addItem(kind_name(kind), number)
        if self._table:
            self.kind.insertItem(_WITH_TABLE + 1, table_kind_name(), _TABLE)
        self.kind.setCurrentIndex(self.kind.findData(_TABLE if layer.table else _KINDS.index(type(layer))))

    def _fill_sizes(self, layer: Layer) -> None:
        shown = {self._numbers[part] for part in layer.sizes()}
        self._sizes.setCurrentWidget(next((page for page in (self.count, self.rate) if page in shown), self._no_size))
        for part in layer.sizes():
            self._numbers[part].setValue(getattr(layer, part))
        for field in (self.kernel, self.stride, self.padding):
            field.setVisible(field in shown)

    def _name_fields(self, name: str) -> None:
        captions = (
            (self.name, tr("{layer}: name")),
            (self.kind, tr("{layer}: kind")),
            (self.count, tr("{layer}: number of maps or units")),
            (self.rate, tr("{layer}: share of values that a training leaves out")),
            (self.kernel, tr("{layer}: side of the window in pixels")),
            (self.stride, tr("{layer}: stride in pixels")),
            (self.padding, tr("{layer}: padding in pixels on every side")),
            (self.activation, tr("{layer}: activation function")),
        )
        for field, caption in captions:
            field.setAccessibleName(caption.format(layer=name))
            field.setToolTip(plain(caption.format(layer=name)))
        self._explain()

    def _explain(self) -> None:
        for field, text in (
            (self.name, tr("What the layer is called, in tables, files and above its column on Draw.")),
            (self.kind, kind_explanation(self._layer)),
            (
                self.count,
                tr("How many maps or units it has: more of them can tell more patterns apart, and take longer."),
            ),
            (self.rate, tr("This share of the values is left out at each step of a training, by chance.")),
            (self.kernel, tr("The side of the window that slides over the maps: a larger one sees larger patterns.")),
            (self.stride, tr("How far the window moves each time: a larger stride makes smaller maps.")),
            (self.padding, tr("Pixels of zeros put around the maps, so that the window can reach beyond their edges.")),
            (
                self.activation,
                tr(
                    "What is done to each sum before it is passed on. Without one, several layers could do no more"
                    " than a single one."
                ),
            ),
        ):
            explain(field, text)

    def _change_kind(self) -> None:
        number = int(self.kind.currentData())
        table = self._table if number == _TABLE else ()
        kind = _KINDS[_WITH_TABLE if number == _TABLE else number]
        layer = self._layer if type(self._layer) is kind else changed_kind(self._layer, kind)
        if layer.has("table"):
            # A table brings the number of its maps.
            layer = replace(layer, **({"table": table, "maps": len(table)} if table else {"table": table}))
        self._tell(layer)

    def _change_name(self) -> None:
        self._change()
        self.name.setModified(False)  # else it would count as being typed, and keep its text
        if not self._is_filling and self.name.text() != self._layer.name:
            self.name.setText(self._layer.name)

    def _change(self) -> None:
        if self._is_filling:
            return
        parts: dict[str, Any] = {part: round(self._numbers[part].value(), 3) for part in self._layer.sizes()}
        if self._layer.has("activation"):
            parts["activation"] = Activation(self.activation.currentData())
        layer = replace(self._layer, name=self.name.text().strip() or self._layer.name, **parts)
        if layer != self._layer:
            self._tell(layer)

    def _tell(self, layer: Layer) -> None:
        self._layer = layer
        self.layer_changed.emit(layer)


def heading_row(captions: list[tuple[str, str]]) -> QWidget:
    """The headings above the rows, each with a tooltip."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GAP)
    for (caption, tip), width in zip(captions, _column_widths(row), strict=True):
        label = ElidedLabel(tip=tip)
        label.setText(caption)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        label.setFixedWidth(width)
        set_kind(label, Kind.SECONDARY)
        layout.addWidget(label)
    layout.addStretch(1)
    return row


def _column_widths(widget: QWidget) -> tuple[int, ...]:
    """The same for all rows; what has words is as wide as their language needs."""
    kinds = widest(widget, (*map(kind_name, _KINDS), table_kind_name()))
    activations = widest(widget, map(activation_name, Activation))
    kind, activation = (max(KIND, kinds + _BESIDE_CHOICE), max(ACTIVATION, activations + _BESIDE_CHOICE))
    return NAME, kind, SIZE, KERNEL, STRIDE, PADDING, activation


def _number(part: str) -> CountBox:
    return CountBox(int(_REACH[part].least), int(_REACH[part].most))


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(16, 16))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    set_kind(button, Kind.FLAT)
    return button
