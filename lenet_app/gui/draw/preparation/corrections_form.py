"""What a user may correct by hand: the threshold, which side of the ground is ink, and slanted writing."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.language import tr

_STEPS = 100
_LEAST_WIDTH = 224  # pixels
_FINEST, _COARSEST = 1, 99  # hundredths of the ink's contrast: at 0 all would be ink, at 100 nothing
_QUIET = "QPushButton { padding: 0 8px; min-height: 24px; } QPushButton:focus { padding: 0 7px; min-height: 22px; }"
# Fusion draws an outline that is not to be seen on a dark panel.
_BOX = """
QCheckBox::indicator:unchecked {
    width: 11px; height: 11px; border: 1px solid palette(dark); border-radius: 2px; background: palette(base);
}
QCheckBox::indicator:unchecked:focus { border-color: palette(link); }
"""


class CorrectionsForm(QWidget):
    """Threshold and ink for pictures, and the switch that sets slanted writing upright for drawings, too."""

    changed = Signal(object)
    """The Corrections that somebody chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corrections = AUTOMATIC
        self._for_picture = QWidget()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self._number = QLabel()
        self.automatic_button = QPushButton(tr("Automatic"))
        self.upright_box = QCheckBox(tr("Set slanted writing upright"))
        self._ink = QButtonGroup(self)
        self._set_up_threshold()
        self._set_up_upright()
        self._lay_out()
        self.set_corrections(AUTOMATIC, 0.0)

    def _set_up_threshold(self) -> None:
        tip = tr("A higher threshold leaves out more of the paper, a lower one finds fainter strokes")
        self.slider.setRange(_FINEST, _COARSEST)
        self.slider.setPageStep(10)
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(tr("Threshold between paper and ink"))
        self.slider.valueChanged.connect(
            lambda value: self._choose(replace(self._corrections, threshold=value / _STEPS))
        )
        self._number.setFont(with_tabular_figures(self.font()))
        self._number.setToolTip(tr("The least contrast that counts as ink, of the marks' own"))
        self.automatic_button.setStyleSheet(_QUIET)
        self.automatic_button.setToolTip(tr("Let the noise of the paper decide about the threshold"))
        self.automatic_button.clicked.connect(self._reset_threshold)

    def _set_up_upright(self) -> None:
        self.upright_box.setStyleSheet(_BOX)
        self.upright_box.setToolTip(tr("Take the slant off drawings and pictures before they are fitted"))
        self.upright_box.toggled.connect(lambda on: self._choose(replace(self._corrections, deslant=on)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(_caption(tr("Threshold"), self.slider))
        head.addWidget(self._number, 1)
        head.addWidget(self.automatic_button)
        inner = QVBoxLayout(self._for_picture)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.slider)
        inner.insertLayout(0, head)  # so that Tab reaches the slider first
        inner.addLayout(self._ink_choice())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._for_picture)
        layout.addWidget(self.upright_box)

    def _ink_choice(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(_caption(tr("Ink"), None))
        row.addSpacing(4)
        choices = (
            (tr("Automatic"), tr("Let the picture decide which is ink and which is the ground")),
            (tr("Darker"), tr("The ink is darker than its ground")),
            (tr("Lighter"), tr("The ink is lighter than its ground")),
        )
        for number, (text, tip) in enumerate(choices):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setStyleSheet(_QUIET)
            button.setToolTip(tip)
            button.setAccessibleName(tr("Ink: {choice}").format(choice=text))
            self._ink.addButton(button, number)
            row.addWidget(button, 1)
        self._ink.idToggled.connect(self._on_ink)
        return row

    @property
    def corrections(self) -> Corrections:
        """What is chosen."""
        return self._corrections

    @property
    def ink_buttons(self) -> tuple[QPushButton, ...]:
        """Automatic, darker and lighter."""
        return tuple(button for button in self._ink.buttons() if isinstance(button, QPushButton))

    def sizeHint(self) -> QSize:
        """As wide as its words, those for pictures included while they are hidden, so that nothing moves."""
        words = max(part.minimumSizeHint().width() for part in (self._for_picture, self.upright_box))
        return QSize(max(_LEAST_WIDTH, words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """All that the keyboard reaches."""
        return self.slider, self.automatic_button, *self.ink_buttons, self.upright_box

    def set_for_picture(self, is_picture: bool) -> None:
        """Offer what concerns pictures, or only what drawings have, too."""
        self._for_picture.setVisible(is_picture)

    def set_corrections(self, corrections: Corrections, found: float) -> None:
        """Show what is chosen; nobody is told.

        Args:
            corrections: the choices.
            found: the threshold that holds while nobody chose one, 0 to 1.
        """
        self._corrections = corrections
        threshold = found if corrections.threshold is None else corrections.threshold
        self._number.setText(f"{threshold:.2f}")
        self.automatic_button.setEnabled(corrections.threshold is not None)
        with QSignalBlocker(self.slider), QSignalBlocker(self.upright_box), QSignalBlocker(self._ink):
            self.slider.setValue(round(threshold * _STEPS))
            self.upright_box.setChecked(corrections.deslant)
            self._ink.button(_NUMBERS[corrections.inverted]).setChecked(True)

    def _on_ink(self, number: int, is_chosen: bool) -> None:
        if is_chosen:
            self._choose(replace(self._corrections, inverted=_INVERTED[number]))

    def _reset_threshold(self) -> None:
        self.slider.setFocus()  # which a button that cannot be pressed any more would lose
        self._choose(replace(self._corrections, threshold=None))

    def _choose(self, corrections: Corrections) -> None:
        self.set_corrections(corrections, self.slider.value() / _STEPS)
        self.changed.emit(corrections)


_INVERTED = (None, True, False)
_NUMBERS = {inverted: number for number, inverted in enumerate(_INVERTED)}


def _caption(text: str, field: QWidget | None) -> QLabel:
    label = QLabel(text)
    set_kind(label, Kind.SECONDARY)
    if field is not None:
        label.setBuddy(field)
    return label
