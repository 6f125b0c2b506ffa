"""What a network answered after each epoch: a bar as high as it was sure, under the class that it named."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr
from lenet_app.recognition.recognizer import Recognition

_GAP, _WIDEST = 2, 48


class EpochStrip(QWidget):
    """One bar an epoch; those that name what the last names have the accent. A click or a key leads to one."""

    chosen = Signal(int)
    """The place of an epoch."""

    def __init__(self) -> None:
        super().__init__()
        self._epochs: tuple[int, ...] = ()
        self._answers: tuple[Recognition, ...] = ()
        self._told: tuple[tuple[str, float], ...] = ()
        """Of each answer its label and its confidence."""
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Answers of the epochs"))
        explain(
            self,
            tr(
                "What the network would have answered to this drawing after each epoch: the higher the bar, the more"
                " sure, in one reading. Blue bars name the class of the last epoch."
            ),
        )

    @property
    def epochs(self) -> tuple[int, ...]:
        """Their numbers."""
        return self._epochs

    @property
    def answers(self) -> tuple[Recognition, ...]:
        """Of each epoch."""
        return self._answers

    def show_answers(self, epochs: Sequence[int], answers: Sequence[Recognition]) -> None:
        """Show what was answered after each of these epochs; nothing of none."""
        self._epochs, self._answers = tuple(epochs), tuple(answers)
        self._told = tuple((answer.label, answer.confidence) for answer in answers)
        self._tell()

    def show_current(self, index: int) -> None:
        """Mark the epoch at this place."""
        if index != self._current:
            self._current = index
            self._tell()

    def sizeHint(self) -> QSize:
        """Room for bars and names."""
        return QSize(320, 96)

    def minimumSizeHint(self) -> QSize:
        """The least that can be told apart."""
        return QSize(120, 48)

    def text_of(self, index: int) -> str:
        """An epoch in words."""
        answer = self._answers[index]
        text = tr("Epoch {epoch}: {label}, {percent} % sure")
        percent = f"{100 * answer.confidence:.1f}"
        return text.format(epoch=self._epochs[index], label=answer.label, percent=percent)

    def explanation_at(self, at: QPoint | None) -> str:
        """The epoch at a point, or the one that answers, and what the bars are."""
        index = self._current if at is None else self._index_at(QPointF(at))
        text = self.text_of(index) if 0 <= index < len(self._answers) else ""
        return "\n".join(filter(None, [text, self.whatsThis()]))

    def event(self, event: QEvent) -> bool:
        """Tell the epoch at the pointer as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._index_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.text_of(index) if index >= 0 else "", self)
            return True
        return super().event(event)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (Key(key_names("Left", "Right", "Home", "End"), tr("Go from epoch to epoch")),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to another epoch."""
        last = len(self._answers) - 1
        to = {
            Qt.Key.Key_Left: max(0, self._current - 1),
            Qt.Key.Key_Right: min(last, self._current + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if last >= 0 and event.key() in to:
            self.chosen.emit(to[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lead to the epoch below."""
        index = self._index_at(event.position())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, and where there is room names and numbers."""
        painter, named = QPainter(self), colours(self)
        metrics, width = QFontMetricsF(self.font()), self._width()
        line = metrics.height()
        room = self.height() - 2 * line - 4
        numbered = self._numbered_every(width)
        for index, (epoch, (label, confidence)) in enumerate(zip(self._epochs, self._told, strict=True)):
            left = index * width
            if index == self._current:
                painter.fillRect(QRectF(left, 0, width, self.height()), named.hover)
                if self.hasFocus():
                    painter.setPen(QPen(named.accent, 2))
                    painter.drawRect(QRectF(left, 0, width, self.height()).adjusted(1, 1, -1, -1))
            is_last = label == self._told[-1][0]
            height = max(1.0, room * confidence)
            bar = QRectF(left + _GAP / 2, line + 2 + room - height, max(1.0, width - _GAP), height)
            painter.fillRect(bar, named.accent if is_last else named.disabled_text)
            if metrics.horizontalAdvance(label) <= width - _GAP:
                painter.setPen(named.text if is_last else named.secondary_text)
                painter.drawText(QRectF(left, 0, width, line), Qt.AlignmentFlag.AlignCenter, label)
            if index % numbered == 0:
                painter.setPen(named.secondary_text)
                place = QRectF(left - width * numbered / 2, self.height() - line, width * (1 + numbered), line)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(epoch))
        painter.end()

    def _numbered_every(self, width: float) -> int:
        """The number of an epoch stands below so many bars."""
        needed = self.fontMetrics().horizontalAdvance(f" {max(self._epochs, default=0)} ") / max(width, 1)
        return next((count for count in (1, 2, 5, 10, 20, 50) if count >= needed), 100)

    def _width(self) -> float:
        return min(_WIDEST, self.width() / max(1, len(self._answers)))

    def _index_at(self, at: QPointF) -> int:
        index = int(at.x() / self._width())
        return index if 0 <= index < len(self._answers) else -1

    def _tell(self) -> None:
        is_known = 0 <= self._current < len(self._answers)
        self.setAccessibleDescription(self.text_of(self._current) if is_known else "")
        self.update()
