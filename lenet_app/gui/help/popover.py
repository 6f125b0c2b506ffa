"""An explanation beside its control; it takes neither the keyboard nor the pointer from what a person does."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from lenet_app.gui.kit.explanations import Explanation
from lenet_app.gui.kit.tips import is_rich
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_WIDTH = 320
"""Pixels at most: a line of forty to fifty letters."""
_GAP, _EDGE = 6, 8
_WHOLE = 3
"""What takes more than a part of one in this many of the window is explained within, not beside."""


class Popover(QFrame):
    """Shows one explanation until Esc, a click anywhere, F1, or the focus going elsewhere; what is typed goes on.

    Args:
        window: what it lies over.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._subject: QWidget | None = None
        set_kind(self, Kind.POPOVER)
        self._labels: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 10)
        self._layout.setSpacing(6)
        self.hide()

    @property
    def subject(self) -> QWidget | None:
        """The control that is explained; None while nothing is."""
        return None if self.isHidden() else self._subject

    @property
    def text(self) -> str:
        """All that is shown, a line for each paragraph; empty while nothing is."""
        return "" if self.isHidden() else "\n".join(label.text() for label in self._labels)

    def explain(self, explanation: Explanation, anchor: QRect) -> None:
        """Show an explanation in place of any earlier one.

        Args:
            explanation: what to show.
            anchor: what it stands beside, in pixels of the window.
        """
        self.close_it()
        self._subject = explanation.control
        for label in self._labels:
            self._layout.removeWidget(label)
            label.deleteLater()
        self._labels = []
        if explanation.name:
            set_kind(self._add(explanation.name, Qt.TextFormat.PlainText), Kind.TITLE)
        for text in explanation.texts:
            self._add(text, Qt.TextFormat.AutoText)
        is_told = not explanation.keys or any(explanation.keys in text for text in explanation.texts)
        keys = "" if is_told else tr("Key: {keys}").format(keys=explanation.keys)
        if keys:
            set_kind(self._add(keys, Qt.TextFormat.PlainText), Kind.SECONDARY)
        self.setAccessibleName(explanation.name)
        self.setAccessibleDescription("\n".join(filter(None, [explanation.plain, keys])))
        self._place(anchor)
        self.show()
        self.raise_()
        self._listen(on=True)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def close_it(self) -> None:
        """Show nothing any more."""
        if not self.isHidden():
            self._listen(on=False)
            self.hide()
        self._subject = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Esc, which is meant for nobody else then, on a click, and when its subject goes."""
        match event.type():
            case QEvent.Type.ShortcutOverride if _is_escape(event):
                event.accept()  # so that it comes as a key and not as somebody's shortcut
                return True
            case QEvent.Type.KeyPress if _is_escape(event):
                self.close_it()
                return True
            case QEvent.Type.MouseButtonPress | QEvent.Type.TabletPress | QEvent.Type.TouchBegin:
                self.close_it()  # and the press goes on to where it was meant for
            case QEvent.Type.Resize | QEvent.Type.WindowDeactivate if watched is self._window:
                self.close_it()
            case QEvent.Type.Hide if watched is self._subject:
                self.close_it()
        return False

    def _listen(self, *, on: bool) -> None:
        """Hear of everything while it is shown, and of nothing else: drawing must stay as quick as it is."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if on:
            application.installEventFilter(self)
            application.focusChanged.connect(self._on_focus)
        else:
            application.removeEventFilter(self)
            application.focusChanged.disconnect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self.close_it()

    def _add(self, text: str, form: Qt.TextFormat) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(form)
        label.setWordWrap(True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._layout.addWidget(label)
        self._labels.append(label)
        return label

    def _place(self, anchor: QRect) -> None:
        room = self._window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        size = self._fitting(room.size())
        is_whole = anchor.width() * anchor.height() * _WHOLE > room.width() * room.height()
        corner = _within(size, anchor) if is_whole else _beside(size, anchor, room)
        left = max(room.left(), min(corner.x(), room.right() + 1 - size.width()))
        top = max(room.top(), min(corner.y(), room.bottom() + 1 - size.height()))
        self.setGeometry(QRect(QPoint(left, top), size))

    def _fitting(self, room: QSize) -> QSize:
        """As narrow as its texts allow, up to a readable width; wider where a table in it needs that."""
        for label in self._labels:
            label.ensurePolished()
        self._layout.activate()
        margins = self._layout.contentsMargins()
        sides = margins.left() + margins.right() + 2 * self.frameWidth()
        natural = max(self._natural_width(label) for label in self._labels) + sides
        least = max(label.minimumSizeHint().width() for label in self._labels) + sides
        width = min(max(min(natural, _WIDTH), least), room.width())
        return QSize(width, min(self._layout.totalHeightForWidth(width), room.height()))

    @staticmethod
    def _natural_width(label: QLabel) -> int:
        if label.textFormat() != Qt.TextFormat.PlainText and is_rich(label.text()):
            return _WIDTH
        return max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n")) + 2


def _within(size: QSize, anchor: QRect) -> QPoint:
    """In the lower right corner, where little is."""
    return QPoint(anchor.right() - _EDGE - size.width(), anchor.bottom() - _EDGE - size.height())


def _beside(size: QSize, anchor: QRect, room: QRect) -> QPoint:
    """Below, above, at the right or at the left, the first that fits."""
    below, above = anchor.bottom() + _GAP, anchor.top() - _GAP - size.height()
    after, before = anchor.right() + _GAP, anchor.left() - _GAP - size.width()
    if QGuiApplication.isRightToLeft():
        after, before = before, after
    if below + size.height() <= room.bottom():
        return QPoint(anchor.left(), below)
    if above >= room.top():
        return QPoint(anchor.left(), above)
    return QPoint(after if after + size.width() <= room.right() else before, anchor.top())


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
