"""Every key of the window, asked of the actions, shortcuts and widgets that have them: nothing is listed twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from lenet_app.gui.kit.explanations import name_of
from lenet_app.gui.kit.help import Key, TellsKeys, key_names
from lenet_app.language import tr

_ANYWHERE = Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut
_NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True)
class KeyLine:
    """A key in the list.

    Args:
        keys: as they are written on the keyboard, several with commas.
        what: what they do.
        where: the name of the control that must have the keyboard; empty where any may.
    """

    keys: str
    what: str
    where: str = ""


@dataclass(frozen=True)
class KeyGroup:
    """The keys of a page.

    Args:
        title: of the page.
        lines: as the page's parts are made.
    """

    title: str
    lines: tuple[KeyLine, ...]


def keys_of_window(window: QWidget, pages: Sequence[tuple[str, QWidget]]) -> tuple[KeyGroup, ...]:
    """The keys that hold everywhere and those of each page that has any.

    Args:
        window: whose keys they are.
        pages: the title and the widget of each.
    """
    widgets = [page for _, page in pages]
    everywhere = [one for one in _holders(window) if not any(_is_within(one, page) for page in widgets)]
    moving = Key(tr("Tab, Shift+Tab"), tr("Go to the next or the previous control"))
    pressing = Key(key_names("Space", "Return"), tr("Press the button that has the keyboard"))
    groups = [KeyGroup(tr("Everywhere"), _lines([*_told([moving, pressing]), *_all_lines(everywhere)]))]
    groups += [KeyGroup(title, _lines(_all_lines(_holders(page)))) for title, page in pages]
    return tuple(group for group in groups if group.lines)


def _holders(root: QWidget) -> list[QObject]:
    """The root and all in it that may have keys."""
    return [root, *(one for one in root.findChildren(QObject) if isinstance(one, QAction | QShortcut | QWidget))]


def _is_within(one: QObject, page: QWidget) -> bool:
    around: QObject | None = one
    while around is not None and around is not page:
        around = around.parent()
    return around is page


def _lines(lines: Iterable[KeyLine]) -> tuple[KeyLine, ...]:
    return tuple(dict.fromkeys(lines))


def _all_lines(holders: Iterable[QObject]) -> Iterator[KeyLine]:
    for one in holders:
        if isinstance(one, QAction):
            yield from _of_action(one)
        elif isinstance(one, QShortcut):
            yield from _of_shortcut(one)
        elif isinstance(one, TellsKeys) and isinstance(one, QWidget):
            yield from _told(one.told_keys(), name_of(one))


def _of_action(action: QAction) -> Iterator[KeyLine]:
    if keys := _text(action.shortcuts()):
        text = action.statusTip() or action.text().replace("&", "").rstrip("…")
        yield KeyLine(keys, text, _where(action, action.shortcutContext()))


def _of_shortcut(shortcut: QShortcut) -> Iterator[KeyLine]:
    if keys := _text(shortcut.keys()):
        yield KeyLine(keys, shortcut.whatsThis(), _where(shortcut, shortcut.context()))


def _told(keys: Iterable[Key], where: str = "") -> Iterator[KeyLine]:
    for key in keys:
        yield KeyLine(key.keys, key.what, where)


def _where(one: QAction | QShortcut, context: Qt.ShortcutContext) -> str:
    parent = one.parent()
    return name_of(parent) if context not in _ANYWHERE and isinstance(parent, QWidget) else ""


def _text(sequences: Sequence[QKeySequence]) -> str:
    """Keys with commas between them; of a key that is there twice, as Delete is, one."""
    return ", ".join(dict.fromkeys(one.toString(_NATIVE) for one in sequences if not one.isEmpty()))
