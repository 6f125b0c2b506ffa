"""Asks what to reproduce: this network or all, in full or cut short."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr


class ReproduceDialog(QDialog):
    """Two choices, and how long they take.

    Args:
        title: of the network.
        is_published: whether its recipe was published.
        times: for all networks (True) or this one, and for a quick run (True) or a full one: how long, in a sentence.
        parent: the widget that the dialog lies over.
    """

    chosen = Signal(bool, bool)
    """Whether all networks, and whether quick."""

    def __init__(
        self,
        title: str,
        times: Mapping[tuple[bool, bool], str],
        parent: QWidget | None = None,
        *,
        is_published: bool = True,
    ) -> None:
        super().__init__(parent)
        self._times, self._is_published = times, is_published
        self.setWindowTitle(tr("Reproduce results"))
        self.this_button = QRadioButton(tr("{network} only").format(network=title))
        self.all_button = QRadioButton(tr("All networks of the family"))
        self.full_button = QRadioButton()
        self.quick_button = QRadioButton(tr("Quick: a few steps each, to see that everything runs"))
        self._explain()
        self._time = QLabel()
        self._time.setWordWrap(True)
        self._time.setMinimumWidth(360)
        set_kind(self._time, Kind.SECONDARY)
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        pairs = ((self.this_button, self.all_button), (self.full_button, self.quick_button))
        for group, buttons in zip(self._groups, pairs, strict=True):
            for button in buttons:
                group.addButton(button)
                layout.addWidget(button)
                button.toggled.connect(self._say)
            buttons[0].setChecked(True)
            layout.addSpacing(8)
        layout.addWidget(self._time)
        layout.addSpacing(8)
        layout.addWidget(self._buttons())

    def _explain(self) -> None:
        seeds = tr("Train each three times, from other first weights each time: the results show how much chance does.")
        for button, text in (
            (self.this_button, tr("Train this network alone, and compare what comes out with what was published.")),
            (self.all_button, tr("Train every network of the family, one after the other.")),
            (self.full_button, seeds),
            (
                self.quick_button,
                tr("Train only a few steps: the results mean nothing, but you see that all of it works."),
            ),
        ):
            button.setToolTip(text)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.start_button = box.addButton(tr("Reproduce"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_kind(self.start_button, Kind.PRIMARY)
        self.start_button.setDefault(True)
        self.start_button.setToolTip(tr("Begin; you can go on working, and stop it at any time"))
        box.addButton(QDialogButtonBox.StandardButton.Cancel).setToolTip(tr("Reproduce nothing (Esc)"))
        box.accepted.connect(self._accept)
        box.rejected.connect(self.reject)
        return box

    @property
    def time_text(self) -> str:
        """How long it takes, as it says."""
        return self._time.text()

    def _choice(self) -> tuple[bool, bool]:
        return self.all_button.isChecked(), self.quick_button.isChecked()

    def _say(self) -> None:
        """What a full run is depends on what runs: not every network was published."""
        if self.all_button.isChecked():
            self.full_button.setText(tr("In full: each with its recipe, three seeds"))
        elif self._is_published:
            self.full_button.setText(tr("In full: as published, three seeds"))
        else:
            self.full_button.setText(tr("In full: with its own recipe, three seeds"))
        self._time.setText(self._times[self._choice()])

    def _accept(self) -> None:
        self.accept()
        self.chosen.emit(*self._choice())
