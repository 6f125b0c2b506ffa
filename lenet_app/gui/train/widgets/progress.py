"""How a training goes on: batch bar, epoch bar, loss, accuracy, speed, time left and device."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.durations import duration_text
from lenet_app.gui.kit.fields import ElidedLabel, widest
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr
from lenet_app.training.reports import BatchReport, Device, EpochReport, speed_text

_STEPS = 1000
_WIDEST_DURATIONS = (59 * 60 + 59, 99 * 3600 + 59 * 60)
"""Seconds."""
_BUTTON_EDGES = 32
_HEADING_SHARE = 0.29
_HEADING_WIDTHS = (192, 352)
"""The heading has this share of the bar, and at least and at most so many pixels: the bars stay where they are."""


class _LaterButton(QPushButton):
    """Stands where the buttons were that began the training: the second click of a double one is not for it."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        # A click leaves the focus where it is, lest a space that was meant for something else press it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do nothing; whoever clicks fast has had the first click heard."""
        event.accept()


class TrainingProgress(QWidget):
    """Pause and Stop, two bars, and the figures."""

    pause_toggled = Signal(bool)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = ""
        self._device = ""
        self.pause_button = _LaterButton()
        self.pause_button.setCheckable(True)
        self.pause_button.toggled.connect(self._on_pause)
        self.stop_button = _LaterButton(tr("Stop"))
        self.stop_button.setToolTip(tr("Stop after this batch and keep the best weights so far"))
        self.stop_button.clicked.connect(self.stop_requested)
        self._heading, self._speed = ElidedLabel(), ElidedLabel(Qt.TextElideMode.ElideMiddle)
        for label in (self._heading, self._speed):
            self._dress(label)
        self._batch, self._loss = self._label(), self._label()
        self._epoch, self._accuracy = self._label(), self._label()
        self._left, self._past = self._label(), self._label()
        self.batch_bar, self.epoch_bar = self._bar(tr("Batch")), self._bar(tr("Epoch"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.pause_button)
        layout.addWidget(self.stop_button)
        layout.addSpacing(8)
        layout.addLayout(_stacked(self._heading, self._speed))
        layout.addSpacing(16)
        layout.addLayout(self._bars(), 1)
        layout.addSpacing(16)
        layout.addLayout(_stacked(self._left, self._past))
        self._fix_widths()
        self._show_paused(False)

    def _bars(self) -> QVBoxLayout:
        bars = QVBoxLayout()
        bars.setSpacing(3)
        for left, right, bar in (
            (self._batch, self._loss, self.batch_bar),
            (self._epoch, self._accuracy, self.epoch_bar),
        ):
            line = QHBoxLayout()
            line.addWidget(left)
            line.addStretch(1)
            line.addWidget(right)
            bars.addLayout(line)
            bars.addWidget(bar)
        return bars

    def _label(self) -> QLabel:
        return self._dress(QLabel())

    def _dress(self, label: QLabel) -> QLabel:
        label.setFont(with_tabular_figures(label.font()))
        set_kind(label, Kind.SECONDARY)
        return label

    def _bar(self, name: str) -> QProgressBar:
        bar = QProgressBar()
        bar.setRange(0, _STEPS)
        bar.setTextVisible(False)
        bar.setAccessibleName(name)
        return bar

    def _fix_widths(self) -> None:
        """Keep the columns where they are, however long their numbers get."""
        durations = [duration_text(seconds) for seconds in _WIDEST_DURATIONS]
        times = [text.format(time=time) for text in (tr("{time} left"), tr("{time} so far")) for time in durations]
        for label in (self._left, self._past):
            label.setFixedWidth(widest(self, times))
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.pause_button.setMinimumWidth(widest(self, (tr("Pause"), tr("Go on"))) + _BUTTON_EDGES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the heading its share."""
        low, high = _HEADING_WIDTHS
        for label in (self._heading, self._speed):
            label.setFixedWidth(max(low, min(high, round(_HEADING_SHARE * event.size().width()))))
        super().resizeEvent(event)

    def begin(self, title: str) -> None:
        """Start afresh; `title` says what is trained."""
        self._title, self._device = title, ""
        self.pause_button.setChecked(False)
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(True)
        for bar in (self.batch_bar, self.epoch_bar):
            bar.setValue(0)
        for label in (self._speed, self._batch, self._loss, self._epoch, self._accuracy, self._left, self._past):
            label.setText("")
        self._heading.setText(title)
        self._speed.setText(tr("Starting…"))

    def show_device(self, device: Device) -> None:
        """Name what the training runs on."""
        self._device = device.title
        self._speed.setText(self._device)

    def show_batch(self, report: BatchReport) -> None:
        """Show where the training is."""
        within = report.batch / report.batches
        self.batch_bar.setValue(round(_STEPS * within))
        # By pictures, for the last epoch may be a part of one.
        self.epoch_bar.setValue(round(_STEPS * report.seconds / max(report.seconds + report.seconds_left, 1e-9)))
        self._batch.setText(tr("Batch {n} of {total}").format(n=report.batch, total=report.batches))
        self._epoch.setText(tr("Epoch {n} of {total}").format(n=report.epoch, total=report.epochs))
        loss, right = f"{report.loss:.3f}", f"{100 * report.accuracy:.1f}"
        self._loss.setText(tr("loss {loss} · {right} % right").format(loss=loss, right=right))
        self._speed.setText(f"{self._device} · {speed_text(report.images_per_second)}")
        self._left.setText(tr("{time} left").format(time=duration_text(report.seconds_left)))
        self._past.setText(tr("{time} so far").format(time=duration_text(report.seconds)))

    def go_on_with(self, title: str) -> None:
        """Show that another training of a row begins; a pause or a stop that was asked for holds."""
        self._title = title
        for bar in (self.batch_bar, self.epoch_bar):
            bar.setValue(0)
        for label in (self._batch, self._loss, self._epoch, self._accuracy, self._left, self._past):
            label.setText("")
        if self.stop_button.isEnabled():
            self._show_paused(self.pause_button.isChecked())

    def show_epoch(self, report: EpochReport) -> None:
        """Show how good the epoch that just ended was."""
        if report.validation_accuracy is not None:
            right = f"{100 * report.validation_accuracy:.2f}"
            self._accuracy.setText(tr("hold-out {right} % right").format(right=right))

    def _keep_focus(self) -> None:
        """Keep a focus that is here: Qt would hand that of a disabled button to whatever comes next in the window."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.setFocus()

    def show_stopping(self) -> None:
        """Say that the training ends after the batch it is at."""
        self._keep_focus()
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(False)
        self._heading.setText(tr("Stopping…"))

    def show_measuring(self) -> None:
        """Say that the run is over and its result is being measured and saved."""
        self._keep_focus()
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(False)
        self._heading.setText(tr("Measuring and saving…"))

    @property
    def heading(self) -> str:
        """What is being done."""
        return self._heading.text()

    @property
    def texts(self) -> list[str]:
        """Everything that is shown in words and figures."""
        labels = (self._heading, self._speed, self._batch, self._loss)
        return [label.text() for label in (*labels, self._epoch, self._accuracy, self._left, self._past)]

    def _on_pause(self, paused: bool) -> None:
        self._show_paused(paused)
        self.pause_toggled.emit(paused)

    def _show_paused(self, paused: bool) -> None:
        self.pause_button.setText(tr("Go on") if paused else tr("Pause"))
        tooltip = tr("Go on with the training") if paused else tr("Hold the training after this batch")
        self.pause_button.setToolTip(tooltip)
        self._heading.setText(tr("{title}, paused").format(title=self._title) if paused else self._title)


def _stacked(*labels: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return column
