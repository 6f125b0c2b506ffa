"""A button whose icon stands behind its words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStyleOptionButton


class TrailingIconButton(QPushButton):
    """Only the icon changes sides: a layout from right to left would move signs at the ends of the words, too."""

    def initStyleOption(self, option: QStyleOptionButton, /) -> None:
        """Tell the style where the icon goes."""
        super().initStyleOption(option)
        option.direction = Qt.LayoutDirection.RightToLeft
