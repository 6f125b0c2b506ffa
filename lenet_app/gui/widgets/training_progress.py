"""How a training goes on: batch bar, epoch bar, loss, accuracy, speed, time left and device."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.theme import Kind, set_kind, with_tabular_figures
from lenet_app.training.reports import BatchReport, Device, EpochReport

_STEPS = 1000


class TrainingProgress(QWidget):
    """Pause and Stop, two bars, and the figures."""

    pause_toggled = Signal(bool)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = ""
        self._device = ""
        self.pause_button = QPushButton()
        self.pause_button.setCheckable(True)
        self.pause_button.toggled.connect(self._on_pause)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.setToolTip(self.tr("Stop after this batch and keep the best weights so far"))
        self.stop_button.clicked.connect(self.stop_requested)
        self._heading, self._speed = self._label(), self._label()
        self._batch, self._loss = self._label(), self._label()
        self._epoch, self._accuracy = self._label(), self._label()
        self._left, self._past = self._label(), self._label()
        self.batch_bar, self.epoch_bar = self._bar(self.tr("Batch")), self._bar(self.tr("Epoch"))
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
        label = QLabel()
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
        metrics = self.fontMetrics()
        self._heading.setFixedWidth(metrics.horizontalAdvance("Fine-tuning LeNet-5, paused"))
        for label in (self._left, self._past):
            label.setFixedWidth(metrics.horizontalAdvance("00 min 00 s so far"))
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        texts = (self.tr("Pause"), self.tr("Go on"))
        wide = max(metrics.horizontalAdvance(text) for text in texts)
        self.pause_button.setMinimumWidth(wide + 32)

    def begin(self, title: str) -> None:
        """Start afresh; `title` says what is trained."""
        self._title, self._device = title, ""
        self.pause_button.setChecked(False)
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(True)
        for bar in (self.batch_bar, self.epoch_bar):
            bar.setValue(0)
        self._speed.setMinimumWidth(0)
        for label in (self._speed, self._batch, self._loss, self._epoch, self._accuracy, self._left, self._past):
            label.setText("")
        self._heading.setText(title)
        self._speed.setText(self.tr("Starting…"))

    def show_device(self, device: Device) -> None:
        """Name what the training runs on."""
        self._device = device.title
        # The widest there will be, so that the bars beside it do not move.
        self._speed.setMinimumWidth(self._speed.fontMetrics().horizontalAdvance(self._speed_text(999_999)))
        self._speed.setText(self._device)

    def show_batch(self, report: BatchReport) -> None:
        """Show where the training is."""
        within = report.batch / report.batches
        self.batch_bar.setValue(round(_STEPS * within))
        self.epoch_bar.setValue(round(_STEPS * (report.epoch - 1 + within) / report.epochs))
        self._batch.setText(self.tr("Batch {n} of {total}").format(n=report.batch, total=report.batches))
        self._epoch.setText(self.tr("Epoch {n} of {total}").format(n=report.epoch, total=report.epochs))
        loss, right = f"{report.loss:.3f}", f"{100 * report.accuracy:.1f}"
        self._loss.setText(self.tr("loss {loss} · {right} % right").format(loss=loss, right=right))
        self._speed.setText(self._speed_text(report.images_per_second))
        self._left.setText(self.tr("{time} left").format(time=self._duration(report.seconds_left)))
        self._past.setText(self.tr("{time} so far").format(time=self._duration(report.seconds)))

    def _speed_text(self, images_per_second: float) -> str:
        speed = QLocale().toString(round(images_per_second))
        return self.tr("{device} · {speed} pictures/s").format(device=self._device, speed=speed)

    def show_epoch(self, report: EpochReport) -> None:
        """Show how good the epoch that just ended was."""
        if report.validation_accuracy is not None:
            right = f"{100 * report.validation_accuracy:.2f}"
            self._accuracy.setText(self.tr("hold-out {right} % right").format(right=right))

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
        self._heading.setText(self.tr("Stopping…"))

    def show_measuring(self) -> None:
        """Say that the run is over and its result is being measured and saved."""
        self._keep_focus()
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(False)
        self._heading.setText(self.tr("Measuring and saving…"))

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
        self.pause_button.setText(self.tr("Go on") if paused else self.tr("Pause"))
        tooltip = self.tr("Go on with the training") if paused else self.tr("Hold the training after this batch")
        self.pause_button.setToolTip(tooltip)
        self._heading.setText(self.tr("{title}, paused").format(title=self._title) if paused else self._title)

    def _duration(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), 60)
        if minutes >= 60:
            return self.tr("{hours} h {minutes:02} min").format(hours=minutes // 60, minutes=minutes % 60)
        if minutes:
            return self.tr("{minutes} min {seconds:02} s").format(minutes=minutes, seconds=rest)
        return self.tr("{seconds} s").format(seconds=rest)


def _stacked(*labels: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return column
