"""What is measured: a model, a set of pictures, and a second model to hold against the first."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from lenet_app.gui.inside.widgets.search_bar import SearchBar
from lenet_app.gui.kit.fields import ListBox, widen_list
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr
from lenet_app.storage.library import Entry

_BOX = 112
_SHEET = """
QComboBox { min-height: 24px; border-radius: 6px; }
QComboBox:focus { min-height: 22px; }
"""


class Choices(QWidget):
    """Three lists in a row, what opens other pictures, and how far the answers are."""

    changed = Signal()
    """Something else is to be measured."""
    folder_requested = Signal()
    table_requested = Signal()
    sets_requested = Signal()
    """Somebody wants data sets that are not listed."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self.setStyleSheet(_SHEET)
        self.model_box = _box(tr("Model"), tr("The model that is measured"))
        self.set_box = _box(tr("Set of pictures"), tr("The pictures that it is measured with"))
        self.second_box = _box(tr("Second model"), tr("A model that is held against it, picture by picture"))
        self.open_button = QPushButton(tr("Open"))
        self.open_button.setToolTip(tr("Measure with pictures of your own, or get other data sets"))
        self.search_bar = SearchBar(
            tr("Measuring"),
            tr("Have the model answer all pictures"),
            begins=tr("Measure"),
            ends=tr("End the measuring"),
        )
        self._lay_out()
        for box in (self.model_box, self.set_box, self.second_box):
            box.activated.connect(lambda _index: self.changed.emit())
        self.set_models((), "")
        self.set_sets((), "")

    def _lay_out(self) -> None:
        set_kind(self.open_button, Kind.SMALL)
        menu = QMenu(self.open_button)
        menu.addAction(tr("A folder with a folder of pictures for each class…")).triggered.connect(
            lambda _checked=False: self.folder_requested.emit()
        )
        menu.addAction(tr("A table of files and labels (CSV)…")).triggered.connect(
            lambda _checked=False: self.table_requested.emit()
        )
        menu.addSeparator()
        menu.addAction(tr("Other data sets…")).triggered.connect(lambda _checked=False: self.sets_requested.emit())
        give_menu(self.open_button, menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.model_box, 3)
        row.addWidget(_word(tr("on")))
        row.addWidget(self.set_box, 2)
        row.addWidget(self.open_button)
        row.addWidget(_word(tr("against")))
        row.addWidget(self.second_box, 3)
        row.addStretch(1)
        row.addWidget(self.search_bar)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The models that are listed."""
        return self._entries

    @property
    def model(self) -> Entry | None:
        """The model that is chosen; None for the one in use."""
        return self._entry(self.model_box.currentIndex())

    @property
    def second(self) -> Entry | None:
        """The second model; None for none."""
        return self._entry(self.second_box.currentIndex())

    @property
    def set_key(self) -> str:
        """What the chosen set is known by, see `set_sets`."""
        return str(self.set_box.currentData() or "")

    def set_models(self, entries: Sequence[Entry], in_use: str) -> None:
        """List these models; what is chosen stays, if it is still there.

        Args:
            entries: of the library.
            in_use: what the model in use is called; may be empty.
        """
        chosen = [one and one.key for one in (self.model, self.second)]
        self._entries = tuple(entries)
        keys = [one.key for one in self._entries]
        heads = tr("In use: {model}").format(model=in_use or "…"), tr("no other model")
        for box, head, key in zip((self.model_box, self.second_box), heads, chosen, strict=True):
            with QSignalBlocker(box):
                box.clear()
                box.addItems([head, *(one.name for one in self._entries)])
                box.setCurrentIndex(keys.index(key) + 1 if key in keys else 0)
            widen_list(box)

    def set_sets(self, sets: Sequence[tuple[str, str, str]], chosen: str) -> None:
        """List these sets, each by what it is known by, its title and its place, and show one as chosen."""
        with QSignalBlocker(self.set_box):
            self.set_box.clear()
            for number, (key, title, place) in enumerate(sets):
                self.set_box.addItem(title, key)
                self.set_box.setItemData(number, plain(place), Qt.ItemDataRole.ToolTipRole)
            self.set_box.setCurrentIndex(self.set_box.findData(chosen))
        widen_list(self.set_box)

    def _entry(self, index: int) -> Entry | None:
        return self._entries[index - 1] if 0 < index <= len(self._entries) else None


def _box(name: str, tip: str) -> ListBox:
    box = ListBox(_BOX)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    return box


def _word(text: str) -> QLabel:
    label = QLabel(text)
    set_kind(label, Kind.SECONDARY)
    return label
