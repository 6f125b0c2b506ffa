"""How a training goes on, in one line: name, batch bar, epoch bar, loss, accuracy, time left, Pause, Stop."""

from itertools import chain

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from lenet_app.gui.kit.durations import duration_text
from lenet_app.gui.kit.fields import ElidedLabel, widest
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr
from lenet_app.training.reports import BatchReport, Device, EpochReport, speed_text

_STEPS = 1000
_WIDEST_DURATIONS = (59 * 60 + 59, 99 * 3600 + 59 * 60)
"""Seconds."""
_BUTTON_EDGES = 22
_GAP = 8
_LEAST_BAR = 48
_HEADING_SHARE, _LEAST_HEADING = 0.22, 120
"""The name has this share of the line, and at least so many pixels: the bars stay where they are."""


class _LaterButton(QPushButton):
    """Of a double click only the first press counts, and a click leaves the focus where it is."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        set_kind(self, Kind.SMALL)
        # Lest a space that was meant for something else press it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do nothing; whoever clicks fast has had the first click heard."""
        event.accept()


class TrainingProgress(QWidget):
    """The name, two bars, the figures, and at the right end Pause and Stop."""

    pause_toggled = Signal(bool)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("Progress of the training"))
        explain(
            self,
            tr(
                "How far the training is: batches of this epoch, epochs of all, and the time left. The loss is how far"
                " the answers are from the true ones, and should fall; the percentages are right answers on the"
                " pictures that are learned and on the hold-out, which is not."
            ),
        )
        self._title = self._device = self._speed = ""
        self.pause_button = _LaterButton()
        self.pause_button.setCheckable(True)
        self.pause_button.toggled.connect(self._on_pause)
        self.stop_button = _LaterButton(tr("Stop"))
        self.stop_button.setToolTip(tr("Stop after this batch and keep the best weights so far"))
        self.stop_button.clicked.connect(self.stop_requested)
        self._heading = ElidedLabel()
        self._heading.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._dress(self._heading, Kind.TITLE)
        self._batch_caption, self._epoch_caption = self._note(tr("Batch")), self._note(tr("Epoch"))
        self._batch, self._epoch = self._figure(), self._figure()
        self._loss, self._right, self._hold_out = self._figure(), self._figure(), self._figure()
        self._left = self._figure()
        self.batch_bar, self.epoch_bar = _bar(tr("Batch")), _bar(tr("Epoch"))
        self._fix_widths()
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        self.setMinimumWidth(1)  # it leaves out what there is no room for
        layout.addWidget(self._heading)
        for caption, bar, figure in (
            (self._batch_caption, self.batch_bar, self._batch),
            (self._epoch_caption, self.epoch_bar, self._epoch),
        ):
            layout.addWidget(caption)
            layout.addWidget(bar, 1)
            layout.addWidget(figure)
        for figure in (self._loss, self._right, self._hold_out, self._left):
            layout.addWidget(figure)
        layout.addWidget(self.pause_button)
        layout.addWidget(self.stop_button)
        self._show_paused(False)

    @property
    def buttons_width(self) -> int:
        """Pixels at the right end that Pause and Stop take."""
        for button in (self.pause_button, self.stop_button):
            button.ensurePolished()
        pause = max(self.pause_button.minimumWidth(), self.pause_button.sizeHint().width())
        return pause + _GAP + self.stop_button.sizeHint().width() + _GAP

    def _figure(self) -> QLabel:
        return self._dress(QLabel(), None)

    def _note(self, text: str) -> QLabel:
        return self._dress(QLabel(text), Kind.SECONDARY)

    def _dress(self, label: QLabel, kind: Kind | None) -> QLabel:
        label.setFont(with_tabular_figures(label.font()))
        if kind is not None:
            set_kind(label, kind)
        return label

    def _fix_widths(self) -> None:
        """Keep everything where it is, however long its numbers get."""
        times = [tr("{time} left").format(time=duration_text(seconds)) for seconds in _WIDEST_DURATIONS]
        wide = {
            self._batch: [_of(60_000, 60_000)],
            self._epoch: [_of(100, 100)],
            self._loss: [_loss_text(88.888)],
            self._right: [_right_text(1)],
            self._hold_out: [_hold_out_text(1)],
            self._left: times,
        }
        for label, texts in wide.items():
            label.setFixedWidth(widest(self, texts) + 2)
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.pause_button.setMinimumWidth(widest(self, (tr("Pause"), tr("Go on"))) + _BUTTON_EDGES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the heading its share, and leave out what there is no room for."""
        width = event.size().width()
        self._heading.setFixedWidth(max(_LEAST_HEADING, round(_HEADING_SHARE * width)))
        spared = ((self._hold_out,), (self._batch_caption, self._epoch_caption), (self._loss,))
        for label in chain.from_iterable(spared):
            label.show()
        for labels in spared:
            self._layout.invalidate()
            if self._layout.minimumSize().width() <= width:
                break
            for label in labels:
                label.hide()
        self._layout.activate()
        super().resizeEvent(event)

    def begin(self, title: str) -> None:
        """Start afresh; `title` says what is trained."""
        self._title, self._device, self._speed = title, "", ""
        self.pause_button.setChecked(False)
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(True)
        self._clear()
        self._heading.setText(title)
        self._heading.set_tip(tr("Starting…"))

    def _clear(self) -> None:
        for bar in (self.batch_bar, self.epoch_bar):
            bar.setValue(0)
        for label in (self._batch, self._epoch, self._loss, self._right, self._hold_out, self._left):
            label.setText("")
            label.setToolTip("")

    def show_device(self, device: Device) -> None:
        """Name what the training runs on."""
        self._device = device.title
        self._heading.set_tip(plain(self._device))

    def show_batch(self, report: BatchReport) -> None:
        """Show where the training is."""
        self.batch_bar.setValue(round(_STEPS * report.batch / report.batches))
        # By pictures, for the last epoch may be a part of one.
        self.epoch_bar.setValue(round(_STEPS * report.seconds / max(report.seconds + report.seconds_left, 1e-9)))
        self._batch.setText(_of(report.batch, report.batches))
        self.batch_bar.setToolTip(tr("Batch {n} of {total}").format(n=report.batch, total=report.batches))
        self._epoch.setText(_of(report.epoch, report.epochs))
        self.epoch_bar.setToolTip(tr("Epoch {n} of {total}").format(n=report.epoch, total=report.epochs))
        self._loss.setText(_loss_text(report.loss))
        self._right.setText(_right_text(report.accuracy))
        rows = report.of_rows
        right = (
            tr("Rows of late that were read wholly right")
            if rows
            else tr("Right answers on the training pictures of late")
        )
        self._right.setToolTip(right)
        loss = tr("What training makes small, on the training pictures of late")
        self._loss.setToolTip(tr("What training makes small, on the rows of late") if rows else loss)
        self._speed = speed_text(report.images_per_second, of_rows=report.of_rows)
        self._heading.set_tip(plain(f"{self._device} · {self._speed}"))
        self._left.setText(tr("{time} left").format(time=duration_text(report.seconds_left)))
        self._left.setToolTip(tr("{time} so far").format(time=duration_text(report.seconds)))

    def go_on_with(self, title: str) -> None:
        """Show that another training of a row begins; a pause or a stop that was asked for holds."""
        self._title = title
        self._clear()
        if self.stop_button.isEnabled():
            self._show_paused(self.pause_button.isChecked())

    def show_epoch(self, report: EpochReport) -> None:
        """Show how good the epoch that just ended was."""
        if report.validation_accuracy is not None:
            self._hold_out.setText(_hold_out_text(report.validation_accuracy))
            self._hold_out.setToolTip(tr("Right answers on the hold-out, which is not trained on"))

    def _keep_focus(self) -> None:
        """Keep a focus that is here: Qt would hand that of a disabled button to whatever comes next in the window."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.setFocus()

    def show_stopping(self) -> None:
        """Say that the training ends after the batch it is at."""
        self._end_with(tr("Stopping…"))

    def show_measuring(self) -> None:
        """Say that the run is over and its result is being measured and saved."""
        self._end_with(tr("Measuring and saving…"))

    def _end_with(self, heading: str) -> None:
        self._keep_focus()
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(False)
        self._heading.setText(heading)

    @property
    def heading(self) -> str:
        """What is being done."""
        return self._heading.text()

    @property
    def texts(self) -> list[str]:
        """Everything that is shown in words and figures, and what runs how fast, which the heading's tooltip tells."""
        labels = (self._heading, self._batch, self._epoch, self._loss, self._right, self._hold_out, self._left)
        return [*(label.text() for label in labels), self._heading.toolTip()]

    def _on_pause(self, paused: bool) -> None:
        self._show_paused(paused)
        self.pause_toggled.emit(paused)

    def _show_paused(self, paused: bool) -> None:
        self.pause_button.setText(tr("Go on") if paused else tr("Pause"))
        tooltip = tr("Go on with the training") if paused else tr("Hold the training after this batch")
        self.pause_button.setToolTip(tooltip)
        self._heading.setText(tr("{title}, paused").format(title=self._title) if paused else self._title)


def _bar(name: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, _STEPS)
    bar.setTextVisible(False)
    bar.setMinimumWidth(_LEAST_BAR)
    bar.setAccessibleName(name)
    return bar


def _of(number: int, total: int) -> str:
    return f"{number} / {total}"


def _loss_text(loss: float) -> str:
    return tr("loss {loss}").format(loss=f"{loss:.3f}")


def _right_text(share: float) -> str:
    return tr("{right} % right").format(right=f"{100 * share:.1f}")


def _hold_out_text(share: float) -> str:
    return tr("hold-out {right} %").format(right=f"{100 * share:.2f}")
