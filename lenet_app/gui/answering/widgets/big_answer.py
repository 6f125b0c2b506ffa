"""The answer as large as it fits: a digit fills the height, words the width, two guesses share the place."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.answering.widgets.guesses import Line, arrangements, sized
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.language import tr

_HEIGHT = 128
"""Pixels, until somebody gives it another height."""
_LARGEST, _LARGEST_GUESS = 0.875, 0.5
"""The largest font of a name, and of two guesses, as shares of the height."""
_SMALLEST = 9
"""Pixels of the font."""
_BREAKS = " /-"
"""After these a name may go on in a second line."""
_HEADING, _HEADING_HEIGHT, _LEAST_HEADING = 0.156, 0.25, 13
"""The words "Not sure", and their place above the guesses, as shares of the height; pixels of these words at least."""
_MARGIN = 4
"""Pixels beside the guesses."""


class BigAnswer(QWidget):
    """One name in bold, two under "Not sure", or words that refuse; its size hint stays whatever it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._guesses: tuple[str, ...] = ()
        self._is_refusal = False
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("The answer"))
        explain(
            self,
            tr(
                "What the model takes the picture for. Where it is not sure enough, its two best guesses stand here;"
                " what looks like no class at all is answered “No digit”."
            ),
        )

    @property
    def text(self) -> str:
        """What is shown, such as "7", or "7 or 1?" where that is not sure."""
        return self._question() if self._guesses else self._text

    @property
    def is_sure(self) -> bool:
        """Whether neither guesses nor a refusal are shown."""
        return not self._guesses and not self._is_refusal

    def set_text(self, text: str) -> None:
        """Show this name; an empty one leaves the place empty."""
        self._show(text, ())

    def set_refusal(self, text: str) -> None:
        """Show, in a quieter colour, that the drawing is of no class."""
        self._show(text, (), is_refusal=True)

    def set_guesses(self, names: tuple[str, ...]) -> None:
        """Show that the answer is not sure, and the one or two names that it may be, the better one first."""
        self._show("", names)

    def sizeHint(self) -> QSize:
        """The same for every name."""
        return QSize(_HEIGHT, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name in the middle, or the guesses."""
        painter = QPainter(self)
        if self._guesses:
            self._paint_guesses(painter)
        else:
            self._paint_name(painter)
        painter.end()

    def _show(self, text: str, guesses: tuple[str, ...], *, is_refusal: bool = False) -> None:
        if (text, guesses, is_refusal) == (self._text, self._guesses, self._is_refusal):
            return
        self._text, self._guesses, self._is_refusal = text, guesses, is_refusal
        not_sure = tr("Not sure: {question}")
        self.setAccessibleDescription(not_sure.format(question=self.text) if guesses else text)
        self.update()

    def _template(self) -> str:
        return tr("{first} or {second}?") if len(self._guesses) > 1 else tr("{first}?")

    def _question(self) -> str:
        return self._template().format(first=self._guesses[0], second=self._guesses[-1])

    def _paint_name(self, painter: QPainter) -> None:
        lines, size = max((self._fitted(lines) for lines in _arrangements(self._text)), key=lambda found: found[1])
        painter.setFont(self._font(size))
        painter.setPen(colours(self).secondary_text if self._is_refusal else colours(self).text)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, lines)

    def _paint_guesses(self, painter: QPainter) -> None:
        place = QRectF(self.rect())
        above = max(_HEADING_HEIGHT * self.height(), _LEAST_HEADING * 1.5)
        painter.setFont(self._font(max(_LEAST_HEADING, round(_HEADING * self.height()))))
        painter.setPen(colours(self).text)
        heading = place.adjusted(0, 0, 0, above - place.height())
        painter.drawText(heading, Qt.AlignmentFlag.AlignCenter, tr("Not sure"))
        painter.setPen(colours(self).secondary_text)
        room = place.adjusted(_MARGIN, above, -_MARGIN, 0)
        largest = round(_LARGEST_GUESS * self.height())
        ways = arrangements(self._template(), self._guesses[0], self._guesses[-1])
        fitted = [sized(lines, room.size(), self._font, largest) for lines in ways]
        # Where both have to be cut short, two lines keep more of the names.
        lines, size = max(fitted, key=lambda found: (found[1], len(found[0])))
        for number, line in enumerate(lines):
            height = room.height() / len(lines)
            self._paint_line(painter, line, size, room.top() + height * (number + 0.5))

    def _paint_line(self, painter: QPainter, line: Line, size: int, middle: float) -> None:
        """One line of the guesses, its capitals and digits around `middle`, in pixels from the top."""
        baseline = middle + QFontMetricsF(self._font(size)).capHeight() / 2
        fonts = [self._font(piece.pixels(size)) for piece in line]
        widths = [QFontMetricsF(font).horizontalAdvance(piece.text) for font, piece in zip(fonts, line, strict=True)]
        x = (self.width() - sum(widths)) / 2
        for piece, font, width in zip(line, fonts, widths, strict=True):
            painter.setFont(font)
            painter.drawText(QPointF(x, baseline), piece.text)
            x += width

    def _fitted(self, lines: str) -> tuple[str, int]:
        """The lines, and the largest font size in which they fit."""
        largest = round(_LARGEST * self.height())
        metrics = QFontMetricsF(self._font(largest))
        width = max(metrics.horizontalAdvance(line) for line in lines.split("\n"))
        share = self.width() / width if width else 1.0
        if "\n" in lines:
            share = min(share, self.height() / (2 * metrics.height()))
        return lines, max(_SMALLEST, int(largest * min(1.0, share)))

    def _font(self, pixels: int) -> QFont:
        font = with_tabular_figures(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.Bold)
        return font


def _arrangements(text: str) -> list[str]:
    """The text in one line, and in two at every place where it may break."""
    places = [place for place, mark in enumerate(text[:-1], 1) if mark in _BREAKS]
    return [text, *(f"{text[:place].rstrip()}\n{text[place:]}" for place in places)]
