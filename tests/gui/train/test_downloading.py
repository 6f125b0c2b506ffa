"""Downloads on the thread, from a real server on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lenet_app.data.download import Progress
from lenet_app.data.sources import Source, is_downloaded
from lenet_app.gui.train.downloading import DownloadThread
from lenet_app.paths import Home
from tests.unit.data.downloads import CONTENT, SIZE
from tests.unit.data.http_server import FileServer, Manners, serving

TIMEOUT = 60_000


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving({"/set.gz": CONTENT}) as one:
        yield one


@pytest.fixture
def source(server: FileServer) -> Source:
    return Source("small", "Small", (server.source_file("set.gz"),))


class Job:
    def __init__(self, source: Source) -> None:
        self._parent = QObject()
        self.thread = DownloadThread(source, Home.of_user().data, self._parent)
        self.progress: list[Progress] = []
        self.failures: list[str] = []
        self.done = self.over = False
        self.thread.progressed.connect(self.progress.append)
        self.thread.failed.connect(self.failures.append)
        self.thread.done.connect(self._on_done)
        self.thread.finished.connect(self._on_finished)

    def _on_done(self) -> None:
        self.done = True

    def _on_finished(self) -> None:
        self.over = True

    def end(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.over, timeout=TIMEOUT)


def kept() -> Path:
    return (Home.of_user().data / "small") / "set.gz.part"


def test_a_set_is_fetched_with_progress(source: Source, qtbot: QtBot) -> None:
    job = Job(source)
    job.thread.start()
    job.end(qtbot)
    assert job.done
    assert not job.failures
    assert job.progress[0].done < SIZE
    assert job.progress[-1] == Progress(SIZE, SIZE)
    assert is_downloaded(source, Home.of_user().data)


def test_stop_keeps_the_part_and_the_next_start_goes_on(server: FileServer, source: Source, qtbot: QtBot) -> None:
    server.manners = Manners(cuts=[100_000], hangs=True)
    job = Job(source)
    job.thread.start()
    qtbot.waitUntil(lambda: kept().exists() and kept().stat().st_size == 100_000, timeout=TIMEOUT)
    job.thread.stop()
    assert job.thread.is_stopping
    server.closing.set()  # the server hangs up, as a network may
    job.end(qtbot)
    assert not job.done
    assert not job.failures
    assert kept().stat().st_size >= 100_000
    server.manners = Manners()
    again = Job(source)
    again.thread.start()
    again.end(qtbot)
    assert again.done
    assert again.progress[0].done >= 100_000


def test_an_offline_computer_is_told_in_a_sentence(source: Source, qtbot: QtBot) -> None:
    with serving({}) as gone:
        address = gone.url
    job = Job(source.mirrored(address))
    job.thread.start()
    job.end(qtbot)
    (sentence,) = job.failures
    assert "offline" in sentence
    assert sentence.endswith(".")
    assert not job.done
