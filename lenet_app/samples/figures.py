"""What learning one's own digits gained and cost, as values."""

from dataclasses import dataclass
from typing import Any

from lenet_app.json_values import plain


@dataclass(frozen=True)
class Compared:
    """How many of some pictures were answered as they should be, before and after.

    Args:
        count: how many pictures there are.
        before: of these, by the model that one began with.
        after: the same by the personal one.
    """

    count: int
    before: int
    after: int

    def __add__(self, other: "Compared") -> "Compared":
        """Of both together."""
        return Compared(self.count + other.count, self.before + other.before, self.after + other.after)

    @property
    def change(self) -> int:
        """How many more are right after it."""
        return self.after - self.before


@dataclass(frozen=True)
class Figures:
    """Before and after.

    Args:
        digits: of each digit, one's own samples that are answered right, each by a model that did not learn it.
        test: MNIST's test pictures that are answered right.
        refused: made pictures of what is no digit that are answered "not sure".
        parts: in how many parts one's own samples were held out, each once; 0 where there were too few.
    """

    digits: tuple[Compared, ...]
    test: Compared
    refused: Compared
    parts: int

    @property
    def own(self) -> Compared:
        """Of all digits together."""
        return sum(self.digits, Compared(0, 0, 0))

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"own": plain(self.own), **plain(self)}
