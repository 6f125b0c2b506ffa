"""Which digit is to be written next, so that a set grows evenly."""

from dataclasses import dataclass, replace

from lenet_app.samples.sample import CLASSES

TIMES = 3
"""How often a digit is written before the next one comes."""


@dataclass(frozen=True)
class Capture:
    """A round through the ten digits, each written `TIMES` times; then another round.

    Args:
        round: from 1.
        digit: what is to be written, 0 to 9.
        done: the digits of this round that were written.
    """

    round: int = 1
    digit: int = 0
    done: frozenset[int] = frozenset()

    def written(self) -> "Capture":
        """After the digit was written."""
        return replace(self, done=self.done | {self.digit})._next()

    def skipped(self) -> "Capture":
        """After the digit was passed over in this round."""
        return self._next()

    def at(self, digit: int) -> "Capture":
        """With this digit next."""
        return replace(self, digit=digit)

    def _next(self) -> "Capture":
        if self.digit + 1 < CLASSES:
            return replace(self, digit=self.digit + 1)
        return Capture(self.round + 1)
