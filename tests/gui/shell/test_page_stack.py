"""The list of pages: each is made once, when it is first needed, and answers for itself."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lenet_app.data.pictures import DataSet
from lenet_app.gui.kit.window_page import Group, PageEntry, WindowPage
from lenet_app.gui.look.icons import icon
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.gui.shell.page_stack import PageStack
from tests.unit.samples import small_data_set


class OnePage(QWidget, WindowPage):
    def __init__(self, loss: str) -> None:
        super().__init__()
        self._loss = loss
        self.data_sets: list[DataSet] = []
        self.is_finished = False

    def set_data_set(self, data_set: DataSet) -> None:
        self.data_sets.append(data_set)

    @property
    def losses(self) -> tuple[str, ...]:
        return (self._loss,) if self._loss else ()

    def finish(self) -> None:
        self.is_finished = True


class Stack:
    """Two pages that nobody has needed yet."""

    def __init__(self, qtbot: QtBot) -> None:
        self.made: list[str] = []
        self.pages = PageStack()
        self.pages.set_entries([self._entry("one", ""), self._entry("two", "The second is lost.")])
        qtbot.addWidget(self.pages)

    def _entry(self, key: str, loss: str) -> PageEntry:
        def make() -> WindowPage:
            self.made.append(key)
            return OnePage(loss)

        return PageEntry(key, key.title(), "", "pen", Group.USE, make)


def test_a_page_is_made_once_when_it_is_first_needed(qtbot: QtBot) -> None:
    stack = Stack(qtbot)
    assert not stack.made
    stack.pages.show_page("one")
    assert stack.made == ["one"]
    two = stack.pages.page("two", OnePage)
    assert stack.pages.currentWidget() is stack.pages.page("one", OnePage)
    stack.pages.show_page("two")
    assert stack.pages.currentWidget() is two
    assert stack.made == ["one", "two"]


def test_a_data_set_is_told_to_pages_that_are_made_later_too(qtbot: QtBot) -> None:
    pages, data_set = Stack(qtbot).pages, small_data_set()
    one = pages.page("one", OnePage)
    assert not one.data_sets
    pages.set_data_set(data_set)
    assert one.data_sets == pages.page("two", OnePage).data_sets == [data_set]


def test_pages_say_what_would_be_lost_and_are_ended(qtbot: QtBot) -> None:
    pages = Stack(qtbot).pages
    one = pages.page("one", OnePage)
    assert not pages.losses
    pages.finish()
    assert one.is_finished
    two = pages.page("two", OnePage)
    assert pages.losses == ("The second is lost.",)
    assert not two.is_finished


def test_every_page_of_the_window_has_what_a_list_shows_of_it(window: MainWindow) -> None:
    entries = window.pages.entries
    assert len({entry.key for entry in entries}) == len({entry.title for entry in entries}) == len(entries)
    for entry in entries:
        assert not icon(entry.icon).isNull()
        assert entry.tip
        assert window.page(entry.key, WindowPage) is window.page(entry.key, WindowPage)
    assert [entry.group for entry in entries] == sorted((entry.group for entry in entries), key=list(Group).index)
