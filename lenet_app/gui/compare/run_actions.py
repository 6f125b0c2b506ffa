"""What can be done with the selected runs: their menu, its keys, and the dialogs that ask for words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from lenet_app.gui.compare.desk import RunDesk
from lenet_app.gui.compare.widgets.run_lines import Line
from lenet_app.gui.compare.widgets.run_table import RunTable
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.name_dialog import Answer, NameDialog
from lenet_app.language import tr
from lenet_app.runs.comparison.facts import RunFacts
from lenet_app.runs.kept.marks import Marks
from lenet_app.runs.kept.store import TRASH_DAYS

_MOST_UNDONE = 20


class RunActions(QObject):
    """Asks, and has the desk do it.

    Args:
        page: what dialogs lie over.
        table: whose selection it is about.
        desk: does it.
        button: opens the menu.
    """

    told = Signal(str, object)
    """A sentence, and what takes back what it tells."""

    def __init__(self, page: QWidget, table: RunTable, desk: RunDesk, button: QPushButton) -> None:
        super().__init__(page)
        self._page, self._table, self._desk = page, table, desk
        self._deleted: list[tuple[str, ...]] = []
        self.menu = QMenu(page)
        self.menu.setAccessibleName(tr("Selected runs"))
        self.pin = self._action(tr("Pin"), "", self.toggle_pins)
        self.rename = self._action(tr("Rename…"), "F2", self.ask_title)
        self.note = self._action(tr("Note…"), "Ctrl+E", self.ask_note)
        self.tags = self._action(tr("Tags…"), "", self.ask_tags)
        self.folder = self._action(tr("Folder…"), "", self.ask_folder)
        self.menu.addSeparator()
        self.delete = self._action(tr("Delete"), "Del", self.delete_chosen)
        self.undo = self._action(tr("Bring back"), "Ctrl+Z", self.take_back)
        self.undo.setToolTip(
            tr("Bring the deleted runs back; they stay in the trash for {days} days").format(days=TRASH_DAYS)
        )
        give_menu(button, self.menu)
        table.menu_wanted.connect(self._open)
        table.pin_wanted.connect(self._pin_line)
        table.chosen_changed.connect(self.check)
        desk.changed.connect(self.check)
        desk.deleted.connect(self._on_deleted)
        self.check()

    def _action(self, text: str, keys: str, slot: Callable[[], None]) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda _checked=False: slot())
        if keys:
            shortcut = QShortcut(QKeySequence(keys), self._table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.setWhatsThis(text.removesuffix("…"))
            shortcut.activated.connect(action.trigger)
            action.setText(f"{text}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")
        return action

    @property
    def chosen(self) -> tuple[RunFacts, ...]:
        """The runs of the selected lines, each once."""
        return runs_of(self._table.chosen)

    def check(self) -> None:
        """Offer what can be done now."""
        chosen = self.chosen
        for action in (self.pin, self.rename, self.note, self.tags, self.folder, self.delete):
            action.setEnabled(bool(chosen))
        self.rename.setEnabled(len(self._table.chosen) == 1)
        self.undo.setEnabled(bool(self._deleted))
        all_pinned = bool(chosen) and all(one.marks.pinned for one in chosen)
        self.pin.setText(tr("Take pin away") if all_pinned else tr("Pin"))

    def _open(self, at: QPoint) -> None:
        self.menu.popup(at)

    def _pin_line(self, line: Line) -> None:
        self._desk.pin(line.group.runs, is_pinned=not line.group.pinned)

    def toggle_pins(self) -> None:
        """Pin what is selected, or take the pins away where all have one."""
        chosen = self.chosen
        self._desk.pin(chosen, is_pinned=not all(one.marks.pinned for one in chosen))

    def ask_title(self) -> None:
        """Ask what the one selected line is to be called."""
        (line,) = self._table.chosen
        title = next((one.marks.title for one in line.group.runs if one.marks.title), line.group.title)
        self._ask(tr("Rename"), tr("What the run is called; empty for the name of its model:"), title, _titled)

    def ask_note(self) -> None:
        """Ask for a note on what is selected."""
        note = next((one.marks.note for one in self.chosen if one.marks.note), "")
        self._ask(tr("Note"), tr("A note on the selected runs:"), note, _noted)

    def ask_tags(self) -> None:
        """Ask for tags of what is selected."""
        tags = dict.fromkeys(tag for one in self.chosen for tag in one.marks.tags)
        self._ask(tr("Tags"), tr("Tags of the selected runs, with commas between them:"), ", ".join(tags), _tagged)

    def ask_folder(self) -> None:
        """Ask for a folder for what is selected."""
        folder = next((one.marks.folder for one in self.chosen if one.marks.folder), "")
        question = tr("The folder that the selected runs are listed in; empty for none:")
        self._ask(tr("Folder"), question, folder, _filed)

    def _ask(self, title: str, question: str, text: str, change: Callable[[Marks, str], Marks]) -> None:
        chosen = self.chosen
        if not chosen:
            return

        def give(entered: str, answer: Answer) -> None:
            self._desk.mark(chosen, lambda marks: change(marks, entered.strip()))
            answer("")

        NameDialog(title, question, text, give, self._page).open()

    def delete_chosen(self) -> None:
        """Put what is selected into the trash."""
        if chosen := self.chosen:
            self._desk.delete(chosen)

    def _on_deleted(self, sentence: str, names: tuple[str, ...]) -> None:
        self._deleted = [*self._deleted, names][-_MOST_UNDONE:]
        self.check()
        self.told.emit(sentence, self.take_back)

    def take_back(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            self._desk.restore(self._deleted.pop())
            self.check()


def runs_of(lines: Sequence[Line]) -> tuple[RunFacts, ...]:
    """The runs of lines, each once."""
    return tuple({one.run.name: one for line in lines for one in line.group.runs}.values())


def _titled(marks: Marks, text: str) -> Marks:
    return replace(marks, title=text)


def _noted(marks: Marks, text: str) -> Marks:
    return replace(marks, note=text)


def _tagged(marks: Marks, text: str) -> Marks:
    tags = (tag.strip().lstrip("#") for tag in text.split(","))
    return replace(marks, tags=tuple(dict.fromkeys(tag for tag in tags if tag)))


def _filed(marks: Marks, text: str) -> Marks:
    return replace(marks, folder=text)
