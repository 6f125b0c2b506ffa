"""What learns from the samples, its progress, and the decision about what came of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.digits.widgets.before_after import BeforeAfter
from lenet_app.gui.digits.widgets.more_view import MoreView
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr, trn
from lenet_app.samples.figures import Figures

_REST, _RUNS, _MADE = range(3)


class LearnCard(QFrame):
    """One button, or a bar and Stop while it learns."""

    begin_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self._title, self._note = QLabel(tr("Learn my digits")), QLabel()
        set_kind(self._title, Kind.TITLE)
        set_kind(self._note, Kind.SECONDARY)
        self._note.setWordWrap(True)
        self.begin_button = QPushButton(tr("Learn my digits"))
        set_kind(self.begin_button, Kind.PRIMARY)
        self.begin_button.setToolTip(tr("Make a model that knows your hand; the one in use stays as it is"))
        explain(
            self.begin_button,
            tr(
                "The last layers of the model in use learn from all of your samples, varied, beside MNIST’s and made"
                " digits and what is no digit, so that nothing is forgotten. It takes seconds; then you see what it"
                " gained and cost, and decide."
            ),
        )
        self.begin_button.clicked.connect(self.begin_wanted)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop_button = QPushButton(tr("Stop"))
        set_kind(self.stop_button, Kind.SMALL)
        self.stop_button.setToolTip(tr("Stop learning; nothing changes"))
        self.stop_button.clicked.connect(self._stop)
        running = QWidget()
        row = QHBoxLayout(running)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self._stack = QStackedWidget()
        for widget in (self.begin_button, running):
            self._stack.addWidget(widget)
        self._stack.setFixedHeight(self.begin_button.sizeHint().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for part in (self._title, self._note, self._stack):
            layout.addWidget(part)

    def tell(self, note: str, *, can_begin: bool) -> None:
        """Say what would be learned by whom, or why nothing can be."""
        self._note.setText(note)
        self.begin_button.setEnabled(can_begin)

    @property
    def note(self) -> str:
        """What is said."""
        return self._note.text()

    @property
    def is_running(self) -> bool:
        """Whether the bar is shown."""
        return self._stack.currentIndex() == 1

    def show_progress(self, done: int, total: int) -> None:
        """It learns."""
        if not self.is_running:
            self.stop_button.setEnabled(True)
            self.stop_button.setText(tr("Stop"))
            self._stack.setCurrentIndex(1)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def rest(self) -> None:
        """It learns no more."""
        self._stack.setCurrentIndex(0)

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.stop_button.setText(tr("Stopping…"))
        self.stop_wanted.emit()


class ResultCard(QFrame):
    """Before → after, and what becomes of the model."""

    use_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        title, self._names = QLabel(tr("Before → after")), ElidedLabel()
        set_kind(title, Kind.TITLE)
        set_kind(self._names, Kind.SECONDARY)
        self._own, self._wrong = QLabel(), ElidedLabel()
        self._wrong.set_tip(tr("Your digits, each answered by a model that did not learn it"))
        self._own.setFont(with_tabular_figures(self._own.font()))
        set_kind(self._own, Kind.TITLE)
        set_kind(self._wrong, Kind.SECONDARY)
        self.chart, self.more = BeforeAfter(), MoreView()
        self.use_button = QPushButton(tr("Use it"))
        set_kind(self.use_button, Kind.PRIMARY)
        self.use_button.setToolTip(tr("Keep this model among your models, and answer with it from now on"))
        self.use_button.clicked.connect(self.use_wanted)
        self.keep_button = QPushButton()
        self.keep_button.setToolTip(tr("Discard this model; the one in use goes on answering"))
        self.keep_button.clicked.connect(self.keep_wanted)
        self._empty = QLabel(
            tr("What learning your digits gains and costs stands here, before anything changes: you decide then.")
        )
        self._empty.setWordWrap(True)
        set_kind(self._empty, Kind.SECONDARY)
        top, row, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(title)
        top.addWidget(self._names, 1)
        row.addWidget(self._wrong, 1)
        row.addWidget(self._own)
        buttons.setSpacing(8)
        for button in (self.use_button, self.keep_button):
            buttons.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._empty)
        layout.addLayout(row)
        layout.addWidget(self.chart, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.more)
        layout.addStretch(0)
        self._parts = (self._own, self._wrong, self.chart, self.use_button, self.keep_button)
        self.notice = Notice(self)
        self.show_result(None, "", "")

    def show_result(self, figures: Figures | None, before: str, after: str) -> None:
        """Show what came of it and ask; None asks nothing.

        Args:
            figures: before and after.
            before: the name of the model that one began with.
            after: that of the new one.
        """
        for part in self._parts:
            part.setVisible(figures is not None)
        self._empty.setVisible(figures is None)
        self._names.setText(f"{before} → {after}" if figures is not None else "")
        self.chart.show_figures(figures)
        if figures is None:
            return
        own = figures.own
        shares = [100 * part / max(own.count, 1) for part in (own.before, own.after)]
        self._own.setText(tr("{before:.1f} → {after:.1f} %").format(before=shares[0], after=shares[1]))
        text = trn("{before} wrong, then {after}, of {count}", "{before} wrong, then {after}, of {count}", own.count)
        self._wrong.setText(text.format(count=own.count, before=own.count - own.before, after=own.count - own.after))
        self.keep_button.setText(tr("Keep {model}").format(model=before))
        self.use_button.setEnabled(True)
        self.keep_button.setEnabled(True)
