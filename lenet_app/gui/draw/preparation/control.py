"""A quiet button by the notes that opens the steps of the preparation."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.ink.corrections import Corrections
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.gui.draw.preparation.panel import PreparationPanel
    from lenet_app.ink.steps import Preparation

_SHEET = """
QPushButton { color: palette(placeholder-text); padding: 0 8px; min-height: 22px; text-align: left; }
QPushButton:hover, QPushButton:checked { color: palette(link); }
QPushButton:focus { padding: 0 7px; min-height: 20px; }
"""
_HEIGHT = 24
_STRIP = 96
"""Pixels: what is narrower shows nothing of the host that would help anybody."""


class PreparationControl(QPushButton):
    """Says "What was done…"; pressed, it opens the panel over `host`, so that nothing is moved.

    Args:
        host: what the panel may cover.
    """

    opened_changed = Signal(bool)
    """Whether the steps are looked at, so that somebody has to make them."""
    corrections_changed = Signal(object)
    """The Corrections that somebody chose."""

    def __init__(self, host: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        set_kind(self, Kind.FLAT)
        self.setStyleSheet(_SHEET)
        self.setText(tr("What was done…"))
        self.setToolTip(tr("Look through the steps of the preparation, and correct them"))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self._on_toggled)
        host.installEventFilter(self)
        self.hide()

    @cached_property
    def panel(self) -> "PreparationPanel":
        """The panel, made when it is first needed."""
        from lenet_app.gui.draw.preparation.panel import (  # noqa: PLC0415 - the window is there sooner
            PreparationPanel,
        )

        panel = PreparationPanel(self._host)
        panel.hide()
        panel.close_requested.connect(lambda: self.setChecked(False))
        panel.corrections_changed.connect(self.corrections_changed)
        return panel

    @property
    def is_open(self) -> bool:
        """Whether the steps are looked at."""
        return self.isChecked()

    def set_available(self, is_available: bool, *, has_content: bool) -> None:
        """Be there for what has steps.

        Args:
            is_available: whether there is anything like a preparation; else the panel closes.
            has_content: whether there is something now; while there is not, an open panel waits for it.
        """
        if not is_available:
            self.setChecked(False)
        elif not has_content and self.is_open:
            self.panel.clear()
        self.setVisible(is_available and (has_content or self.is_open))

    def show_preparation(self, preparation: "Preparation", corrections: Corrections, chosen: Corrections) -> None:
        """Show the steps of what is there, see `PreparationPanel.show_preparation`."""
        self.panel.show_preparation(preparation, corrections, chosen)

    def sizeHint(self) -> QSize:
        """One line of text."""
        return QSize(super().sizeHint().width(), _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the panel in its place."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.is_open:
            self._place()
        return super().eventFilter(watched, event)

    def _on_toggled(self, is_open: bool) -> None:
        if is_open:
            self.panel.clear()  # of what was looked at before
            self._place()
            self.panel.show()
            self.panel.raise_()
            self.panel.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            had_focus = self.panel.has_focus
            self.panel.hide()
            if had_focus:
                self.setFocus()
        self.opened_changed.emit(is_open)

    def _place(self) -> None:
        """In the lower left corner of the host, near the button; over all of it where only strips would be left."""
        room, wanted, least = self._host.size(), self.panel.sizeHint(), self.panel.minimumSizeHint()
        width = room.width() if room.width() - wanted.width() < _STRIP else wanted.width()
        height = room.height() if room.height() - wanted.height() < _STRIP else wanted.height()
        size = QSize(width, height).expandedTo(least)
        self.panel.setGeometry(0, max(0, room.height() - size.height()), size.width(), size.height())
