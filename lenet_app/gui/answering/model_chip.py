"""The chip in the header: which model answers, how good it is, what it refuses and learned; it opens their list."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.answering.model_words import chip_parts, list_tip
from lenet_app.gui.kit.file_dialogs import Folders
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, colours, set_kind, with_tabular_figures
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.gui.answering.model_panel import ModelPanel
    from lenet_app.storage.library import Entry

_LEAST, _MOST = 140, 560
"""Pixels that the chip is wide."""
_SIDE, _ARROW = 12, 16
_SEPARATOR = " · "


class ModelChip(QPushButton):
    """Says who answers; the longer the window is narrow, the less it says beside the name.

    On the pages that follow a model on trial it names that one, on all others the model in use.
    """

    fine_tune_requested = Signal(object)
    """The Entry to go on from."""

    def __init__(
        self, in_use: ModelInUse, switch: ModelSwitch, folders: Folders, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._in_use, self._switch, self._folders = in_use, switch, folders
        self._follows_trial = True
        self._arrow = icon("chevron-down")
        set_kind(self, Kind.CHIP)
        self.setFont(with_tabular_figures(self.font()))
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_MOST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.show_models)
        in_use.model_changed.connect(self._show)
        switch.entries_changed.connect(self._show)
        self._show()

    @cached_property
    def panel(self) -> "ModelPanel":
        """The list of models below the chip; made when it is first asked for."""
        from lenet_app.gui.answering.model_panel import ModelPanel  # noqa: PLC0415 - the window is there sooner

        panel = ModelPanel(self, self._in_use, self._switch, self._folders)
        panel.fine_tune_requested.connect(self.fine_tune_requested)
        return panel

    @property
    def whole_text(self) -> str:
        """All that the chip says where there is room."""
        name, parts = self._said
        return tr("Answers: {model}").format(model=_SEPARATOR.join([name, *parts]))

    @property
    def shown_text(self) -> str:
        """What can be read in the width there is."""
        return "".join(text for text, _ in self._runs(self._room))

    def set_follows_trial(self, follows: bool) -> None:
        """Whether the page that is shown follows a model on trial."""
        self._follows_trial = follows
        self._show()

    def show_models(self) -> None:
        """Open the list below the chip."""
        self.panel.open_with(self._switch.entries, self._switch.unusable)

    def sizeHint(self) -> QSize:
        """As wide as may be."""
        return QSize(_MOST, super().sizeHint().height())

    @property
    def _said(self) -> tuple[str, tuple[str, ...]]:
        """The name and what stands behind it."""
        if self._in_use.trial and self._follows_trial:
            return self._in_use.trial, ()
        entry = self._entry
        return (tr("no model yet"), ()) if entry is None else (entry.name, chip_parts(entry))

    @property
    def _entry(self) -> "Entry | None":
        """Who answers on the page that is shown; a reader of rows does on Draw alone."""
        return (self._follows_trial and self._in_use.row_entry) or self._in_use.entry

    def _show(self) -> None:
        self.setAccessibleName(self.whole_text)
        entry = self._entry
        facts = "" if entry is None else list_tip(entry)
        if self._in_use.trial and self._follows_trial:
            facts = tr("{trial} answers here while you try it; everywhere else {model} does.").format(
                trial=self._in_use.trial, model=tr("no model yet") if entry is None else entry.name
            )
        self.setToolTip(plain("\n".join(filter(None, [facts, tr("The model that answers (Ctrl+M)")]))))
        self.update()

    @property
    def _room(self) -> int:
        return self.width() - 2 * _SIDE - _ARROW

    def _runs(self, room: int) -> list[tuple[str, bool]]:
        """Texts beside each other and whether each is the name: as much as there is room for."""
        name, parts = self._said
        before, after = tr("Answers: {model}").partition("{model}")[::2]
        bold, usual = QFontMetrics(self._bold), self.fontMetrics()
        wide = bold.horizontalAdvance(name)
        for count in range(len(parts), -1, -1):
            behind = "".join(f"{_SEPARATOR}{part}" for part in parts[:count]) + after
            if wide + usual.horizontalAdvance(before + behind) <= room:
                return [(before, False), (name, True), (behind, False)]
        return [(bold.elidedText(name, Qt.TextElideMode.ElideMiddle, room), True)]

    @property
    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a pill, the text from the left and an arrow at the right end."""
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        named = colours(self.palette())
        x, height = _SIDE, self.height()
        for text, is_name in self._runs(self._room):
            font = self._bold if is_name else self.font()
            painter.setFont(font)
            painter.setPen(named.text if is_name else named.secondary_text)
            width = QFontMetrics(font).horizontalAdvance(text)
            painter.drawText(QRect(x, 0, width + 2, height), Qt.AlignmentFlag.AlignVCenter, text)
            x += width
        arrow = QRect(self.width() - _SIDE - _ARROW + 4, (height - _ARROW) // 2, _ARROW, _ARROW)
        self._arrow.paint(painter, arrow)
