"""The trainings that are lined up, what is known of each, and what can be done with the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.line_list import ROW
from lenet_app.gui.kit.section_list import SectionItem, SectionList
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_MOST_ROWS = 3
"""That are seen without scrolling: the runs below need their room, too."""


@dataclass(frozen=True)
class QueueLine:
    """A training as it is listed.

    Args:
        name: what tells it from all others.
        title: what is trained.
        note: how far it is, and how long it takes.
        is_at_work: whether it runs now, so that it stays where it is.
    """

    name: str
    title: str
    note: str
    is_at_work: bool = False


class QueueList(QWidget):
    """A list below its caption and three buttons; nothing is seen of it while it is empty."""

    start_requested = Signal()
    up_requested = Signal(str)
    """The name of a training."""
    remove_requested = Signal(str)
    """The name of a training."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, QueueLine] = {}
        self._caption = ElidedLabel()
        set_kind(self._caption, Kind.SECONDARY)
        self.list = SectionList(tr("Queue"))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.list.setMinimumHeight(ROW)
        self.list.setToolTip(tr("Trainings that begin one after the other, the first on top"))
        self.list.chosen.connect(lambda _key: self._check())
        explain(
            self.list,
            tr(
                "One training begins when the one before has come to its end. How long each takes is estimated from a"
                " few of its steps; what it took stands beside that. The queue is still there at the next start."
            ),
        )
        self.start_button = QPushButton(tr("Start"))
        set_kind(self.start_button, Kind.SMALL)
        self.up_button = _icon_button("arrow-up", tr("Up"))
        self.remove_button = _icon_button("x", tr("Remove"))
        self.start_button.clicked.connect(self.start_requested)
        self.up_button.clicked.connect(lambda: self.up_requested.emit(self.list.current_key))
        self.remove_button.clicked.connect(lambda: self.remove_requested.emit(self.list.current_key))
        self.up_button.setToolTip(tr("Have the chosen training begin before the one above it"))
        self.remove_button.setToolTip(tr("Take the chosen training out of the queue; a run that is kept stays"))
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._caption, 1)
        for button in (self.start_button, self.up_button, self.remove_button):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.hide()

    @property
    def lines(self) -> tuple[QueueLine, ...]:
        """What is listed."""
        return tuple(self._lines.values())

    @property
    def caption(self) -> str:
        """What is said of all together."""
        return self._caption.text()

    def set_lines(self, lines: Sequence[QueueLine], summary: str, *, is_going: bool) -> None:
        """List these, and say `summary` of them; whether they go on by themselves decides what can be started."""
        chosen = self.list.current_key
        self._lines = {line.name: line for line in lines}
        items = [SectionItem(line.name, line.title, line.note, f"{line.title}\n{line.note}") for line in lines]
        self.list.set_sections([("", items)], chosen if chosen in self._lines else next(iter(self._lines), ""))
        self.list.setMaximumHeight(min(_MOST_ROWS * ROW, max(ROW, self.list.full_height)))
        self._caption.setText(tr("Queue · {summary}").format(summary=summary) if summary else tr("Queue"))
        self.start_button.setEnabled(bool(summary) and not is_going)
        tip = tr("Begin with the first that is not done, and go on with the next ones")
        self.start_button.setToolTip(tr("The next one begins by itself") if is_going else tip)
        self.setVisible(bool(lines))
        self._check()

    def _check(self) -> None:
        line = self._lines.get(self.list.current_key)
        self.remove_button.setEnabled(line is not None and not line.is_at_work)
        names = list(self._lines)
        self.up_button.setEnabled(line is not None and not line.is_at_work and names.index(line.name) > 0)


def _icon_button(name: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setAccessibleName(text)
    set_kind(button, Kind.FOOT)
    return button
