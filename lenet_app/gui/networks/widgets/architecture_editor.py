"""Changes an architecture: its input, its layers, its classes; what cannot be is said at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.kit.fields import CountBox, NumberBox
from lenet_app.gui.kit.history import History
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.networks.widgets.fault_mark import FaultMark
from lenet_app.gui.networks.widgets.layer_row import ROW_SHEET, LayerRow, heading_row
from lenet_app.language import tr
from lenet_app.networks.counts import connections_text, parameters_text
from lenet_app.networks.editing.draft import Draft
from lenet_app.networks.family import Member
from lenet_app.networks.kind import INPUT, LayerError
from lenet_app.networks.layers import Layer

_VERDICT_HEIGHT = 32
_ERASERS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_SEALS = (QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
"""After these what is typed into a field is a new step."""
_SCROLL_SHEET = """
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QScrollArea::corner { background: transparent; border: 0; }
"""


class ArchitectureEditor(QWidget):
    """Shows a Draft and follows every change; the last network that could be built stays at hand.

    Every change is a step that can be undone; what is typed into a field without leaving it is one.
    """

    changed = Signal()
    """The draft was changed by the user."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: History[Draft] | None = None
        self._member: Member | None = None
        self._is_filling, self._fault = False, ""
        self._typing: QObject | None = None
        self._typed: QObject | None = None
        self.rows: list[LayerRow] = []
        self.title = QLineEdit()
        self.title.setMaxLength(80)
        self.channels = QComboBox()
        self.height_box, self.width_box, self.classes = CountBox(1, 9999), CountBox(1, 9999), CountBox(1, 99_999)
        self._verdict = QStackedWidget()
        self._verdict.setFixedHeight(_VERDICT_HEIGHT)
        self._counts, self._reason = QLabel(), QLabel()
        for label, kind in ((self._counts, Kind.SECONDARY), (self._reason, Kind.NOTICE)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            set_kind(label, kind)
            self._verdict.addWidget(label)
        self._reason.setStyleSheet("QLabel { padding: 2px 8px; }")  # room for two lines
        self._mark = FaultMark(self)
        standard = QKeySequence.StandardKey
        self.undo_button = self._step_button("undo-2", tr("Undo the last change"), standard.Undo)
        self.redo_button = self._step_button("redo-2", tr("Redo what was undone"), standard.Redo)
        self._lay_out()
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        for entry in (self.title, self.height_box, self.width_box, self.classes):
            entry.installEventFilter(self)
        self.title.textEdited.connect(self._change_head)
        self.channels.activated.connect(self._change_head)
        for box in (self.height_box, self.width_box):
            box.valueChanged.connect(self._change_head)
        self.classes.valueChanged.connect(self._change_classes)

    def _step_button(self, name: str, text: str, standard: QKeySequence.StandardKey) -> QToolButton:
        """A button that has its keys wherever the focus is, as long as the editor is shown."""
        button = QToolButton()
        button.setIcon(icon(name))
        button.setIconSize(QSize(16, 16))
        keys = QKeySequence(standard).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{text} ({keys})")
        button.setAccessibleName(text)
        shortcut = QShortcut(self)
        shortcut.setKeys(standard)
        shortcut.setWhatsThis(text)
        shortcut.activated.connect(button.click)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(_captioned(tr("Name"), self.title, tr("What the variant is called")), 1)
        head.addLayout(_captioned(tr("Input"), self.channels, tr("Grey or coloured pictures")))
        head.addLayout(_captioned(tr("Height"), self.height_box, tr("Height of the network input in pixels")))
        head.addLayout(_captioned(tr("Width"), self.width_box, tr("Width of the network input in pixels")))
        head.addLayout(_captioned(tr("Classes"), self.classes, tr("How many classes it tells apart")))
        for button in (self.undo_button, self.redo_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 4, 0)
        self._body.setSpacing(2)
        self._body.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setStyleSheet(_SCROLL_SHEET + ROW_SHEET)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(heading_row(self._captions()))
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._verdict)

    def _captions(self) -> list[tuple[str, str]]:
        return [
            (tr("Layer"), tr("Names are given by place and kind, and can be changed")),
            (tr("Kind"), tr("What the layer computes")),
            (tr("Maps, units"), tr("How many feature maps or units; of dropout, the share that is left out")),
            (tr("Kernel"), tr("F: side of the window that slides over the input; of pooling, its block")),
            (tr("Stride"), tr("S: how many pixels the window moves at a time")),
            (tr("Padding"), tr("P: how many pixels of zeros are put around the input")),
            (tr("Activation"), tr("The function that follows the layer's sum")),
        ]

    @property
    def draft(self) -> Draft | None:
        """What is being changed, possible or not."""
        return None if self._history is None else self._history.current

    @property
    def member(self) -> Member | None:
        """The last network that could be built."""
        return self._member

    @property
    def is_possible(self) -> bool:
        """Whether the draft can be built as it stands."""
        return not self._fault

    @property
    def fault(self) -> str:
        """Why the draft cannot be built, in a sentence; empty where it can."""
        return self._fault

    @property
    def marked(self) -> QWidget | None:
        """The field that is to blame, or the whole row where no field is; None where the draft can be built."""
        return self._mark.field

    @property
    def verdict(self) -> str:
        """Why the draft cannot be built, or what it costs."""
        return (self._reason if self._fault else self._counts).text()

    def edit(self, history: History[Draft], member: Member) -> None:
        """Change the draft that is current in `history`; `member` is the last network that it could be built as."""
        self._history, self._member = history, member
        self._typing = self._typed = None
        self._refresh()

    def undo(self) -> None:
        """Take the last step back."""
        self._go(self._steps.undo)

    def redo(self) -> None:
        """Do again what was undone."""
        self._go(self._steps.redo)

    def _go(self, step: Callable[[], Draft]) -> None:
        # What was typed and taken away again has left a state like the one before it.
        before = self._held
        after = step()
        while after == before and (further := step()) is not after:
            after = further
        self._typing = self._typed = None
        self._refresh()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys for undo from the fields, which would take back letters only, and see what is typed."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_step(watched, event):
                event.ignore()
                return True
            if event.type() == QEvent.Type.KeyPress:
                is_typing = (bool(event.text()) and event.text().isprintable()) or event.key() in _ERASERS
                self._typing = watched if is_typing else None
        elif event.type() == QEvent.Type.InputMethod:
            self._typing = watched
        elif event.type() in _SEALS:
            self._typing = self._typed = None
        return super().eventFilter(watched, event)

    @staticmethod
    def _is_step(watched: QObject, event: QKeyEvent) -> bool:
        """A layer's name and a number count when they are finished only; until then their letters are taken back."""
        is_letters = isinstance(watched, QLineEdit) and watched.isModified() and isinstance(watched.parent(), LayerRow)
        is_letters = is_letters or (isinstance(watched, CountBox | NumberBox) and watched.is_half_typed)
        standard = QKeySequence.StandardKey
        return not is_letters and (event.matches(standard.Undo) or event.matches(standard.Redo))

    def _refresh(self) -> None:
        self._mark.clear()
        self._show()
        self._judge()
        self.undo_button.setEnabled(self._steps.can_undo)
        self.redo_button.setEnabled(self._steps.can_redo)

    def _show(self) -> None:
        draft = self._held
        self._is_filling = True
        if self.title.text() != draft.title:
            self.title.setText(draft.title)
        channels, height, width = draft.input_shape
        self._offer_channels(channels)
        self.height_box.setValue(height)
        self.width_box.setValue(width)
        self.classes.setEnabled(draft.classes > 0)
        if draft.classes:
            self.classes.setValue(draft.classes)
        self._show_rows(draft)
        self._is_filling = False

    def _offer_channels(self, channels: int) -> None:
        self.channels.clear()
        for count, text in ((1, tr("1, grey")), (3, tr("3, colour"))):
            self.channels.addItem(text, count)
        if self.channels.findData(channels) < 0:
            self.channels.addItem(str(channels), channels)
        self.channels.setCurrentIndex(self.channels.findData(channels))

    def _show_rows(self, draft: Draft) -> None:
        while len(self.rows) > len(draft.layers):
            row = self.rows.pop()
            self._body.removeWidget(row)
            row.hide()
            row.deleteLater()
        for index, layer in enumerate(draft.layers):
            if index == len(self.rows):
                self._add_row(layer)
            row = self.rows[index]
            row.show_layer(layer)
            row.up_button.setEnabled(index > 0)
            row.down_button.setEnabled(index < len(draft.layers) - 1)
            row.remove_button.setEnabled(len(draft.layers) > 1)

    def _add_row(self, layer: Layer) -> None:
        row = LayerRow(layer, self._scroll.widget())
        row.layer_changed.connect(lambda layer: self._take(self._held.with_layer(self._place(row), layer)))
        row.add_requested.connect(lambda kind: self._insert(self._place(row) + 1, kind))
        row.move_requested.connect(lambda by: self._move(self._place(row), by))
        row.remove_requested.connect(lambda: self._remove(self._place(row)))
        for entry in row.entries:
            entry.installEventFilter(self)
        self.rows.append(row)
        self._body.insertWidget(self._body.count() - 1, row)
        row.show()  # at once, for it may get the focus

    def _place(self, row: LayerRow) -> int:
        return self.rows.index(row)

    @property
    def _steps(self) -> History[Draft]:
        assert self._history is not None
        return self._history

    @property
    def _held(self) -> Draft:
        return self._steps.current

    def _insert(self, index: int, kind: type[Layer]) -> None:
        self._take(self._held.inserted(index, kind))
        self._go_to(index)

    def _move(self, index: int, by: int) -> None:
        """The focus goes with the layer, so that it can be moved on."""
        self._take(self._held.moved(index, by))
        row = self.rows[min(max(index + by, 0), len(self.rows) - 1)]
        button = row.up_button if by < 0 else row.down_button
        (button if button.isEnabled() else row.name).setFocus()
        self._scroll.ensureWidgetVisible(row)

    def _remove(self, index: int) -> None:
        self._take(self._held.removed(index))
        row = self.rows[min(index, len(self.rows) - 1)]
        (row.remove_button if row.remove_button.isEnabled() else row.name).setFocus()

    def _go_to(self, index: int) -> None:
        row = self.rows[index]
        row.kind.setFocus()
        # The new row has its place only after the layout was done.
        QTimer.singleShot(0, row, lambda: self._scroll.ensureWidgetVisible(row))

    def _change_head(self) -> None:
        if not self._is_filling:
            shape = (int(self.channels.currentData()), self.height_box.value(), self.width_box.value())
            self._take(replace(self._held, title=self.title.text(), input_shape=shape))

    def _change_classes(self, classes: int) -> None:
        if not self._is_filling:
            self._take(self._held.with_classes(classes))

    def _take(self, draft: Draft) -> None:
        if draft == self._held:
            return
        if self._typing is not None and self._typing is self._typed:
            self._steps.replace(draft)
        else:
            self._steps.push(draft)
        self._typed = self._typing
        self._refresh()
        self.changed.emit()

    def _judge(self) -> None:
        assert self._member is not None
        try:
            self._member = self._held.member(self._member.architecture.id)
        except LayerError as error:
            self._fault = str(error)
            self._verdict.setCurrentWidget(self._reason)
            text = tr("{fault}\nThe table below shows the last one that could be built.")
            self._reason.setText(text.format(fault=error))
            self._mark.mark(self._blamed(error), self._fault)
            return
        self._fault = ""
        architecture = self._member.architecture
        self._verdict.setCurrentWidget(self._counts)
        parameters, connections = parameters_text(architecture.parameters), connections_text(architecture.connections)
        text = tr("It can be built: {parameters}, {connections}.")
        self._counts.setText(text.format(parameters=parameters, connections=connections))

    def _blamed(self, fault: LayerError) -> QWidget:
        if fault.layer == INPUT:
            return self.height_box if self.height_box.value() >= self.width_box.value() else self.width_box
        return self.rows[fault.layer].field(fault.part)


def _captioned(caption: str, field: QWidget, tip: str) -> QVBoxLayout:
    label = QLabel(caption)
    label.setBuddy(field)
    set_kind(label, Kind.SECONDARY)
    field.setAccessibleName(caption)
    field.setToolTip(tip)
    field.setFont(with_tabular_figures(field.font()))
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(field)
    return column
