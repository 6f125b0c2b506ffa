"""Where everything on the page stands, and how the room is shared between canvas, layers, answer and inspector."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from lenet_app.gui.answering.widgets.answer_view import AnswerView
from lenet_app.gui.canvas.panel import CanvasPanel
from lenet_app.gui.draw.inspector.grip import Grip
from lenet_app.gui.draw.inspector.inspector import Inspector
from lenet_app.gui.draw.measures import OPEN_FROM, inspector_height, measures_of
from lenet_app.gui.draw.widgets.data_set_browser import DataSetBrowser
from lenet_app.gui.draw.widgets.what_if_note import WhatIfNote
from lenet_app.gui.kit.line_button import LineButton
from lenet_app.gui.labelling.widgets.digit_rows import DigitRows
from lenet_app.gui.layers.card import CARD_MARGINS, LayersCard
from lenet_app.gui.settings import Settings

_MARGINS = 16, 4, 16, 16
_GAP, _BELOW_ANSWER = 16, 8


class DrawFrame(QWidget):
    """All parts of the page in their places; it fills the page.

    Args:
        inspector: below layers and answer.
        settings: where it is kept whether the inspector is open, and how high it is.
    """

    def __init__(self, inspector: Inspector, settings: Settings) -> None:
        super().__init__()
        self._settings, self._is_projected, self._type_scale = settings, False, 1.0
        self.panel, self.browser, self.fitting_line = CanvasPanel(), DataSetBrowser(), LineButton(lines=2)
        self.layers_card, self.answer_view, self.inspector = LayersCard(), AnswerView(), inspector
        self.layers_view, self.unit_line = self.layers_card.view, self.layers_card.unit_line
        self.grip, self.note, self.digit_rows = Grip(_GAP), WhatIfNote(), DigitRows()
        self._left = self._left_column()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(_GAP)
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self._left)
        layout.addLayout(self._right_part(), 1)
        self.grip.moved.connect(self._move)
        inspector.opened_by_user.connect(self._keep)
        inspector.made.connect(self.set_type)
        self.layers_card.made.connect(self.set_type)
        self._least = self._find_least()

    def _left_column(self) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.panel, self.browser, self.fitting_line):
            layout.addWidget(widget)
        layout.addStretch(1)
        return column

    def _right_part(self) -> QVBoxLayout:
        above = QHBoxLayout()
        above.setSpacing(_GAP)
        above.addWidget(self.layers_card, 1)
        answer = QVBoxLayout()
        answer.setSpacing(_BELOW_ANSWER)
        answer.addWidget(self.answer_view, 1)
        answer.addWidget(self.digit_rows)
        above.addLayout(answer)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.note)
        right.addLayout(above, 1)
        right.addWidget(self.grip)
        right.addWidget(self.inspector)
        return right

    def minimumSizeHint(self) -> QSize:
        """What the page can still be used at, whatever its columns are just now."""
        return self._least

    def _find_least(self) -> QSize:
        """Asked for once a measure, for layouts ask time and again."""
        left, right = _least_columns()
        width = _MARGINS[0] + left + _GAP + self.layers_view.minimumSizeHint().width() + _GAP + right + _MARGINS[2]
        above = self._least_answer() + _GAP + self.inspector.head_height
        height = _MARGINS[1] + max(above, self._left.minimumSizeHint().height()) + _MARGINS[3]
        return QSize(width + CARD_MARGINS[0] + CARD_MARGINS[2], height)

    def _least_answer(self) -> int:
        """Pixels that the answer and the digits below it are high at least."""
        parts = self.answer_view, self.digit_rows
        return _BELOW_ANSWER + sum(part.minimumSizeHint().height() for part in parts)

    def set_projected(self, is_projected: bool) -> None:
        """Show canvas, layers and answer alone, their type to be read from afar, or all of it."""
        self._is_projected = is_projected
        for widget in (self.browser, self.fitting_line, self.grip, self.inspector, self.digit_rows):
            widget.setVisible(not is_projected)
        self.panel.set_bare(is_projected)

    @property
    def is_projected(self) -> bool:
        """Whether it is shown to an audience."""
        return self._is_projected

    def measure(self, width: int, height: int) -> None:
        """Give each part its width and height in a page of this size, and all of them their type."""
        size = measures_of(width, height, is_projected=self._is_projected)
        if size.type_scale != self._type_scale:
            self._type_scale = size.type_scale
            self.set_type(self)
        self._least = self._find_least()
        self._left.setFixedWidth(size.left)
        for part in (self.answer_view, self.digit_rows):
            part.setFixedWidth(size.right)
        if self._settings.inspector_open is None:
            self.inspector.set_open(height >= OPEN_FROM)
        self._measure_inspector(height - _MARGINS[1] - _MARGINS[3] - _GAP)

    def set_type(self, part: QWidget) -> None:
        """Give all texts of a part the size that the page has now.

        Under a style sheet a widget follows the font of what it lies in once, and never again: each is given its own.
        """
        points = QApplication.font().pointSizeF() * self._type_scale
        for widget in (part, *part.findChildren(QWidget)):
            font = widget.font()
            if font.pointSizeF() != points:
                font.setPointSizeF(points)
                widget.setFont(font)

    def _measure_inspector(self, room: int) -> None:
        is_open, height = self.inspector.is_open, self.inspector.head_height
        if is_open:
            height = inspector_height(self._settings.inspector_height, room, self._least_answer())
        self.inspector.setFixedHeight(height)
        self.grip.setEnabled(is_open)
        self.grip.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_open else Qt.FocusPolicy.NoFocus)

    def _move(self, by: int) -> None:
        self._settings.inspector_height = self.inspector.height() + by
        self.measure(self.width(), self.height())
        self._settings.inspector_height = self.inspector.height()

    def _keep(self, is_open: bool) -> None:
        self._settings.inspector_open = is_open
        self.measure(self.width(), self.height())


def _least_columns() -> tuple[int, int]:
    least = measures_of(0, 0, is_projected=False)
    return least.left, least.right
