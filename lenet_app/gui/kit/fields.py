"""Fields and their captions: numbers without idle zeros, lists that keep their width, texts that are cut short."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures

_LIST_MARGINS = 40
_TEXT_MARGINS = 4


class CountBox(QSpinBox):
    """A whole number that counts once it is typed: after Return, when the field is left, or when somebody asks for it.

    Args:
        low: the smallest number that can be set; `high` the largest.
    """

    def __init__(self, low: int = 0, high: int = 99) -> None:
        super().__init__()
        self.setKeyboardTracking(False)
        self.setRange(low, high)

    @property
    def is_half_typed(self) -> bool:
        """Whether there is something in the field that does not count yet."""
        return self.cleanText() != self.textFromValue(super().value())

    @property
    def entered(self) -> int:
        """The number that counts, whatever stands in the field."""
        return super().value()

    def value(self) -> int:
        """The number in the field: an action by key or button, which may leave the keyboard here, means that one."""
        self.interpretText()
        return super().value()


class NumberBox(QDoubleSpinBox):
    """A number shown without idle zeros, which counts as that of a `CountBox`; a step is a tenth of its power of ten.

    A number that has more digits than are shown, such as 1/12, is kept as it was given until it is changed.

    Args:
        low: the smallest number that can be set; `high` the largest.
        decimals: digits behind the point.
    """

    def __init__(self, low: float, high: float, decimals: int = 6) -> None:
        super().__init__()
        self.setKeyboardTracking(False)
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self._given = self._shown = self.value()

    @property
    def number(self) -> float:
        """The number as it was given, or as somebody changed it."""
        return self._given if self.value() == self._shown else self.value()

    @property
    def is_half_typed(self) -> bool:
        """Whether there is something in the field that does not count yet."""
        return self.cleanText() != self.textFromValue(super().value())

    def value(self) -> float:
        """The number in the field, as far as the digits allow."""
        self.interpretText()
        return super().value()

    def set_number(self, number: float) -> None:
        """Show this number as well as the digits allow."""
        self.setValue(number)
        self._given, self._shown = number, self.value()

    def textFromValue(self, value: float, /) -> str:
        """The number without idle zeros."""
        locale = self.locale()
        text = locale.toString(value, "f", self.decimals())
        if self.decimals():
            text = text.rstrip(locale.zeroDigit()).removesuffix(locale.decimalPoint())
        return text


class ElidedLabel(QLabel):
    """A line that is cut where it does not fit; the tooltip has the whole of it then.

    Args:
        mode: where it is cut.
        tip: what the tooltip says whether it is cut or not.
    """

    def __init__(self, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight, *, tip: str = "") -> None:
        super().__init__()
        self._mode, self._tip = mode, tip
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def shown_text(self) -> str:
        """What can be read of the text in the width there is."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.width())

    def set_tip(self, tip: str) -> None:
        """Say this in the tooltip, after the text where that is cut."""
        self._tip = tip
        self._explain()

    def minimumSizeHint(self) -> QSize:
        """As high as a line; as narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    def setText(self, text: str, /) -> None:
        """Show `text` as far as it fits."""
        if text != self.text():
            super().setText(text)
            self._explain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether the text fits now."""
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        whole = "" if self.shown_text == self.text() else self.text()
        self.setToolTip(plain("\n".join(filter(None, [whole, self._tip]))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits, in the style's colours."""
        painter = QPainter(self)
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        role = self.foregroundRole()
        self.style().drawItemText(
            painter, self.contentsRect(), flags, self.palette(), self.isEnabled(), self.shown_text, role
        )


class ListBox(QComboBox):
    """A list to choose from that is as wide as the layout says, whatever is in it; what is too long is cut short.

    Args:
        width: pixels at least.
        mode: where a text that is too long is cut.
    """

    def __init__(self, width: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._mode = mode
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)
        self.setMinimumWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field as the style does, its text cut short."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
        style, part = self.style(), QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - _TEXT_MARGINS
        text = option.currentText
        option.currentText = option.fontMetrics.elidedText(text, self._mode, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def widen_list(combo: QComboBox) -> None:
    """Let the opened list show its longest line whole."""
    lines = (combo.itemText(n) for n in range(combo.count()))
    combo.view().setMinimumWidth(widest(combo, lines) + _LIST_MARGINS)


def widest(widget: QWidget, texts: Iterable[str]) -> int:
    """Pixels of the widest of the texts in the widget's font: room for it keeps what stands beside it in its place."""
    metrics = widget.fontMetrics()
    return max((metrics.horizontalAdvance(text) for text in texts), default=0)


def caption_of(caption: str, field: QWidget) -> QLabel:
    """A caption, by which the field is read aloud; both dressed as such."""
    label = QLabel(caption)
    label.setBuddy(field)
    field.setAccessibleName(caption)
    dress(label, field)
    return label


def dress(caption: QWidget, field: QWidget) -> None:
    """Give a caption and its field their looks."""
    set_kind(caption, Kind.SECONDARY)
    field.setFont(with_tabular_figures(field.font()))


def column(caption: QWidget, field: QWidget) -> QVBoxLayout:
    """A field below its caption."""
    both = QVBoxLayout()
    both.setSpacing(2)
    both.addWidget(caption)
    both.addWidget(field)
    return both
