"""The runs that are kept, the newest first, and what can be done with the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.line_list import ROW
from lenet_app.gui.kit.section_list import SectionItem, SectionList
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr


@dataclass(frozen=True)
class RunLine:
    """A run as it is listed.

    Args:
        name: what tells it from all others.
        title: its network.
        note: what became of it.
        tip: the same in whole sentences.
        can_go_on: whether there is something left to do.
    """

    name: str
    title: str
    note: str
    tip: str
    can_go_on: bool


class RunList(QWidget):
    """A list, and two buttons below it."""

    go_on_requested = Signal(str)
    """The name of a run."""
    recipe_requested = Signal(str)
    """The name of a run."""
    chosen = Signal(str)
    """The name of the run that somebody chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, RunLine] = {}
        self._reason = ""
        caption = QLabel(tr("Runs"))
        set_kind(caption, Kind.SECONDARY)
        self.list = SectionList(tr("Runs"))
        self.list.setMinimumHeight(ROW)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.list.setToolTip(tr("Trainings that are kept on this computer, the newest first"))
        self.list.chosen.connect(self._on_chosen)
        self.list.itemClicked.connect(lambda _item: self._on_chosen(self.list.current_key))
        explain(
            self.list,
            tr(
                "Every training is kept as it goes: its settings, its figures, and its weights after each epoch. One "
                "that was stopped or cut off goes on from its last whole epoch, and ends with the weights that it "
                "would have had. `lenet-app runs` shows more of each, and deletes them."
            ),
        )
        self.go_on_button, self.recipe_button = QPushButton(tr("Go on")), QPushButton(tr("Use recipe"))
        self.go_on_button.clicked.connect(lambda: self.go_on_requested.emit(self.list.current_key))
        self.recipe_button.clicked.connect(lambda: self.recipe_requested.emit(self.list.current_key))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go_on_button)
        buttons.addWidget(self.recipe_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(caption)
        layout.addWidget(self.list, 100)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self._check()
        self.hide()

    @property
    def lines(self) -> tuple[RunLine, ...]:
        """What is listed."""
        return tuple(self._lines.values())

    def set_lines(self, lines: Sequence[RunLine]) -> None:
        """List these; where there are none, nothing is seen of it. What is chosen stays so, else it is the first."""
        chosen = self.list.current_key
        self._lines = {line.name: line for line in lines}
        items = [SectionItem(line.name, line.title, line.note, line.tip) for line in lines]
        self.list.set_sections([("", items)], chosen if chosen in self._lines else next(iter(self._lines), ""))
        self.list.setMaximumHeight(max(ROW, self.list.full_height))
        self.setVisible(bool(lines))
        self._check()

    def set_startable(self, reason: str) -> None:
        """Say why no training can begin now; an empty reason lets one go on."""
        self._reason = reason
        self._check()

    def _on_chosen(self, name: str) -> None:
        self._check()
        self.chosen.emit(name)

    def _check(self) -> None:
        line = self._lines.get(self.list.current_key)
        can_go_on = line is not None and line.can_go_on
        self.go_on_button.setEnabled(can_go_on and not self._reason)
        tip = tr("Train from the last whole epoch of this run to its end")
        if not can_go_on:
            tip = tr("Nothing is left to do for this run")
        self.go_on_button.setToolTip(plain(self._reason if self._reason and can_go_on else tip))
        self.recipe_button.setEnabled(line is not None)
        self.recipe_button.setToolTip(tr("Fill in the network, the data set and the recipe of this run"))
