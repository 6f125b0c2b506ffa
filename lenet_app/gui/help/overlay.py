"""Everything on a page explained at once: a picture of the window with numbers, and beside it what each number is."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.help.explanation_list import ExplanationList
from lenet_app.gui.help.numbered_picture import Numbered, NumberedPicture
from lenet_app.gui.kit.explanations import Explanation, controls_of, own_explanation
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.language import tr

_MARGIN = 16
_LEAST, _MOST, _SHARE = 300, 460, 0.3
"""Pixels of the list's width, and its part of the window's."""
_CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_Question, Qt.Key.Key_F1)


class Overlay(QWidget):
    """Lies over a window until Esc, "?", F1 or its button; the window's own keys rest meanwhile.

    Args:
        window: what is explained.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._focus_before: QWidget | None = None
        self.setAccessibleName(tr("Everything on the page explained"))
        self.picture = NumberedPicture()
        self.list = ExplanationList()
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x"))
        self.close_button.setToolTip(tr("Close the explanations (Esc)"))
        self.close_button.setAccessibleName(tr("Close"))
        set_kind(self.close_button, Kind.FLAT)
        self._lay_out()
        self.list.currentRowChanged.connect(self.picture.set_current)
        self.picture.pointed.connect(self.list.setCurrentRow)
        self.close_button.clicked.connect(self.close_it)
        window.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        title = QLabel(tr("What everything here is for"))
        title.setWordWrap(True)
        set_kind(title, Kind.TITLE)
        note = QLabel(tr("Point at the picture, or go through the list with the arrow keys."))
        note.setWordWrap(True)
        set_kind(note, Kind.SECONDARY)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addLayout(head)
        side.addWidget(note)
        side.addWidget(self.list, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self._side)

    def open_it(self) -> None:
        """Explain what the window shows now."""
        self._focus_before = QApplication.focusWidget()
        self._look()
        self.show()
        self.raise_()
        self.list.setCurrentRow(self._row_of(self._focus_before))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_it(self) -> None:
        """Give the window back, and the keyboard to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _look(self) -> None:
        """Take a picture of the window as it is, and all that is to be told of it."""
        self.setGeometry(self._window.rect())
        self._side.setFixedWidth(round(min(max(_LEAST, self.width() * _SHARE), _MOST)))
        self._told = self._explained()
        self.list.show_explanations([explanation for explanation, _ in self._told])
        self.picture.show_picture(self._portrait(), [numbered for _, numbered in self._told])

    def _explained(self) -> list[tuple[Explanation, Numbered]]:
        """What has an explanation, and where it is seen."""
        found: list[tuple[Explanation, Numbered]] = []
        for control in controls_of(self._window):
            explanation = own_explanation(control)
            if explanation is not None and not self.isAncestorOf(control):
                place = control.visibleRegion().boundingRect()
                place.moveTo(control.mapTo(self._window, place.topLeft()))
                found.append((explanation, Numbered(len(found) + 1, place)))
        return found

    def _portrait(self) -> QPixmap:
        """The window without this."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self._window.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(colours(self).surface)
        for child in self._window.children():
            if isinstance(child, QWidget) and child is not self and child.isVisible() and not child.isWindow():
                child.render(pixmap, child.pos(), QRegion(), QWidget.RenderFlag.DrawChildren)
        return pixmap

    def _row_of(self, widget: QWidget | None) -> int:
        return next((row for row, (explanation, _) in enumerate(self._told) if explanation.control is widget), 0)

    def event(self, event: QEvent) -> bool:
        """Have every key before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by the keys that opened it, too."""
        if event.key() in _CLOSING or event.matches(QKeySequence.StandardKey.Cancel):
            self.close_it()

    def focusNextPrevChild(self, _is_next: bool, /) -> bool:
        """Keep Tab between the list and the button."""
        other = self.close_button if self.list.hasFocus() else self.list
        other.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when the window has another size, once what is in it has found its place."""
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self.setGeometry(self._window.rect())
            QTimer.singleShot(0, self, self._look_again)
        return super().eventFilter(watched, event)

    def _look_again(self) -> None:
        row = self.list.currentRow()
        self._look()
        self.list.setCurrentRow(min(row, self.list.count() - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Hide the window."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours(self).surface)
        painter.end()

    def mousePressEvent(self, _event: object) -> None:
        """Let no click through."""
