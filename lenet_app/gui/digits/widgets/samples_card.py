"""The samples with what narrows them, and what is done with those that are chosen."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.digits.widgets.sample_grid import SampleGrid
from lenet_app.gui.kit.fields import ElidedLabel, ListBox, widen_list
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.wrapping_row import WrappingRow
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr, trn
from lenet_app.samples.store import Query

_DAYS = (1, 7, 30)


class SamplesCard(QFrame):
    """Filter, grid, actions."""

    query_changed = Signal()
    """Others are to be listed."""
    duplicates_wanted = Signal()
    """Equal samples are to be found."""
    undo_wanted = Signal()
    """The last change is to be taken back."""

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self._title, self._count = QLabel(tr("My samples")), QLabel()
        set_kind(self._title, Kind.TITLE)
        set_kind(self._count, Kind.SECONDARY)
        self._count.setFont(with_tabular_figures(self._count.font()))
        self.digit_box = self._box(tr("Digit"), tr("List the samples of one digit"), 60)
        self.digit_box.addItem(tr("Digit"), None)
        for digit in range(10):
            self.digit_box.addItem(str(digit), digit)
        self.model_box = self._box(tr("Model"), tr("List the samples that one model answered"), 72)
        self.model_box.addItem(tr("Model"), None)
        self.date_box = self._box(tr("Date"), tr("List what was labelled lately"), 72)
        self.date_box.addItem(tr("Date"), 0)
        for days in _DAYS:
            self.date_box.addItem(trn("Last {count} day", "Last {count} days", days).format(count=days), days)
        for box in (self.digit_box, self.date_box):
            widen_list(box)
        self.wrong_box = QCheckBox(tr("Wrong"))
        self.wrong_box.setToolTip(tr("List only the samples that were answered wrongly"))
        self.wrong_box.toggled.connect(self.query_changed)
        self.review_box = self._make_review_box()
        self._last = ""
        self.grid = SampleGrid()
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        set_kind(self._empty, Kind.SECONDARY)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(_at_top(self._empty))
        self.chosen_line = ElidedLabel()
        set_kind(self.chosen_line, Kind.SECONDARY)
        self.delete_button = self._button(tr("Delete"), tr("Delete the chosen samples (Del)"))
        self.delete_button.clicked.connect(self.grid.delete_wanted)
        self.undo_button = self._button(tr("Undo"), tr("Take back the last change of samples (Ctrl+Z)"))
        self.undo_button.clicked.connect(self.undo_wanted)
        tip = tr("Choose the samples that show the same as an earlier one, so that they can be deleted")
        self.duplicates_button = self._button(tr("Duplicates"), tip)
        self.duplicates_button.clicked.connect(self.duplicates_wanted)
        self.grid.chosen_changed.connect(self._tell_chosen)
        self._lay_out()
        self.notice = Notice(self)
        self.set_can_undo("")

    def _make_review_box(self) -> QCheckBox:
        box = QCheckBox(tr("Review"))
        box.setToolTip(tr("Look through them again, those first that the model finds surprising or unsure"))
        explain(
            box,
            tr(
                "Puts those first whose label the model in use finds least likely, then those that it is least sure of."
                " Type the digit that a sample is, or Return where its label is right: then the next one is there."
            ),
        )
        box.toggled.connect(self.query_changed)
        return box

    def _lay_out(self) -> None:
        heading, filters, below = QWidget(), QHBoxLayout(), QHBoxLayout()
        told = QHBoxLayout(heading)
        told.setContentsMargins(0, 0, 0, 0)
        for row in (told, filters, below):
            row.setSpacing(8)
        told.addWidget(self._title)
        told.addWidget(self._count)
        boxes = QWidget()
        ticks = QHBoxLayout(boxes)
        ticks.setContentsMargins(0, 0, 0, 0)
        ticks.setSpacing(8)
        for box in (self.review_box, self.wrong_box):
            ticks.addWidget(box)
        for field in (self.digit_box, self.model_box, self.date_box):
            filters.addWidget(field, 1)
        for button in (self.duplicates_button, self.delete_button, self.undo_button):
            button.setStyleSheet("QPushButton { padding: 0 4px; }")  # they are as wide as there is room
            below.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(WrappingRow(heading, boxes, parts=True))
        layout.addLayout(filters)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.chosen_line)
        layout.addLayout(below)

    def _box(self, name: str, tip: str, width: int) -> ListBox:
        box = ListBox(width)
        box.setAccessibleName(name)
        box.setToolTip(f"{name}\n{tip}")  # the name may be cut in the field
        box.currentIndexChanged.connect(lambda _index: self.query_changed.emit())
        return box

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        set_kind(button, Kind.SMALL)
        button.setToolTip(tip)
        return button

    @property
    def query(self) -> Query:
        """Which samples are to be listed."""
        days, since = self.date_box.currentData(), ""
        if days:
            since = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        return Query(self.digit_box.currentData(), self.wrong_box.isChecked(), self.model_box.currentData(), since)

    def set_models(self, names: tuple[str, ...]) -> None:
        """These models answered."""
        chosen = self.model_box.currentData()
        if [self.model_box.itemData(n) for n in range(1, self.model_box.count())] == list(names):
            return
        with QSignalBlocker(self.model_box):
            while self.model_box.count() > 1:
                self.model_box.removeItem(1)
            for name in names:
                self.model_box.addItem(name, name)
            self.model_box.setCurrentIndex(max(0, self.model_box.findData(chosen) if chosen else 0))
        widen_list(self.model_box)

    def tell_count(self, shown: int, total: int) -> None:
        """So many are listed, of so many that there are."""
        self._count.setText(
            f"{shown:,}" if shown == total else tr("{shown:,} of {total:,}").format(shown=shown, total=total)
        )
        self._stack.setCurrentIndex(0 if shown else 1)
        if total and self.review_box.isChecked():
            self._empty.setText(tr("All of them are looked through."))
        elif total:
            self._empty.setText(tr("No sample is like that."))
        else:
            self._empty.setText(
                tr(
                    "Digits that you label stand here. Write some at the left, or say what a digit is on Draw or Read:"
                    " from a few of each a model learns your hand."
                )
            )
        self.duplicates_button.setEnabled(shown > 1)

    @property
    def told(self) -> str:
        """How many are listed, as it is shown."""
        return self._count.text()

    def set_can_undo(self, what: str) -> None:
        """What the last change was, in a few words; empty where there is none."""
        self._last = what
        self.undo_button.setEnabled(bool(what))
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        count = len(self.grid.chosen)
        text = trn("{count} chosen: type its digit", "{count} chosen: type their digit", count)
        if self.review_box.isChecked():
            text = trn(
                "{count} chosen: type its digit, or Return if it is right",
                "{count} chosen: type their digit, or Return if it is right",
                count,
            )
        self.chosen_line.setText(text.format(count=count) if count else self._last)
        self.delete_button.setEnabled(count > 0)


def _at_top(label: QLabel) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 8, 0, 0)
    layout.addWidget(label)
    layout.addStretch(1)
    return holder
