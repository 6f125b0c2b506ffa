"""The pages in their one place, each made when it is first needed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from lenet_app.data.pictures import DataSet
from lenet_app.gui.kit.window_page import PageEntry, WindowPage

PageKind = TypeVar("PageKind", bound=WindowPage)


class PageStack(QStackedWidget):
    """Makes pages, shows one of them, and asks those that there are."""

    wanted = Signal(str)
    """The key of a page that should be chosen."""
    shown = Signal(object)
    """The PageEntry of the page that is shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, PageEntry] = {}
        self._made: dict[str, WindowPage] = {}
        self._data_set: DataSet | None = None

    def set_entries(self, entries: Sequence[PageEntry]) -> None:
        """These are the pages there can be."""
        self._entries = {entry.key: entry for entry in entries}

    @property
    def entries(self) -> tuple[PageEntry, ...]:
        """The pages there can be, in the order of the rail."""
        return tuple(self._entries.values())

    def page(self, key: str, kind: type[PageKind]) -> PageKind:
        """The page with this key, which is of this kind; the first to ask has it made."""
        page = self._page(key)
        assert isinstance(page, kind)
        return page

    def all_pages(self) -> list[tuple[str, QWidget]]:
        """Title and widget of every page, each made now where it is not yet."""
        return [(entry.title, page) for entry in self.entries if isinstance(page := self._page(entry.key), QWidget)]

    def show_page(self, key: str) -> None:
        """Show the page with this key."""
        page = self._page(key)
        assert isinstance(page, QWidget)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.setCurrentWidget(page)
        if had_focus:  # else Qt hands it to whatever comes next in the window
            page.take_focus()
        self.shown.emit(self._entries[key])

    def is_made(self, key: str) -> bool:
        """Whether the page with this key is there already."""
        return key in self._made

    def _page(self, key: str) -> WindowPage:
        if key not in self._made:
            page = self._made[key] = self._entries[key].make()
            assert isinstance(page, QWidget)
            if self._data_set is not None:
                page.set_data_set(self._data_set)
            self.addWidget(page)
        return self._made[key]

    def set_data_set(self, data_set: DataSet) -> None:
        """This data set is trained on and looked at from now on, by pages that are made later, too."""
        self._data_set = data_set
        for page in self._made.values():
            page.set_data_set(data_set)

    def take_focus(self) -> None:
        """Give the keyboard to the page that is shown."""
        page = self.currentWidget()
        assert isinstance(page, WindowPage)
        page.take_focus()

    @property
    def losses(self) -> tuple[str, ...]:
        """What of the user's own would be lost if the window closed now, in a sentence each."""
        return tuple(loss for page in self._made.values() for loss in page.losses)

    @property
    def can_save_losses(self) -> bool:
        """Whether a page can keep any of it."""
        return any(page.can_save_losses for page in self._made.values())

    def save_losses(self, done: Callable[[], object]) -> None:
        """Have the first page that can keep what would be lost do so, in sight of the user; `done` is called then."""
        key = next(key for key, page in self._made.items() if page.can_save_losses)
        self.wanted.emit(key)
        self._made[key].save_losses(done)

    def finish(self) -> None:
        """Have each page end its threads."""
        for page in self._made.values():
            page.finish()
