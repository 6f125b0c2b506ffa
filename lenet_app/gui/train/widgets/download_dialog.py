"""A dialog with the data sets that can be downloaded: sizes, progress, Stop."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.kit.durations import duration_text
from lenet_app.gui.kit.fields import widest
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_STEPS = 1000
_WIDTH = 520
_TEXT_LINES = 4
_BUTTON_WIDTH, _BUTTON_EDGES = 112, 26
_GAP = 16
_ALMOST_AN_HOUR = 59 * 60 + 59
"""Seconds; no duration is longer to read."""


@dataclass(frozen=True)
class Offer:
    """A data set as the dialog shows it.

    Args:
        name: what it is asked for by.
        title: what people read.
        size: bytes of all its files.
        kept: bytes that have come already.
        is_here: whether it is whole.
    """

    name: str
    title: str
    size: int
    kept: int
    is_here: bool


class DownloadDialog(QDialog):
    """Asks for downloads, one at a time; whoever listens does them. Closing it stops nothing."""

    download_requested = Signal(str)
    stop_requested = Signal()
    use_requested = Signal(str)
    """The name of a data set that is here, to be chosen."""

    def __init__(self, offers: Sequence[Offer], folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Download data sets"))
        self._hint = tr(
            "Files come from where their makers keep them, are checked by their SHA-256, and lie in {folder}. "
            "A download goes on while this window is closed; one that was stopped goes on from where it was."
        ).format(folder=folder)
        self.rows = {offer.name: _Row(offer) for offer in offers}
        self._running = ""
        for name, row in self.rows.items():
            row.button.clicked.connect(lambda _checked, name=name: self._on_button(name))
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._text.setFixedHeight(_TEXT_LINES * self._text.fontMetrics().lineSpacing() + 16)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setToolTip(tr("Close this (Esc); a download goes on"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        for row in self.rows.values():
            layout.addWidget(row)
        layout.addWidget(self._text)
        layout.addWidget(buttons)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._say("")

    @property
    def text(self) -> str:
        """What went wrong last, or what one should know."""
        return self._text.text()

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Show what is here now, and that no download runs."""
        self._running = ""
        for offer in offers:
            self.rows[offer.name].show_offer(offer)

    def show_begun(self, name: str) -> None:
        """Show that this data set is being fetched; no other can be meanwhile."""
        self._running = name
        self._say("")
        for other, row in self.rows.items():
            row.show_running(is_running=other == name)

    def show_progress(self, done: int, total: int, seconds_left: float | None) -> None:
        """Show how far the download is; `seconds_left` is None while nothing can be said of it."""
        if self._running:
            self.rows[self._running].show_progress(done, total, seconds_left)

    def show_stopping(self) -> None:
        """Show that the download ends with the piece that comes."""
        if self._running:
            self.rows[self._running].show_stopping()

    def show_failure(self, sentence: str) -> None:
        """Say what went wrong with a download, until another is begun."""
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._text.setText(sentence or self._hint)
        self._text.setMargin(8 if sentence else 0)
        set_kind(self._text, Kind.NOTICE if sentence else Kind.SECONDARY)

    def _on_button(self, name: str) -> None:
        row = self.rows[name]
        if name == self._running:
            self.stop_requested.emit()
        elif row.is_here:
            self.use_requested.emit(name)
        else:
            self.download_requested.emit(name)


class _Row(QWidget):
    """A data set: its title, how much of it is here, a bar, and what can be done."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.is_here = False
        self._offer = offer
        title = QLabel(offer.title)
        set_kind(title, Kind.TITLE)
        self.state = QLabel()
        self.state.setFont(with_tabular_figures(self.state.font()))
        set_kind(self.state, Kind.SECONDARY)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("{title}: how much is here").format(title=offer.title))
        self.button = QPushButton()
        words = (tr("Download"), tr("Go on"), tr("Use"), tr("Stop"))
        self.button.setFixedWidth(max(_BUTTON_WIDTH, widest(self.button, words) + _BUTTON_EDGES))
        self.button.setAutoDefault(False)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(_GAP)
        layout.setVerticalSpacing(4)
        layout.addWidget(title, 0, 0)
        layout.addWidget(self.state, 0, 1, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.bar, 1, 0, 1, 2)
        layout.addWidget(self.button, 0, 2, 2, 1)
        layout.setColumnStretch(0, 1)
        needed = title.sizeHint().width() + widest(self.state, self._longest_states()) + self.button.width() + 2 * _GAP
        self.setFixedWidth(max(_WIDTH, needed))
        self.show_offer(offer)

    def _longest_states(self) -> tuple[str, str]:
        size, time = _megabytes(self._offer.size), duration_text(_ALMOST_AN_HOUR)
        return (
            tr("{kept} of {size} MB are here").format(kept=size, size=size),
            tr("{done} of {size} MB · {time} left").format(done=size, size=size, time=time),
        )

    def show_offer(self, offer: Offer) -> None:
        self._offer, self.is_here = offer, offer.is_here
        self.bar.setValue(_share(offer.kept, offer.size))
        self.bar.setVisible(bool(offer.kept) and not offer.is_here)
        size = _megabytes(offer.size)
        if offer.is_here:
            self.state.setText(tr("Here · {size} MB").format(size=size))
            self._offer_to(tr("Use"), tr("Train on this data set and look at its pictures"))
        elif offer.kept:
            text = tr("{kept} of {size} MB are here")
            self.state.setText(text.format(kept=_megabytes(offer.kept), size=size))
            self._offer_to(tr("Go on"), tr("Fetch the rest of {title}"))
        else:
            self.state.setText(tr("{size} MB").format(size=size))
            self._offer_to(tr("Download"), tr("Fetch {title} from the network"))

    def show_running(self, *, is_running: bool) -> None:
        if is_running:
            self.bar.show()
            self.state.setText(tr("Connecting…"))
            self._offer_to(tr("Stop"), tr("Stop; what has come is kept"))
        elif not self.is_here:
            self.button.setEnabled(False)

    def show_progress(self, done: int, total: int, seconds_left: float | None) -> None:
        self.bar.setValue(_share(done, total))
        if not self.button.isEnabled():
            return
        text = tr("{done} of {size} MB")
        facts = {"done": _megabytes(done), "size": _megabytes(total)}
        if seconds_left is not None:
            text = tr("{done} of {size} MB · {time} left")
            facts["time"] = duration_text(seconds_left)
        self.state.setText(text.format(**facts))

    def show_stopping(self) -> None:
        self.state.setText(tr("Stopping…"))
        self.button.setEnabled(False)

    def _offer_to(self, text: str, tooltip: str) -> None:
        self.button.setText(text)
        self.button.setToolTip(tooltip.format(title=self._offer.title))
        self.button.setAccessibleName(f"{text}: {self._offer.title}")
        self.button.setEnabled(True)


def _share(done: int, total: int) -> int:
    return round(_STEPS * done / max(total, 1))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"
