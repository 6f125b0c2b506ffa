"""Before → after: of each digit how many of one's own are right, then what the change cost elsewhere."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Colours, colours, with_tabular_figures
from lenet_app.language import tr, trn
from lenet_app.samples.figures import Compared, Figures

_ROW, _LEAST_ROW, _AXIS = 24, 16, 18
_LEFT, _NUMBERS, _CHANGE, _GAP, _DOT = 64, 64, 36, 8, 4
_STEP, _MOST_TICKS = 0.1, 5
_COSTS = 2


class BeforeAfter(QWidget):
    """A line from an open to a filled circle for each digit; numbers at its right."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: Figures | None = None
        self.setFont(with_tabular_figures(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Before and after"))
        self.setWhatsThis(
            tr(
                "For each digit, the share of your samples that is answered right: the open circle before, the filled"
                " one after. Every sample is answered by a model that has not learned it. Below, what it cost: MNIST's"
                " test pictures that are right, and pictures of what is no digit that are refused."
            )
        )

    @property
    def figures(self) -> Figures | None:
        """What is shown."""
        return self._figures

    def show_figures(self, figures: Figures | None) -> None:
        """Show these; None shows nothing."""
        self._figures = figures
        lines = [] if figures is None else _lines(figures)
        self.setAccessibleDescription("\n".join(lines))
        self.setToolTip(plain("\n".join(lines[10:])))  # their captions may be cut
        self.update()

    def sizeHint(self) -> QSize:
        """Ten rows, an axis, and what it cost."""
        return QSize(360, (10 + _COSTS) * _ROW + 2 * _AXIS)

    def minimumSizeHint(self) -> QSize:
        """The same with low rows."""
        return QSize(240, (10 + _COSTS) * _LEAST_ROW + 2 * _AXIS)

    def explanation_at(self, at: QPoint | None) -> str:
        """What the row at a point says."""
        if self._figures is None or at is None:
            return ""
        row = at.y() // self._row
        lines = _lines(self._figures)
        return lines[row] if 0 <= row < 10 else "\n".join(lines[10:])

    @property
    def _row(self) -> int:
        return max(_LEAST_ROW, min(_ROW, (self.height() - 2 * _AXIS) // (10 + _COSTS)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows."""
        if self._figures is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named, low = colours(self), _lowest(self._figures)
        self._paint_axis(painter, low, named)
        for digit, one in enumerate(self._figures.digits):
            self._paint_digit(painter, digit, one, low, named)
        top = 10 * self._row + 2 * _AXIS
        painter.setPen(named.outline)
        painter.drawLine(QPointF(0, top - _AXIS / 2 + 2), QPointF(self.width(), top - _AXIS / 2 + 2))
        for number, (caption, one) in enumerate(_costs(self._figures)):
            self._paint_cost(painter, QRectF(0, top + number * self._row, self.width(), self._row), caption, one, named)
        painter.end()

    @property
    def _changes(self) -> int:
        """Pixels at the right for what changed, and a gap."""
        return max(_CHANGE, self.fontMetrics().horizontalAdvance(tr("same"))) + _GAP

    def _x(self, share: float, low: float) -> float:
        room = self.width() - _LEFT - _NUMBERS - self._changes
        return _LEFT + 8 + (room - 16) * (share - low) / max(1 - low, 1e-9)

    def _paint_axis(self, painter: QPainter, low: float, named: Colours) -> None:
        bottom, ticks = 10 * self._row, round((1 - low) / _STEP)
        wide = painter.fontMetrics().horizontalAdvance("100 %") + _GAP
        every = -(-ticks // max(1, min(_MOST_TICKS, int((self._x(1, low) - self._x(low, low)) / wide))))
        for tick in range(0, ticks + 1, every):
            share = 1 - tick * _STEP
            x = self._x(share, low)
            painter.setPen(named.outline)
            painter.drawLine(QPointF(x, 4), QPointF(x, bottom))
            painter.setPen(named.secondary_text)
            text = f"{100 * share:.0f} %" if tick == 0 else f"{100 * share:.0f}"
            painter.drawText(QRectF(x - 30, bottom, 60, _AXIS), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_digit(self, painter: QPainter, digit: int, one: Compared, low: float, named: Colours) -> None:
        row = QRectF(0, digit * self._row, self.width(), self._row)
        middle, right = row.center().y(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(named.text)
        painter.drawText(row, left, str(digit))
        painter.setPen(named.secondary_text)
        painter.drawText(row.adjusted(18, 0, 0, 0), left, f"n {one.count}")
        if not one.count:
            return
        before, after = (QPointF(self._x(part / one.count, low), middle) for part in (one.before, one.after))
        painter.setPen(QPen(named.accent, 2))
        painter.drawLine(before, after)
        painter.setBrush(named.panel)
        painter.setPen(QPen(named.secondary_text, 1.5))
        painter.drawEllipse(before, _DOT, _DOT)
        painter.setBrush(named.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(after, _DOT, _DOT)
        painter.setPen(named.text if one.change else named.secondary_text)
        text = f"{one.before} → {one.after}" if one.change else str(one.after)
        painter.drawText(row.adjusted(0, 0, -self._changes, 0), right, text)
        painter.setPen(_tone(one, named))
        painter.drawText(row, right, _change(one))

    def _paint_cost(self, painter: QPainter, row: QRectF, caption: str, one: Compared, named: Colours) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        metrics, shares = painter.fontMetrics(), _shares(one)
        room = int(row.width()) - self._changes - metrics.horizontalAdvance(shares) - _GAP
        painter.setPen(named.secondary_text)
        shown = metrics.elidedText(caption, Qt.TextElideMode.ElideRight, room)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | middle, shown)
        painter.setPen(named.text)
        painter.drawText(row.adjusted(0, 0, -self._changes, 0), Qt.AlignmentFlag.AlignRight | middle, shares)
        painter.setPen(_tone(one, named))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | middle, _change(one))


def _change(one: Compared) -> str:
    return with_minus(f"{one.change:+d}") if one.change else tr("same")


def _tone(one: Compared, named: Colours) -> QColor:
    return named.accent if one.change > 0 else named.warning if one.change < 0 else named.secondary_text


def _costs(figures: Figures) -> tuple[tuple[str, Compared], ...]:
    return (tr("MNIST’s test set"), figures.test), (tr("No digit, refused"), figures.refused)


def _shares(one: Compared) -> str:
    parts = (100 * part / max(one.count, 1) for part in (one.before, one.after))
    return " → ".join(f"{part:.2f}" for part in parts) + " %"


def _lowest(figures: Figures) -> float:
    """Where the axis begins: a step below the lowest share."""
    shares = [part / one.count for one in figures.digits if one.count for part in (one.before, one.after)]
    return max(0.0, (min([0.9, *shares]) // _STEP) * _STEP)


def _lines(figures: Figures) -> list[str]:
    """All of it in words."""
    told = [
        trn(
            "{digit}: {before} right before and {after} after, of {count} sample",
            "{digit}: {before} right before and {after} after, of {count} samples",
            one.count,
        ).format(digit=digit, before=one.before, after=one.after, count=one.count)
        for digit, one in enumerate(figures.digits)
    ]
    return [*told, *(f"{caption}: {_shares(one)}" for caption, one in _costs(figures))]
