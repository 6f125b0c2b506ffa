"""Searches beside the window: reports come, the newest search wins, and Stop ends one between two steps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event, get_ident

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lenet_app.errors import UserError
from lenet_app.gui.workers.searching import Search, Searches


@dataclass(eq=False)
class Counting:
    """Counts to a number, or for ever."""

    last: int = 1 << 60
    fails_at: int = -1
    threads: set[int] = field(default_factory=set)
    has_ended: Event = field(default_factory=Event)

    def steps(self) -> Iterator[int]:
        try:
            number = 0
            while number <= self.last:
                self.threads.add(get_ident())
                if number == self.fails_at:
                    raise UserError("No more.")
                yield number
                number += 1
        finally:
            self.has_ended.set()


class Told:
    def __init__(self, searches: Searches) -> None:
        self.reports: list[tuple[Search, object]] = []
        self.ends: list[tuple[Search, str]] = []
        searches.told.connect(lambda search, report: self.reports.append((search, report)))
        searches.ended.connect(lambda search, sentence: self.ends.append((search, sentence)))


@pytest.fixture
def searches() -> Iterator[Searches]:
    parent = QObject()
    searches = Searches("search", parent)
    yield searches
    searches.finish()


def test_the_last_report_always_comes(searches: Searches, qtbot: QtBot) -> None:
    told, search = Told(searches), Counting(last=500)
    searches.begin(search)
    assert searches.current is search
    qtbot.waitUntil(lambda: told.ends == [(search, "")])
    numbers = [report for _, report in told.reports if isinstance(report, int)]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 500
    assert searches.current is None
    assert get_ident() not in search.threads


def test_the_newest_search_ends_the_one_before(searches: Searches, qtbot: QtBot) -> None:
    told, first, second, third = Told(searches), Counting(), Counting(), Counting(last=3)
    searches.begin(first)
    qtbot.waitUntil(lambda: bool(told.reports))
    searches.begin(second)
    searches.begin(third)
    qtbot.waitUntil(lambda: told.ends == [(third, "")])
    assert first.has_ended.is_set()
    assert not second.threads, "nobody waits for it any more"


def test_stop_ends_it_and_nothing_more_is_told(searches: Searches, qtbot: QtBot) -> None:
    told, search = Told(searches), Counting()
    searches.begin(search)
    qtbot.waitUntil(lambda: bool(told.reports))
    searches.stop()
    count = len(told.reports)
    qtbot.waitUntil(search.has_ended.is_set)
    after = Counting(last=0)
    searches.begin(after)
    qtbot.waitUntil(lambda: told.ends == [(after, "")])
    assert told.reports[count:] == [(after, 0)]


def test_a_failure_is_a_sentence(searches: Searches, qtbot: QtBot) -> None:
    told, search = Told(searches), Counting(fails_at=2)
    searches.begin(search)
    qtbot.waitUntil(lambda: told.ends == [(search, "No more.")])
    assert told.reports[-1] == (search, 1), "what was found before is told"


def test_nothing_begins_after_the_end(searches: Searches) -> None:
    searches.begin(Counting())
    searches.finish()
    search = Counting()
    searches.begin(search)
    assert searches.current is None
    assert not search.threads
