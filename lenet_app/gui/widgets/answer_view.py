"""The answer: a big digit, how sure the model is, and a bar for each class."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.theme import Kind, colours, set_kind, with_tabular_figures
from lenet_app.recognition.recognizer import Recognition

_BAR_HEIGHT = 8
_ROW = 24


class AnswerView(QWidget):
    """Shows a recognition, or that there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit = QLabel()
        self._digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._digit.setFixedHeight(128)
        font = with_tabular_figures(self.font())
        font.setPixelSize(112)
        font.setWeight(QFont.Weight.Bold)
        self._digit.setFont(font)
        self._note = QLabel()
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setFont(with_tabular_figures(self.font()))
        set_kind(self._note, Kind.SECONDARY)
        self._bars = ProbabilityBars()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._digit)
        layout.addWidget(self._note)
        layout.addSpacing(16)
        layout.addWidget(self._bars)
        self.setAccessibleName(self.tr("Answer"))
        self.show_recognition(None)

    @property
    def label(self) -> str:
        """The answer that is shown; empty where there is none."""
        return self._digit.text()

    @property
    def note(self) -> str:
        """What stands below the big digit."""
        return self._note.text()

    def set_classes(self, class_names: tuple[str, ...]) -> None:
        """Have a bar for each of these classes."""
        self._bars.set_classes(class_names)

    def show_recognition(self, recognition: Recognition | None) -> None:
        """Show the answer; None shows that nothing is drawn."""
        if recognition is None:
            self._digit.setText("")
            self._note.setText(self.tr("Nothing drawn"))
        else:
            self._digit.setText(recognition.label)
            self._note.setText(self.tr("{percent} % sure").format(percent=percent(recognition.confidence)))
        self._bars.show_recognition(recognition)
        self.setAccessibleDescription(f"{self._digit.text()} {self._note.text()}".strip())


class ProbabilityBars(QWidget):
    """A labelled bar and a percentage for each class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._recognition: Recognition | None = None
        self.setFont(with_tabular_figures(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probability of each class"))

    def set_classes(self, class_names: tuple[str, ...]) -> None:
        """Have a bar for each of these classes."""
        if class_names != self._names:
            self._names = class_names
            self.updateGeometry()
            self.update()

    def show_recognition(self, recognition: Recognition | None) -> None:
        """Show these probabilities; None shows empty bars. Only the lines that look another way are painted again."""
        before, self._recognition = self._looks(), recognition
        if recognition is not None:
            self.set_classes(recognition.class_names)
            pairs = zip(recognition.class_names, recognition.probabilities, strict=True)
            self.setAccessibleDescription(", ".join(f"{name}: {percent(float(share))} %" for name, share in pairs))
        else:
            self.setAccessibleDescription("")
        for index, looks in enumerate(self._looks()):
            if index >= len(before) or looks != before[index]:
                self.update(self._row(index))

    def _looks(self) -> list[tuple[bool, str]]:
        """For each class whether it is the best and what stands beside its bar; nothing more of it can be seen."""
        found = self._recognition
        if found is None:
            return [(False, "")] * len(self._names)
        return [(index == found.best, percent(float(share))) for index, share in enumerate(found.probabilities)]

    def _row(self, index: int) -> QRect:
        """Where a class has its line."""
        return QRect(0, index * _ROW, self.width(), _ROW)

    def sizeHint(self) -> QSize:
        """A line for each class."""
        return QSize(216, _ROW * max(len(self._names), 10))

    def minimumSizeHint(self) -> QSize:
        """A line for each class, with short bars."""
        return QSize(160, _ROW * max(len(self._names), 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a line for each class."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        left = max((metrics.horizontalAdvance(name) for name in self._names), default=0) + 12
        right = metrics.horizontalAdvance("100.0") + 8
        for index, name in enumerate(self._names):
            if event.region().intersects(self._row(index)):
                self._paint_row(painter, index, name, left, right)
        painter.end()

    def _paint_row(self, painter: QPainter, index: int, name: str, left: float, right: float) -> None:
        named, found = colours(self), self._recognition
        best = found is not None and found.best == index
        line = QRectF(self._row(index))
        painter.setPen(named.text if best else named.secondary_text)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        bar = QRectF(left, line.center().y() - _BAR_HEIGHT / 2, self.width() - left - right, _BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(named.track)
        painter.drawRoundedRect(bar, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        if found is None:
            return
        share = float(found.probabilities[index])
        painter.setBrush(named.accent if best else named.disabled_text)
        if bar.width() * share >= 1:
            radius = min(_BAR_HEIGHT, bar.width() * share) / 2
            painter.drawRoundedRect(QRectF(bar.x(), bar.y(), bar.width() * share, _BAR_HEIGHT), radius, radius)
        painter.setPen(named.text if best else named.secondary_text)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, percent(share))


def percent(share: float, decimals: int = 1) -> str:
    """A share as a percentage with so many decimals, rounded down so that only a full share reads 100."""
    steps: int = 10**decimals
    return f"{int(100 * steps * share + 1e-6) / steps:.{decimals}f}"
