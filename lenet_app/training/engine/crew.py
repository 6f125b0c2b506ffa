"""Several threads at one batch: each does a part of it, with one of torch's own threads each."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import torch

Result = TypeVar("Result")

_LARGEST_PART, _SMALLEST_PART = 64, 16
"""Pictures. What LeNet-5 computes for 64 of them still fits a processor's own cache; below 16 the calls take longer."""
_MOST_THREADS = 4
"""More do not make networks as small as LeNet-5 faster."""
_TEACHING_BLOCK = 31 * 2**20
"""Bytes; what is larger than 32 MiB teaches nothing."""


def usual_threads(processes: int = 1) -> int:
    """How many threads train in each of so many processes on this machine: one a core, up to four."""
    return max(1, min(_MOST_THREADS, (os.cpu_count() or 1) // processes))


def parts_of(pictures: int) -> list[slice]:
    """The parts of a batch: two or more of up to 64 pictures, or one of a small batch.

    They depend on nothing but the size, so that the same training gives the same weights with any number of threads.
    """
    count = min(max(2, -(-pictures // _LARGEST_PART)), max(1, pictures // _SMALLEST_PART))
    ends = [pictures * number // count for number in range(count + 1)]
    return [slice(start, end) for start, end in pairwise(ends)]


class Crew:
    """Threads that wait for work; they end with the object.

    Each has torch compute with a single thread of its own. torch's two threads within one operation were seen to wait
    for each other most of the time as soon as anything else ran on the machine.

    Args:
        threads: how many work at once, the caller's among them.
    """

    def __init__(self, threads: int) -> None:
        self.threads = threads
        torch.set_num_threads(1)  # so that any number of them gives the same bits
        if threads > 1:
            _let_memory_be_kept()
        self._pool = ThreadPoolExecutor(threads - 1, "crew", torch.set_num_threads, (1,)) if threads > 1 else None

    def run(self, tasks: Sequence[Callable[[], Result]]) -> list[Result]:
        """The results of all tasks, in their order; the caller does its share of them.

        Raises:
            Exception: what the first of the tasks that failed raised, once none runs any more.
        """
        if self._pool is None or len(tasks) == 1:
            return [task() for task in tasks]
        count = min(self.threads, len(tasks))
        others = [self._pool.submit(_all_of, tasks[number::count]) for number in range(1, count)]
        shares = [_all_of(tasks[::count]), *(other.result() for other in others)]
        outcomes = [shares[number % count][number // count] for number in range(len(tasks))]
        for outcome in outcomes:
            if isinstance(outcome, _Failure):
                raise outcome.error
        return [outcome for outcome in outcomes if not isinstance(outcome, _Failure)]


def _let_memory_be_kept() -> None:
    """Have the C library of Linux keep the memory of one batch for the next one.

    It gives large blocks back to the system at once, which then has to clear them anew: a sixth of the time of a batch.
    A block as large as this that was freed teaches it better, up to twice its size (mallopt(3), M_MMAP_THRESHOLD).
    """
    block = torch.empty(_TEACHING_BLOCK, dtype=torch.uint8)
    del block


@dataclass(frozen=True)
class _Failure:
    error: Exception


def _all_of(tasks: Sequence[Callable[[], Result]]) -> "list[Result | _Failure]":
    outcomes: list[Result | _Failure] = []
    for task in tasks:
        try:
            outcomes.append(task())
        except Exception as error:  # noqa: BLE001 - raised by `run`, once all others have ended
            outcomes.append(_Failure(error))
    return outcomes
