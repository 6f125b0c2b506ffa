"""The names of the inspector's panels in one row; those that do not fit stand in a menu at its end."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from lenet_app.gui.draw.inspector.panel import InspectorPanel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_BETWEEN = 2


class TabRow(QWidget):
    """A button for each panel, as many as there is room for; that of the panel which is seen is always among them.

    Args:
        panels: in the order of their names.
    """

    chosen = Signal(str)
    """The key of the panel that somebody wants to see."""

    def __init__(self, panels: Sequence[InspectorPanel], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {panel.key: self._button(panel) for panel in panels}
        self._current = ""
        self.more_button = QToolButton()
        self.more_button.setText(tr("More"))
        self.more_button.setToolTip(tr("The panels whose names have no room here"))
        set_kind(self.more_button, Kind.TAB)
        explain(self.more_button, tr("The panels that are not named in the line for want of room."))
        menu = QMenu(self.more_button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        give_menu(self.more_button, menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_BETWEEN)
        for button in (*self.buttons.values(), self.more_button):
            row.addWidget(button)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _button(self, panel: InspectorPanel) -> QPushButton:
        button = QPushButton(panel.title)
        button.setCheckable(True)
        button.setToolTip(plain(panel.tip))
        set_kind(button, Kind.TAB)
        button.clicked.connect(lambda: self.chosen.emit(panel.key))
        return button

    def set_current(self, key: str, *, is_seen: bool) -> None:
        """Mark a name where its panel is to be seen."""
        self._current = key
        for other, button in self.buttons.items():
            button.setChecked(is_seen and other == key)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One name and the menu."""
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        return QSize(widest + _BETWEEN + self.more_button.sizeHint().width(), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """All names."""
        return QSize(sum(map(self._room_of, self.buttons)), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See which names fit now."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """See which names fit in another font, once the names themselves have it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _room_of(self, key: str) -> int:
        return self.buttons[key].sizeHint().width() + _BETWEEN

    def _arrange(self) -> None:
        fitting = self._fitting()
        for key, button in self.buttons.items():
            button.setVisible(key in fitting)
        self.more_button.setVisible(len(fitting) < len(self.buttons))

    def _fitting(self) -> set[str]:
        """The keys of those that are named: the one that is seen, then from the left."""
        if sum(map(self._room_of, self.buttons)) <= self.width():
            return set(self.buttons)
        room, fitting = self.width() - self.more_button.sizeHint().width(), set[str]()
        for key in (self._current, *(key for key in self.buttons if key != self._current)):
            room -= self._room_of(key) if key in self.buttons else 0
            if room < 0:
                break
            fitting.add(key)
        return fitting

    def _fill(self, menu: QMenu) -> None:
        """Name in the menu what is not named in the line."""
        menu.clear()
        for key, button in self.buttons.items():
            if button.isHidden():
                action = menu.addAction(button.text())
                action.setToolTip(button.toolTip())
                action.triggered.connect(lambda _checked=False, key=key: self._choose(key))

    def _choose(self, key: str) -> None:
        self.chosen.emit(key)
        self.buttons[key].setFocus()
