"""How a caller takes the reports of a run, stops it and changes it."""

from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

Step = TypeVar("Step")
Asked = TypeVar("Asked")


def stepped(reports: Generator[Step, Asked, None], wish: Callable[[], Asked]) -> Iterator[Step]:
    """Every report; before each but the first `wish` is asked what is to become of the run: see `changes.Wish`."""
    try:
        report = next(reports)
        while True:
            yield report
            report = reports.send(wish())
    except StopIteration:
        return
