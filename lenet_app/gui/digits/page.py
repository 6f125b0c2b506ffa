"""My digits: samples are written and looked through, a model learns them, and a person decides what answers."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.digits.changes import Changes
from lenet_app.gui.digits.exchange import Exchange
from lenet_app.gui.digits.from_paper import FromPaper
from lenet_app.gui.digits.learning import Learning
from lenet_app.gui.digits.review import Review
from lenet_app.gui.digits.widgets.capture_card import CaptureCard
from lenet_app.gui.digits.widgets.person_button import PersonButton
from lenet_app.gui.digits.widgets.personal_card import LearnCard, ResultCard
from lenet_app.gui.digits.widgets.samples_card import SamplesCard
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.storage.library import ModelLibrary

if TYPE_CHECKING:
    from lenet_app.recognition.recognizer import Recognizer
    from lenet_app.samples.sample import Sample
    from lenet_app.samples.store import Faces, Ids, Query, SampleStore

_COLUMNS = ((1700, 352, 480), (1160, 288, 408), (0, 232, 304))
"""From which width of the page on the outer columns are how wide, the left one first."""
_MS_TOGETHER = 50
"""Changes that follow each other so closely are listed together."""


class DigitsPage(QWidget, WindowPage):
    """One person's, in three columns: what is written and learned, what was collected, what came of it.

    Args:
        samples: the person's samples.
        in_use: whose copy learns them.
        library: the person's models.
        background: where these are written.
        settings: where dialogs for files begin.
    """

    model_kept = Signal(object, object)
    """The library's Entry of a model that is to answer from now on, and the Model."""

    def __init__(
        self,
        samples: SampleDesk,
        in_use: ModelInUse,
        library: ModelLibrary,
        background: Background,
        settings: Settings,
    ) -> None:
        super().__init__()
        self._desk, self._in_use = samples, in_use
        self._is_first = True
        self.chooser = PersonButton()
        self.capture, self.learn = CaptureCard(), LearnCard()
        self.samples, self.result = SamplesCard(), ResultCard()
        self.import_button, self.export_button = QPushButton(tr("Import…")), QPushButton(tr("Export…"))
        self.import_button.setToolTip(
            tr("Bring in samples from a file: a ZIP with a model, lines of JSON, or a table of pictures")
        )
        self.export_button.setToolTip(tr("Write all samples into a file, with the model that learned them or alone"))
        self.erase_button = QPushButton(tr("Delete everything…"))
        for button in (self.import_button, self.export_button, self.erase_button):
            set_kind(button, Kind.SMALL)
        self.erase_button.setToolTip(tr("Delete all samples and models of this person for good"))
        self.erase_button.setEnabled(False)
        self.export_button.setEnabled(False)
        self.place, self._promise = ElidedLabel(Qt.TextElideMode.ElideMiddle), QLabel()
        self._promise.setText(tr("Your digits lie in one file, and nothing of it leaves this computer:"))
        self._promise.setWordWrap(True)
        self.place.setText(str(samples.file))
        for quiet in (self.place, self._promise):
            set_kind(quiet, Kind.SECONDARY)
        self.changes = Changes(samples, self.samples, self)
        self.review = Review(samples, in_use, self.samples.notice.say, self)
        self.exchange = Exchange(self, samples, self.changes, library, settings)
        self.paper = FromPaper(self, samples, in_use, self.changes, settings)
        self.learning = Learning(
            desk=samples,
            in_use=in_use,
            library=library,
            background=background,
            card=self.learn,
            result=self.result,
            parent=self,
        )
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_MS_TOGETHER)
        self._soon.timeout.connect(self.refresh)
        self._wire()

    def _lay_out(self) -> None:
        self._left, self._right = QWidget(), QWidget()
        self._set_columns(0)
        for holder, widgets in ((self._left, (self.chooser, self.capture, self.learn)), (self._right, (self.result,))):
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
            for widget in widgets:
                column.addWidget(widget, 1 if widget is self.result else 0)
        left = self._left.layout()
        assert isinstance(left, QVBoxLayout)
        left.addStretch(1)
        last = QVBoxLayout()
        last.setSpacing(4)
        for part in (self._promise, self.place):
            last.addWidget(part)
        both = QHBoxLayout()
        both.setSpacing(8)
        for button in (self.import_button, self.export_button):
            both.addWidget(button, 1)
        last.addLayout(both)
        last.addWidget(self.erase_button)
        left.addLayout(last)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self._left)
        layout.addWidget(self.samples, 1)
        layout.addWidget(self._right)

    def _wire(self) -> None:
        grid = self.samples.grid
        self.capture.written.connect(self._keep_written)
        self.capture.paper_button.clicked.connect(self.paper.open)
        self.samples.query_changed.connect(self.refresh)
        grid.wanted.connect(self._fetch)
        grid.confirm_wanted.connect(self._confirm)
        grid.relabel_wanted.connect(lambda digit: self.review.relabel(grid.chosen, digit))
        self.samples.review_box.toggled.connect(self._begin_review)
        self._in_use.finished_changed.connect(self._on_other_model)
        self._desk.changed.connect(self._on_changed)
        self._desk.failed.connect(self.samples.notice.say)
        self.learning.kept.connect(self.model_kept)
        self.import_button.clicked.connect(self.exchange.ask_import)
        self.export_button.clicked.connect(self.exchange.ask_export)
        self.exchange.told.connect(self.samples.notice.say)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.samples)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.setWhatsThis(tr("Take back the last change of samples"))
        undo.activated.connect(self.changes.undo)

    # What the window asks

    def take_focus(self) -> None:
        """One begins to write."""
        self.capture.sheets[0].setFocus()

    def finish(self) -> None:
        """End the threads that learn, look for duplicates and find the order of a review."""
        self.learning.finish()
        self.changes.finish()
        self.paper.finish()
        self.review.finish()

    @property
    def losses(self) -> tuple[str, ...]:
        """A model that nobody has decided about, and digits from paper that nobody has kept."""
        return (*self.learning.losses, *self.paper.losses)

    def showEvent(self, event: QShowEvent) -> None:
        """List the samples, which are not read while nobody sees them."""
        super().showEvent(event)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """As with the narrowest columns, which a page that is not seen does not have: so no window is kept wide."""
        hint = super().minimumSizeHint()
        return QSize(
            hint.width() - self._left.minimumWidth() - self._right.minimumWidth() + sum(_COLUMNS[-1][1:]), hint.height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the samples more room in a narrow window."""
        self._set_columns(event.size().width())
        super().resizeEvent(event)

    def _set_columns(self, width: int) -> None:
        left, right = next(widths for least, *widths in _COLUMNS if width >= least)
        self._left.setFixedWidth(left)
        self._right.setFixedWidth(right)

    def set_people(self, people: Sequence[tuple[str, str]], key: str) -> None:
        """These people are there, by key and name, and the page is that of the one with this key."""
        self.chooser.show_people(people, key)
        self.exchange.name = self.chooser.name
        self._is_first = not key
        self.erase_button.setEnabled(bool(key) or self.export_button.isEnabled())

    # Samples

    def refresh(self) -> None:
        """List anew, if anybody sees it."""
        if self.isVisible():
            self._desk.ask(partial(_listed, self.samples.query), self._take_listed)

    def _on_changed(self) -> None:
        self._soon.start()

    def _take_listed(self, listed: "_Listed") -> None:
        ids, counts, models = listed
        self.samples.set_models(models)
        self.export_button.setEnabled(sum(counts) > 0)
        self.erase_button.setEnabled(sum(counts) > 0 or not self._is_first)
        self.learning.tell_counts(counts)
        if self.samples.review_box.isChecked():
            self.review.put_in_order(ids, lambda order: self._list(order, sum(counts)))
        else:
            self._list(ids, sum(counts))

    def _list(self, ids: "Ids", total: int) -> None:
        is_review = self.samples.review_box.isChecked()
        self.samples.tell_count(len(ids), total)
        self.samples.grid.set_ids(ids)
        if is_review:
            self.samples.grid.choose_current()

    def _begin_review(self, begins: bool) -> None:
        self.review.begin()
        if begins:
            self.samples.grid.to_top()
            self.samples.grid.setFocus()

    def _on_other_model(self) -> None:
        if self.samples.review_box.isChecked():
            self.refresh()

    def _confirm(self) -> None:
        if self.samples.review_box.isChecked() and self.samples.grid.chosen:
            self.review.confirm(self.samples.grid.chosen)
            self.refresh()

    def _fetch(self, numbers: list[int]) -> None:
        def fetch(store: "SampleStore") -> "Faces":
            return store.faces(numbers)

        self._desk.ask(fetch, self.samples.grid.show_faces)

    def _keep_written(self, digit: int, drawings: tuple[Drawing, ...]) -> None:
        answering = self.learning.answering
        self._desk.keep(lambda: _made(digit, drawings, answering), self.changes.remember_added)


if TYPE_CHECKING:
    _Listed = tuple[Ids, tuple[int, ...], tuple[str, ...]]


def _listed(query: "Query", store: "SampleStore") -> "_Listed":
    """The samples that are wanted, how many there are of each digit, and who answered."""
    return store.ids(query), store.counts(), store.models()


def _made(digit: int, drawings: tuple[Drawing, ...], answering: "Recognizer | None") -> "list[Sample]":
    """Called on the thread that keeps them."""
    from lenet_app.samples.labelling import Said, answered, of_drawing  # noqa: PLC0415 - loaded when first written
    from lenet_app.samples.sample import Source  # noqa: PLC0415

    return [answered(of_drawing(one, Said(digit, Source.CAPTURE)), answering) for one in drawings]
