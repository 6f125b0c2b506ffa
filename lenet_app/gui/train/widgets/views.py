"""Several views of a page below their names, one of which is seen."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from lenet_app.gui.look.theme import Kind, set_kind


class Views(QWidget):
    """Shows the first one until another is wanted.

    Args:
        views: their names, what they are for, and they themselves.
        beside: what stands at the end of the line of names.
    """

    def __init__(self, views: Sequence[tuple[str, str, QWidget]], beside: QWidget | None = None) -> None:
        super().__init__()
        # From the outside in: a stack that lies nowhere yet would show its first view as a window.
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        names, self._stack = QHBoxLayout(), QStackedLayout()
        layout.addLayout(names)
        layout.addLayout(self._stack, 1)
        self.buttons: list[QPushButton] = []
        names.setSpacing(4)
        for text, tip, view in views:
            button = QPushButton(text)
            button.setCheckable(True)
            button.setToolTip(tip)
            set_kind(button, Kind.TAB)
            button.clicked.connect(lambda _checked=False, view=view: self.show_view(view))
            names.addWidget(button)
            self.buttons.append(button)
            self._stack.addWidget(view)
        names.addStretch(1)
        if beside is not None:
            names.addWidget(beside)
        self.show_view(views[0][2])

    @property
    def shown(self) -> QWidget | None:
        """The view that is seen."""
        return self._stack.currentWidget()

    def show_view(self, view: QWidget) -> None:
        """Show this one."""
        self._stack.setCurrentWidget(view)
        for number, button in enumerate(self.buttons):
            button.setChecked(self._stack.widget(number) is view)
