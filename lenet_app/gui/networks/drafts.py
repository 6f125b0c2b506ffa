"""The networks that are being changed, each with its steps, until they are saved or discarded."""

from collections.abc import Collection
from dataclasses import replace

from lenet_app.gui.kit.history import History
from lenet_app.language import tr
from lenet_app.networks.editing.draft import Draft
from lenet_app.networks.family import Member
from lenet_app.storage.own_architectures import id_of


class Variant:
    """A network that is being changed.

    Args:
        begun: as it begins; while the draft is like it there is nothing to lose.
        member: the network that it could be built as last.
        own_id: the id of the user's own network that it is a change of; empty for a new one.
    """

    def __init__(self, begun: Draft, member: Member, own_id: str = "") -> None:
        self.history = History(begun)
        self.begun, self.member, self.own_id = begun, member, own_id

    @property
    def draft(self) -> Draft:
        """As it is now, possible or not."""
        return self.history.current

    @property
    def is_changed(self) -> bool:
        """Whether there is something to lose."""
        return self.draft != self.begun

    def take(self, member: Member) -> None:
        """This is what could be built last; a new network has the id that its title gives."""
        if not self.own_id:
            member = replace(member, architecture=replace(member.architecture, id=id_of(self.draft.title)))
        self.member = member


class Drafts:
    """Variants by their keys: the id of a changed network of the user's own, `+1`, `+2` and so on for new ones."""

    def __init__(self) -> None:
        self._variants: dict[str, Variant] = {}
        self._count = 0
        self._discarded: tuple[str, Variant] | None = None

    def __getitem__(self, key: str) -> Variant:
        """The variant with this key."""
        return self._variants[key]

    def get(self, key: str) -> Variant | None:
        """The variant with this key, if there is one."""
        return self._variants.get(key)

    @property
    def listed(self) -> dict[str, Draft]:
        """Every draft by its key."""
        return {key: variant.draft for key, variant in self._variants.items()}

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The titles of those that would be lost."""
        return tuple(variant.draft.title for variant in self._variants.values() if variant.is_changed)

    def add(self, origin: Member, taken: Collection[str]) -> str:
        """Begin a new variant of `origin` under a title that is free; its key.

        Args:
            origin: what it begins as.
            taken: the ids that there are.
        """
        title = self._free_title(origin.architecture.title, taken)
        draft = Draft.of(origin, title)
        self._count += 1
        key = f"+{self._count}"
        self._variants[key] = Variant(draft, draft.member(id_of(title)))
        return key

    def change(self, member: Member) -> None:
        """Begin to change a network of the user's own."""
        own_id = member.architecture.id
        self._variants[own_id] = Variant(Draft.of(member), member, own_id)

    def forget_unchanged(self, key: str) -> bool:
        """Forget a variant that nothing was changed of; whether that was so."""
        variant = self._variants.get(key)
        if variant is None or variant.is_changed:
            return False
        del self._variants[key]
        return True

    def forget_saved(self, key: str, draft: Draft) -> None:
        """Forget a variant that was saved as `draft`, unless somebody has gone on changing it."""
        variant = self._variants.get(key)
        if variant is not None and variant.draft == draft:
            del self._variants[key]

    def discard(self, key: str) -> Variant:
        """Lay a variant aside; the last one can be taken back."""
        variant = self._variants.pop(key)
        if variant.is_changed:
            self._discarded = key, variant
        return variant

    def take_back(self) -> str:
        """The key of what was discarded last, which is back; empty where there is nothing, or its place is taken."""
        if self._discarded is None or self._discarded[0] in self._variants:
            return ""
        key, variant = self._discarded
        self._variants[key], self._discarded = variant, None
        return key

    def _free_title(self, title: str, taken: Collection[str]) -> str:
        ids = {*taken, *(id_of(variant.draft.title) for variant in self._variants.values())}
        variant, number = tr("{title}, variant").format(title=title), 1
        free = variant
        while id_of(free) in ids:
            number += 1
            free = f"{variant} {number}"
        return free
