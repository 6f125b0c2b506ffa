"""The list of networks that can be trained: the family, the user's own, and one that was put there."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal

from lenet_app.gui.kit.fields import ListBox, widen_list
from lenet_app.gui.kit.tips import plain
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.family import Member

_WIDTH = 140
Named = tuple[str, Member]
"""What a network is found by, an id of the family or the path of a file, and the network."""


class NetworkChoice(ListBox):
    """A list of networks by title."""

    chosen = Signal(object)
    """The Member that is chosen now, by the user or by `set_member`."""

    def __init__(self) -> None:
        super().__init__(_WIDTH)
        self._family: list[Named] = [(id_, family.member(id_)) for id_ in family.ids()]
        self._own: list[Named] = []
        self._guest: list[Named] = []
        self._shown: dict[str, Member] = {}
        self._list(family.DEFAULT_ID)
        self.activated.connect(lambda: self.chosen.emit(self.member))
        self.currentIndexChanged.connect(self._describe)

    @property
    def key(self) -> str:
        """What the chosen network is found by: an id of the family, or the path of a file."""
        return str(self.currentData())

    @property
    def member(self) -> Member:
        """The chosen network."""
        return self._shown[self.key]

    @property
    def titles(self) -> list[str]:
        """Everything that is listed."""
        texts = (self.itemText(number) for number in range(self.count()))
        return [text for text in texts if text]

    def set_own(self, own: Sequence[Named]) -> None:
        """List these networks of the user's beside the family; what is chosen stays chosen."""
        key, member = self.key, self.member
        self._own = list(own)
        if key not in {name for name, _ in self._listed()}:
            self._guest = [(key, member)]
        self._list(key)

    def show_key(self, key: str) -> bool:
        """Choose the network that is found by `key` without telling; False where there is none."""
        index = self.findData(key) if key else -1
        if index >= 0:
            self.setCurrentIndex(index)
        return index >= 0

    def show_member(self, member: Member) -> None:
        """Choose this network without telling; one that is not listed yet is put in the list.

        Which of its recipes comes first makes no other network of it.
        """
        same = [key for key, listed in self._listed() if listed == member]
        alike = [key for key, listed in self._listed() if _network(listed) == _network(member)]
        if not (found := [*same, *alike]):
            key = member.architecture.id
            if any(key == listed for listed, _ in [*self._family, *self._own]):
                key = f"{key} *"
            self._guest = [(key, member)]
            self._list(key)
            found = [key]
        self.show_key(found[0])

    def set_member(self, member: Member) -> None:
        """Choose this network, and tell."""
        self.show_member(member)
        self.chosen.emit(self.member)

    def _listed(self) -> list[Named]:
        return [*self._family, *self._guest, *self._own]

    def _list(self, key: str) -> None:
        """Fill the list and choose what is found by `key`."""
        self.blockSignals(True)
        self.clear()
        self._shown = dict(self._listed())
        for part in (self._family, self._guest, self._own):
            if part and self.count():
                self.insertSeparator(self.count())
            for name, member in part:
                self.addItem(member.architecture.title, name)
                self.setItemData(self.count() - 1, _explained(member), Qt.ItemDataRole.ToolTipRole)
        self.setMaxVisibleItems(self.count())
        self.blockSignals(False)
        self.show_key(key)
        widen_list(self)
        self._describe()

    def _describe(self) -> None:
        if self.key not in self._shown:
            return
        text = tr("The network to train: {title}\n{facts}")
        member = self.member
        self.setToolTip(plain(text.format(title=member.architecture.title, facts=_explained(member))))


def _network(member: Member) -> Member:
    """The network without its recipes."""
    return replace(member, experiments=())


def _explained(member: Member) -> str:
    architecture = member.architecture
    shape = " × ".join(map(str, architecture.input_shape))
    return f"{architecture.id} · {shape} · {architecture.parameters:,}"
