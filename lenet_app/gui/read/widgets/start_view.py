"""What the page is for, while nothing is on it; and which models can read, while one answers that cannot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_WIDTH, _NARROW = 360, 224
"""Pixels that the sentence is wide at most, for lines that are read well, and at least."""
_MARGIN = 8


class StartView(QWidget):
    """A title, a sentence and the one button that fills the page."""

    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(tr("Read whole numbers"))
        title.setWordWrap(True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        title.setFont(font)
        set_kind(title, Kind.TITLE)
        sentence = QLabel(
            tr(
                "Open photos or scans with one row of digits or several, drop them here or paste one. Every digit is"
                " boxed, and where the model is not sure it says so."
            )
        )
        sentence.setWordWrap(True)
        sentence.setMinimumWidth(_NARROW)
        sentence.setMaximumWidth(_WIDTH)
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_kind(sentence, Kind.SECONDARY)
        self.open_button = QPushButton(tr("Open pictures…"))
        self.open_button.setToolTip(tr("Choose one picture or several"))
        set_kind(self.open_button, Kind.PRIMARY)
        self.open_button.clicked.connect(self.open_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(16)
        layout.addStretch(1)
        layout.addWidget(title)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(sentence, 1000)  # all that it may have
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)


class ModelBanner(QFrame):
    """Says that the model in use cannot read numbers, and offers the one that can."""

    default_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.NOTICE)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self.button = QPushButton(tr("Use LeNet-5"))
        self.button.setToolTip(tr("Answer with the model that came first with the program"))
        self.button.clicked.connect(self.default_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown; empty while hidden."""
        return "" if self.isHidden() else self._text.text()

    def refuse(self, model: str) -> None:
        """Say that the model of this name cannot read numbers; an empty name hides the banner."""
        sentence = tr(
            "{model} does not answer with the ten digits, so it cannot read numbers. Models that learned handwritten"
            " digits can."
        )
        self._text.setText(sentence.format(model=model))
        self.setVisible(bool(model))
