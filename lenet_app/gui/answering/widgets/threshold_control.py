"""A quiet button by the answer that says from which confidence on it is sure, and opens the panel to change that."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.answering.confidence import percent_needed
from lenet_app.gui.kit.trailing_icon import TrailingIconButton
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr
from lenet_app.networks.certainty import Certainty

if TYPE_CHECKING:
    from lenet_app.gui.answering.widgets.threshold_panel import ThresholdPanel

_SHEET = """
QPushButton { color: palette(placeholder-text); padding: 0 8px; min-height: 22px; }
QPushButton:hover, QPushButton:checked { color: palette(link); }
QPushButton:focus { padding: 0 7px; min-height: 20px; }
"""
_HEIGHT = 24
_ICON = 12
_SIDES = 2 * 8 + 2 + _ICON + 4
"""Pixels beside the text: edges, the sign and the gap before it."""
_GAP = 8
_FOLLOWED = (QEvent.Type.Resize, QEvent.Type.Move)


class ThresholdControl(TrailingIconButton):
    """Says "Sure from 62 %"; pressed, it opens the panel beside `host`, so that the answer stays in sight.

    Args:
        host: what shows the answer.
    """

    threshold_changed = Signal(object)
    """The user's own threshold, 0 to 1, or None for the model's."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._certainty = Certainty()
        self._own: float | None = None
        self._refused: float | None = None
        set_kind(self, Kind.FLAT)
        self.setStyleSheet(_SHEET)
        self.setFont(with_tabular_figures(self.font()))
        self.setIcon(icon("chevron-down", lambda named: named.secondary_text))
        self.setIconSize(QSize(_ICON, _ICON))
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._on_toggled)
        self.set_certainty(self._certainty, None)

    @cached_property
    def panel(self) -> "ThresholdPanel":
        """The panel, made when it is first needed."""
        from lenet_app.gui.answering.widgets.threshold_panel import (  # noqa: PLC0415 - the window is there sooner
            ThresholdPanel,
        )

        panel = ThresholdPanel(self._host)
        panel.hide()
        panel.set_certainty(self._certainty, self._own, self._refused)
        panel.close_requested.connect(lambda: self.setChecked(False))
        panel.threshold_changed.connect(self._take)
        return panel

    def set_certainty(self, certainty: Certainty, own: float | None, refused: float | None = None) -> None:
        """Show a model's certainty.

        Args:
            certainty: the model's.
            own: the user's threshold in place of the model's, 0 to 1.
            refused: the share of pictures of its own classes that the model's threshold was measured to refuse.
        """
        self._certainty, self._own, self._refused = certainty, own, refused
        if "panel" in vars(self):
            self.panel.set_certainty(certainty, own, refused)
        self._tell(own)
        if self.isChecked():
            self._place()

    def sizeHint(self) -> QSize:
        """The same for every threshold."""
        widest = self.fontMetrics().horizontalAdvance(self._sentence(0.999))
        return QSize(widest + _SIDES, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As large as it should be."""
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the panel beside the host, and close it where the host is not to be seen any more."""
        if self.isChecked():
            if event.type() == QEvent.Type.Hide and watched is self._host:
                self.setChecked(False)
            elif event.type() in _FOLLOWED:
                self._place()
        return super().eventFilter(watched, event)

    def _take(self, own: float | None) -> None:
        self._own = own
        self._tell(own)
        self.threshold_changed.emit(own)

    def _tell(self, own: float | None) -> None:
        """Say which threshold holds, and whose it is."""
        self.setText(self._sentence(self._certainty.threshold if own is None else own))
        self.setAccessibleName(self.text())
        suggested = percent_needed(self._certainty.threshold)
        if own is None:
            tip = tr("An answer of less confidence is not sure. The model suggests {percent} %; press to change it.")
        else:
            tip = tr("An answer of less confidence is not sure. You chose this; the model suggests {percent} %.")
        self.setToolTip(tip.format(percent=suggested))

    def _sentence(self, threshold: float) -> str:
        return tr("Sure from {percent} %").format(percent=percent_needed(threshold))

    def _on_toggled(self, is_open: bool) -> None:
        for one in self._around():
            if is_open:
                one.installEventFilter(self)
            else:
                one.removeEventFilter(self)
        if is_open:
            self._open()
            return
        had_focus = self.panel.has_focus
        self.panel.hide()
        if had_focus:
            self.setFocus()

    def _around(self) -> list[QWidget]:
        """The host and all that it lies in: where one of them moves, it moves."""
        around: list[QWidget] = []
        one: QWidget | None = self._host
        while one is not None:
            around.append(one)
            one = None if one.isWindow() else one.parentWidget()
        return around

    def _open(self) -> None:
        if self.panel.parent() is not self._host.window():
            self.panel.setParent(self._host.window())
        self._place()
        self.panel.show()
        self.panel.raise_()
        self.panel.slider.setFocus()

    def _place(self) -> None:
        """Beside the host at its left, or over it in a window too narrow for that; the button stays in sight."""
        window = self._host.window()
        corner = self._host.mapTo(window, QPoint(0, self.y()))
        panel = self.panel
        panel.fit()
        left = corner.x() - panel.width() - _GAP
        below = corner.y() + self.height() + _GAP
        x, y = (left, corner.y()) if left >= 0 else (corner.x(), below)
        panel.move(
            max(0, min(x, window.width() - panel.width() - _GAP)),
            max(0, min(y, window.height() - panel.height() - _GAP)),
        )
