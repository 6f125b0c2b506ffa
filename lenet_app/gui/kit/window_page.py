"""What the window has to know of a page, so that one more page is one more entry in its list."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtWidgets import QWidget

from lenet_app.data.pictures import DataSet


class Group(Enum):
    """What a person is about on a page."""

    USE = auto()
    TEACH = auto()
    UNDERSTAND = auto()


class WindowPage(QWidget):
    """A page answers for itself when the window asks; the model in use it listens to by itself."""

    def take_focus(self) -> None:
        """Give the keyboard to where one begins, when the window opens with this page."""

    def set_data_set(self, data_set: DataSet) -> None:
        """This data set is trained on and looked at from now on."""

    @property
    def losses(self) -> tuple[str, ...]:
        """What of the user's own would be lost if the window closed now, in a sentence each."""
        return ()

    def finish(self) -> None:
        """The window closes: keep what is to be kept, and end every thread."""


@dataclass(frozen=True)
class PageEntry:
    """A page in the window's list.

    Args:
        key: by which the shell knows it.
        title: of its tab.
        tip: a sentence on what it is for.
        icon: the name of its icon, as `look.icons` takes it.
        group: what a person is about there.
        make: called once, when the page is first needed; its modules are loaded no sooner.
    """

    key: str
    title: str
    tip: str
    icon: str
    group: Group
    make: Callable[[], WindowPage]
