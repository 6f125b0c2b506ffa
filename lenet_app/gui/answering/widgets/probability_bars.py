"""A bar for each class, and what stands beside it."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.answering.confidence import confidence_text
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.language import tr
from lenet_app.recognition.recognizer import Recognition

_ROW, _LEAST_ROW = 1.9, 1.08
"""Heights of a letter that a line usually has, and has at least."""
_HEADER, _BAR, _MARK = 0.75, 0.3, 0.45
"""The words above the lines, a bar, and the mark of the threshold, as shares of a line's usual height."""
_GAP = 8
_WIDEST_NAME, _USUAL_LETTER = 84, 14
"""Pixels, at a letter's usual height; longer names are cut short."""
_SHORTEST_BAR = 16
MOST_IN_ORDER = 12
"""More classes than these are ranked: the answer would be out of sight."""
_LEAST_ROWS = 10

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class _Line:
    """What can be seen of a class: two equal lines look alike."""

    name: str
    is_best: bool = False
    percent: str = ""
    distance: str = ""


class ProbabilityBars(QWidget):
    """A labelled bar and a percentage for each class; for an RBF network its distance, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._with_distances = False
        self._threshold: float | None = None
        self._recognition: Recognition | None = None
        self._lines: list[_Line] = []
        self._row_height = 0
        self.setFont(with_tabular_figures(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("How likely each class is"))
        explain(
            self,
            tr(
                "How sure the model is of each class. The thin line across the bars is the threshold: an answer whose"
                " bar reaches it is called sure."
            ),
        )

    @property
    def is_ranked(self) -> bool:
        """Whether the most probable class comes first, in place of the classes' own order."""
        return len(self._names) > MOST_IN_ORDER

    @property
    def usual_row(self) -> int:
        """Pixels that a line is high where there is room."""
        return round(_ROW * self.fontMetrics().height())

    @property
    def least_row(self) -> int:
        """Pixels that a line is high at least."""
        return round(_LEAST_ROW * self.fontMetrics().height())

    @property
    def row(self) -> int:
        """Pixels that a line is high."""
        return self._row_height or self.usual_row

    def set_row(self, height: int) -> None:
        """Have lines so many pixels high."""
        if height != self._row_height:
            self._row_height = height
            self.updateGeometry()
            self.update()

    @property
    def order(self) -> list[int]:
        """The classes' indices from the first line to the last."""
        if self.is_ranked and self._recognition is not None:
            return self._recognition.ranking
        return list(range(len(self._names)))

    def set_classes(self, class_names: tuple[str, ...], *, with_distances: bool = False) -> None:
        """Have a bar for each of these classes, and room for its distance."""
        if (class_names, with_distances) == (self._names, self._with_distances):
            return
        if class_names != self._names:
            self._recognition = None
        self._names, self._with_distances = class_names, with_distances
        self._lines = self._looks()
        text = tr(
            "Distance: the squared distance of F6 to the digit's bitmap; the smallest wins."
            " The percentages compare the digits with each other and with no digit."
        )
        self.setToolTip(text if with_distances else "")
        self.updateGeometry()
        self.update()

    @property
    def threshold(self) -> float | None:
        """Where the mark across each bar is; None while there is none."""
        return self._threshold

    def set_threshold(self, threshold: float) -> None:
        """Mark on each bar from which confidence on an answer is sure, 0 to 1."""
        if threshold != self._threshold:
            self._threshold = threshold
            self.update()

    def show_recognition(self, recognition: Recognition | None) -> None:
        """Show these probabilities; None shows empty bars. Only the lines that look another way are painted again."""
        if recognition is not None:
            self.set_classes(recognition.class_names, with_distances=recognition.distances is not None)
        before, self._recognition = self._lines, recognition
        self._lines = self._looks()
        self.setAccessibleDescription(self._description() if recognition is not None else "")
        for row, line in enumerate(self._lines):
            if line != before[row]:
                self.update(self._row(row))

    def sizeHint(self) -> QSize:
        """A line for each class."""
        return QSize(216, self.height_of(max(len(self._names), _LEAST_ROWS)))

    def minimumSizeHint(self) -> QSize:
        """A line for each class, with short bars."""
        return QSize(160, self.sizeHint().height())

    def height_of(self, rows: int) -> int:
        """The height of this many lines and of what stands above them, in pixels."""
        return self.row * rows + self._header_height()

    def explanation_at(self, at: QPoint | None) -> str:
        """The line at a point, in pixels, with its numbers; for distances what they are."""
        told = [self.toolTip()]
        if at is not None and self._recognition is not None:
            told[:0] = [self._line_text(line) for row, line in enumerate(self._lines) if self._row(row).contains(at)]
        return "\n".join(filter(None, told))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a line for each class."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        names = max((metrics.horizontalAdvance(name) for name in self._names), default=0)
        left = min(names, _WIDEST_NAME * metrics.height() / _USUAL_LETTER) + 12
        columns = self._columns()
        if self._with_distances:
            self._paint_header(painter, columns)
        for row, (index, line) in enumerate(zip(self.order, self._lines, strict=True)):
            if event.region().intersects(self._row(row)):
                self._paint_words(painter, row, line, left, columns)
                self._paint_bar(painter, row, index, left, columns)
        painter.end()

    def _columns(self) -> tuple[float, float]:
        """Where percentages and distances end at their right, and with them the widths of both."""
        metrics = QFontMetricsF(self.font())
        share = metrics.horizontalAdvance("100.0") + _GAP
        if not self._with_distances:
            return share, 0.0
        header = QFontMetricsF(self._small_font()).horizontalAdvance(tr("distance"))
        return share, max(header, metrics.horizontalAdvance("100.0")) + _GAP

    def _header_height(self) -> int:
        return round(_HEADER * self.usual_row) if self._with_distances else 0

    def _looks(self) -> list[_Line]:
        """What can be seen of each class, from the first line to the last."""
        found = self._recognition
        if found is None:
            return [_Line(name) for name in self._names]
        best, shares = found.best, [confidence_text(share) for share in found.confidences.tolist()]
        distances = [""] * len(shares) if found.distances is None else [f"{one:.1f}" for one in found.distances]
        return [_Line(self._names[index], index == best, shares[index], distances[index]) for index in self.order]

    def _description(self) -> str:
        return ", ".join(map(self._line_text, self._lines))

    @staticmethod
    def _line_text(line: _Line) -> str:
        with_distance = tr("{name}: {percent} %, distance {distance}")
        text = with_distance if line.distance else tr("{name}: {percent} %")
        return text.format(name=line.name, percent=line.percent, distance=line.distance)

    def _row(self, row: int) -> QRect:
        """Where a line is."""
        return QRect(0, self._header_height() + row * self.row, self.width(), self.row)

    def _paint_header(self, painter: QPainter, columns: tuple[float, float]) -> None:
        painter.setFont(self._small_font())
        painter.setPen(colours(self).secondary_text)
        line = QRectF(0, 0, self.width(), self._header_height())
        painter.drawText(line, _RIGHT, tr("distance"))
        painter.drawText(line.adjusted(0, 0, -columns[1], 0), _RIGHT, "%")
        painter.setFont(self.font())

    def _paint_words(self, painter: QPainter, row: int, line: _Line, left: float, columns: tuple[float, float]) -> None:
        named, place = colours(self), QRectF(self._row(row))
        painter.setPen(named.text if line.is_best else named.secondary_text)
        cut = QFontMetricsF(self.font()).elidedText(line.name, Qt.TextElideMode.ElideRight, left - 10)
        painter.drawText(place, _LEFT, cut)
        painter.drawText(place, _RIGHT, line.distance)
        painter.drawText(place.adjusted(0, 0, -columns[1], 0), _RIGHT, line.percent)

    def _paint_bar(self, painter: QPainter, row: int, index: int, left: float, columns: tuple[float, float]) -> None:
        named, found = colours(self), self._recognition
        width, height = max(_SHORTEST_BAR, self.width() - left - sum(columns)), round(_BAR * self.usual_row)
        bar = QRectF(left, QRectF(self._row(row)).center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(named.track)
        painter.drawRoundedRect(bar, height / 2, height / 2)
        share = 0.0 if found is None else float(found.confidences[index])
        painter.setBrush(named.accent if self._lines[row].is_best else named.disabled_text)
        if bar.width() * share >= 1:
            radius = min(height, bar.width() * share) / 2
            painter.drawRoundedRect(QRectF(bar.x(), bar.y(), bar.width() * share, height), radius, radius)
        if self.threshold is not None:
            x, mark = round(bar.x() + (bar.width() - 1) * self.threshold), round(_MARK * self.usual_row)
            painter.fillRect(QRectF(x, bar.center().y() - mark / 2, 1, mark), named.disabled_text)

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.92)
        return font
