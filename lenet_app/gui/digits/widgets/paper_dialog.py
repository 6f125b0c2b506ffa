"""From paper: a sheet is printed, its photographs are read, what was cut out is looked through, then it is kept."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.canvas.drop import DropTarget
from lenet_app.gui.digits.widgets.cut_grid import CutGrid
from lenet_app.gui.digits.widgets.sheet_card import SheetCard
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr, trn
from lenet_app.samples.sheets.gathered import Gathered
from lenet_app.samples.sheets.writing import Written

_SIZE = QSize(960, 600)
_LEFT, _FACE = 320, QSize(104, 104)


class PaperDialog(QDialog):
    """Shows what was gathered; closing it loses nothing, for it is there when it is opened again."""

    photographs_wanted = Signal()
    """A person wants to choose some."""
    files_dropped = Signal(list)
    """Photographs, as a list of pathlib.Path."""
    leave_out_wanted = Signal()
    undo_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Digits from paper"))
        self._gathered = Gathered()
        self.sheet, self.grid = SheetCard(), CutGrid()
        self.open_button = _button(
            tr("Open photographs…"), tr("Open photographs or scans of sheets that were written on, one or several")
        )
        self.open_button.clicked.connect(self.photographs_wanted)
        self.doubted_box = QCheckBox(tr("Doubted first"))
        self.doubted_box.setToolTip(tr("Those first that the model sees as another digit, or is not sure of"))
        self.doubted_box.toggled.connect(self._list)
        self.leave_out_button = _button(tr("Leave out"), tr("Do not keep the chosen digits (Del)"))
        self.leave_out_button.clicked.connect(self.leave_out_wanted)
        self.undo_button = _button(tr("Undo"), tr("Take back the last change (Ctrl+Z)"))
        self.undo_button.clicked.connect(self.undo_wanted)
        self.keep_button = QPushButton()
        set_kind(self.keep_button, Kind.PRIMARY)
        self.keep_button.setToolTip(tr("Keep these digits as samples; nothing is kept before"))
        self.keep_button.clicked.connect(self.keep_wanted)
        self.close_button = QPushButton(tr("Close"))
        self.close_button.setToolTip(tr("Close this (Esc); what was read stays here until it is kept or left out"))
        self.close_button.clicked.connect(self.reject)
        for button in (self.open_button, self.keep_button, self.close_button, self.sheet.save_button):
            button.setAutoDefault(False)
        self.progress, self._title, self._line = ElidedLabel(), QLabel(), ElidedLabel()
        self._face, self._told, self._empty = QLabel(), QLabel(), QLabel()
        self._lay_out()
        self.notice = Notice(self._right)
        self.grid.wanted.connect(lambda numbers: self.grid.show_faces(self._gathered.faces(numbers)))
        self.grid.chosen_changed.connect(self._tell_chosen)
        self.grid.delete_wanted.connect(self.leave_out_wanted)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setWhatsThis(tr("Take back the last change"))
        undo.activated.connect(self.undo_wanted)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))
        self.show_gathered(self._gathered, can_undo=False)

    def _lay_out(self) -> None:
        self._body = DropTarget(self)
        self._body.setAcceptDrops(True)
        self._body.file_dropped.connect(self.files_dropped)
        left, below, whole = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        left.setSpacing(12)
        for card in (self.sheet, self._photographs_card(), self._chosen_card()):
            card.setFixedWidth(_LEFT)
            left.addWidget(card)
        left.addStretch(1)
        self._right = self._grid_card()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(left)
        body.addWidget(self._right, 1)
        below.addStretch(1)
        below.addWidget(self.close_button)
        below.addWidget(self.keep_button)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(self._body, 1)
        whole.addLayout(below)

    def _photographs_card(self) -> QFrame:
        card, layout = _card(tr("2  Photograph it"))
        hint = QLabel(tr("The whole sheet, with all four corner marks; how it is turned does not matter."))
        hint.setWordWrap(True)
        for quiet in (hint, self.progress):
            set_kind(quiet, Kind.SECONDARY)
        for widget in (hint, self.open_button, self.progress):
            layout.addWidget(widget)
        return card

    def _chosen_card(self) -> QFrame:
        card, layout = _card(tr("3  Look through"))
        self._face.setFixedSize(_FACE)
        self._face.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._told.setWordWrap(True)
        self._told.setMinimumHeight(_FACE.height())
        self._told.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        set_kind(self._told, Kind.SECONDARY)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self._face)
        both.addWidget(self._told, 1)
        layout.addLayout(both)
        return card

    def _grid_card(self) -> QFrame:
        card, layout = QFrame(), QVBoxLayout()
        set_kind(card, Kind.CARD)
        set_kind(self._title, Kind.TITLE)
        self._title.setFont(with_tabular_figures(self._title.font()))
        for quiet in (self._line, self._empty):
            set_kind(quiet, Kind.SECONDARY)
        self._empty.setText(
            tr("What is written on sheets stands here, box by box. Drop photographs here, or open them.")
        )
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.doubted_box)
        below.setSpacing(8)
        below.addWidget(self._line, 1)
        for button in (self.leave_out_button, self.undo_button):
            below.addWidget(button)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addLayout(below)
        return card

    # What is shown

    def show_gathered(self, gathered: Gathered, *, can_undo: bool) -> None:
        """Show these digits.

        Args:
            gathered: what was read and not left out.
            can_undo: whether there is a change to be taken back.
        """
        self._gathered = gathered
        count, doubted = len(gathered.written), gathered.doubted
        text = trn("{count} digit", "{count} digits", count).format(count=count)
        if doubted:
            text += " · " + trn("{count} doubted", "{count} doubted", doubted).format(count=doubted)
        self._title.setText(text if count else tr("Nothing read yet"))
        keep = trn("Keep {count} sample", "Keep {count} samples", count).format(count=count)
        self.keep_button.setText(keep if count else tr("Keep samples"))
        self.keep_button.setEnabled(count > 0)
        self.undo_button.setEnabled(can_undo)
        self.doubted_box.setEnabled(count > 0)
        self._stack.setCurrentIndex(0 if count else 1)
        self._list()

    def _list(self) -> None:
        self.grid.set_ids(self._gathered.order(doubted_first=self.doubted_box.isChecked()))

    def tell_progress(self, files: list[Path]) -> None:
        """These photographs are still to be read, the first one now."""
        if not files:
            self.progress.setText("")
            return
        more = len(files) - 1
        text = tr("Reading {file}…").format(file=files[0].name)
        if more:
            text += " " + trn("{count} more", "{count} more", more).format(count=more)
        self.progress.setText(text)

    def _tell_chosen(self) -> None:
        chosen = [self._gathered.written[number] for number in self.grid.chosen if number in self._gathered.written]
        self.leave_out_button.setEnabled(bool(chosen))
        count = len(chosen)
        text = trn("{count} chosen: type its digit", "{count} chosen: type their digit", count).format(count=count)
        self._line.setText(text if chosen else "")
        if len(chosen) == 1:
            self._face.setPixmap(_pixmap(chosen[0], self.devicePixelRatioF()))
            self._face.setAccessibleName(tr("The box in the photograph"))
        self._face.setVisible(len(chosen) == 1)
        self._told.setText(_sentence(chosen[0]) if len(chosen) == 1 else _hint(self._gathered))


def _hint(gathered: Gathered) -> str:
    if not gathered.written:
        return tr("Nothing is kept before you have looked at it.")
    return tr("Choose a digit to see it in its photograph. Leave out what was crossed out.")


def _sentence(one: Written) -> str:
    """What is known of a digit."""
    sample = one.sample
    where = tr("Box {number} of the {digit}s in {file}").format(number=one.number, digit=one.wanted, file=one.file.name)
    if sample.answer is None:
        return where
    if sample.answer != sample.label:
        seen = tr("{model} sees a {answer}.").format(model=sample.model, answer=sample.answer)
    elif one.doubted:
        seen = tr("{model} is not sure.").format(model=sample.model)
    else:
        seen = tr("{model} sees it, too.").format(model=sample.model)
    return f"{where}\n{seen}"


def _pixmap(one: Written, ratio: float) -> QPixmap:
    """The box in its photograph."""
    pixels = np.ascontiguousarray(one.shown)
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    wanted = _FACE * ratio
    pixmap = QPixmap.fromImage(image).scaled(
        wanted, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _card(text: str) -> tuple[QFrame, QVBoxLayout]:
    card, title = QFrame(), QLabel(text)
    set_kind(card, Kind.CARD)
    set_kind(title, Kind.TITLE)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(12, 12, 12, 12)
    layout.setSpacing(8)
    layout.addWidget(title)
    return card, layout


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    set_kind(button, Kind.SMALL)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
