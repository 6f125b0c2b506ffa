"""A slider through the epochs of a training, which plays by itself, too."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from lenet_app.gui.inside.epochs_desk import SPEEDS, EpochsDesk
from lenet_app.gui.inside.widgets.fitted_box import FittedBox, FittedButton
from lenet_app.gui.kit.fields import widest
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_SHEET = """
QPushButton { padding: 0 8px; min-height: 22px; border-radius: 6px; }
QPushButton:focus { padding: 0 7px; min-height: 20px; }
QComboBox { min-height: 22px; border-radius: 6px; }
QComboBox:focus { min-height: 20px; }
"""


class EpochBar(QWidget):
    """Which epoch answers; the layers, the answer and the weights are those of it.

    Args:
        desk: knows the epochs.
        is_hidden_while_empty: whether it takes no room while there is none.
    """

    def __init__(self, desk: EpochsDesk, *, is_hidden_while_empty: bool = False) -> None:
        super().__init__()
        self._desk, self._is_hidden_while_empty = desk, is_hidden_while_empty
        self.setStyleSheet(_SHEET)
        self.play_button = FittedButton((tr("Play"), tr("Pause")))
        self.play_button.setToolTip(tr("Let the epochs answer one after the other"))
        self.speed = FittedBox()
        self.speed.addItems([tr("{speed} / s").format(speed=count) for count in SPEEDS])
        self.speed.fit()
        self.speed.setCurrentIndex(2)
        self.speed.setAccessibleName(tr("Speed"))
        self.speed.setToolTip(tr("How many epochs answer in a second"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(tr("Epoch"))
        self.slider.setToolTip(tr("Whose weights answer: those before the first epoch, or after any"))
        explain(
            self.slider,
            tr(
                "An epoch is one pass over all training pictures. The network answers with the weights that it had"
                " after the epoch chosen here; 0 are those that it began with."
            ),
        )
        self.label = QLabel()
        self.label.setFont(with_tabular_figures(self.label.font()))
        set_kind(self.label, Kind.SECONDARY)
        self.now_button = QPushButton(tr("Now"))
        self.now_button.setToolTip(tr("Answer with the model in use again"))
        for button in (self.play_button, self.now_button):
            set_kind(button, Kind.SMALL)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.play_button, self.speed):
            layout.addWidget(widget)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.label)
        layout.addWidget(self.now_button)
        self.play_button.clicked.connect(lambda: desk.stop() if desk.is_playing else desk.play())
        self.speed.currentIndexChanged.connect(lambda index: desk.set_speed(SPEEDS[index]))
        self.slider.valueChanged.connect(self._slide)
        self.now_button.clicked.connect(lambda: desk.look_at(None))
        desk.changed.connect(self._follow)
        desk.playing_changed.connect(self._follow)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Show which epoch answers now."""
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing plays where nobody sees it."""
        if self._desk.is_playing:
            self._desk.stop()
        super().hideEvent(event)

    def _slide(self, index: int) -> None:
        self._desk.stop()
        self._desk.look_at(index)

    def _follow(self) -> None:
        desk = self._desk
        count = len(desk.kept)
        if self._is_hidden_while_empty and (self.parent() is not None or count < 2):  # else it would be a window
            self.setVisible(count > 1)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, count - 1))
            self.slider.setValue(desk.index)
        for widget in (self.play_button, self.speed, self.slider):
            widget.setEnabled(count > 1)
        self.play_button.setText(tr("Pause") if desk.is_playing else tr("Play"))
        self.now_button.setEnabled(desk.is_looking_back)
        last = desk.kept[-1].epoch if count else 0
        text = tr("epoch {epoch} of {last}")
        self.label.setMinimumWidth(widest(self.label, [text.format(epoch=last, last=last)]))
        self.label.setText(text.format(epoch=desk.kept[desk.index].epoch, last=last) if count else "")
