"""How a caller takes the reports of a run and stops it."""

from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

Step = TypeVar("Step")


def stepped(reports: Generator[Step, bool | None, None], is_stopped: Callable[[], bool]) -> Iterator[Step]:
    """Every report; before each but the first `is_stopped` is asked whether the run is to end."""
    try:
        report = next(reports)
        while True:
            yield report
            report = reports.send(is_stopped())
    except StopIteration:
        return
