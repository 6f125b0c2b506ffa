"""What processes that train together ask of one another, on one machine or on several."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor


class Group:
    """A process that trains alone.

    Its calls do what they say for a group of one. In a larger group all processes have to make the same calls in the
    same order: each waits for the others.
    """

    rank, size = 0, 1
    """Which process this is, from 0, and how many there are."""
    neighbours = 1
    """How many of them, this one included, are on this machine."""

    @property
    def is_first(self) -> bool:
        """Whether this is the process that reports and keeps."""
        return self.rank == 0

    def device_id(self, wanted: str | None) -> str | None:
        """What this process asks `devices.choose` for where `wanted` was asked for all."""
        return wanted

    def shares(self, count: int) -> list[slice]:
        """So many things dealt out to the processes, as evenly as can be; a share may be empty."""
        ends = [count * rank // self.size for rank in range(self.size + 1)]
        return [slice(start, end) for start, end in pairwise(ends)]

    def add_up(self, tensor: Tensor) -> None:
        """Write the sum of all processes' tensors into each; all get the same bits."""

    def spread(self, tensor: Tensor, source: int = 0) -> None:
        """Write the tensor of the process `source` into all."""

    def summed(self, numbers: Sequence[float]) -> list[float]:
        """The sums of all processes' numbers."""
        told = torch.tensor(numbers, dtype=torch.float64)
        self.add_up(told)
        return [float(number) for number in told]

    def gathered(self, number: float) -> list[float]:
        """The numbers of all processes, by rank."""
        return self.summed([number if rank == self.rank else 0.0 for rank in range(self.size)])

    def received(self, content: bytes, source: int) -> bytes:
        """What the process `source` has as `content`."""
        length = int(self.gathered(len(content))[source])
        room = torch.empty(length, dtype=torch.uint8)
        if self.rank == source and length:
            room.copy_(torch.frombuffer(bytearray(content), dtype=torch.uint8))
        self.spread(room, source)
        return room.numpy().tobytes()

    def wait(self) -> None:
        """Go on once all processes have come here."""
        self.gathered(0)

    def leave(self) -> None:
        """Ask nothing of the others any more; all leave at the same place."""
