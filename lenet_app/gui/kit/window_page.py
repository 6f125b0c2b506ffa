"""What the window has to know of a page, so that one more page is one more entry in its list."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from lenet_app.data.pictures import DataSet


class Group(Enum):
    """What a person is about on a page."""

    USE = auto()
    TEACH = auto()
    UNDERSTAND = auto()


class WindowPage:
    """What a page's widget is, too: it answers for itself when the window asks.

    It listens to the model in use by itself. This is no QWidget, since a page may be one of another kind, and Qt allows
    one base with signals.
    """

    def take_focus(self) -> None:
        """Give the keyboard to where one begins, when the window opens with this page."""

    def set_data_set(self, data_set: DataSet) -> None:
        """This data set is trained on and looked at from now on."""

    def set_projected(self, is_projected: bool) -> None:
        """Fill a projector's screen with what an audience looks at, in large type, or be the usual page again."""

    @property
    def losses(self) -> tuple[str, ...]:
        """What of the user's own would be lost if the window closed now, in a sentence each."""
        return ()

    @property
    def can_save_losses(self) -> bool:
        """Whether `save_losses` keeps any of it."""
        return False

    def save_losses(self, done: Callable[[], object]) -> None:
        """Keep what can be kept, asking where to if need be.

        Args:
            done: called once it is kept; never where the user gave it up or it failed, which the page then tells.
        """

    def finish(self) -> None:
        """The window closes: keep what is to be kept, and end every thread."""


@dataclass(frozen=True)
class PageEntry:
    """A page in the window's list.

    Args:
        key: by which the shell knows it.
        title: in the rail and above the page.
        tip: a sentence on what it is for.
        icon: the name of its icon, as `look.icons` takes it.
        group: what a person is about there.
        make: makes the page, which is a QWidget, too, when it is first needed; its modules are loaded no sooner.
        follows_trial: whether a model on trial answers there.
    """

    key: str
    title: str
    tip: str
    icon: str
    group: Group
    make: Callable[[], WindowPage]
    follows_trial: bool = False
