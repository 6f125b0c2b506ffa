"""Downloads from a real server on this machine: whole, resumed, cut and stopped."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from lenet_app.data.download import Progress, download, download_all
from lenet_app.data.sources import Source, SourceFile
from lenet_app.errors import UserError
from tests.unit.data.downloads import CONTENT, SHA256, SIZE, assert_done, assert_kept, failure, fetched, part
from tests.unit.data.http_server import Asked, FileServer, Manners, serving


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving({"/set.gz": CONTENT}) as one:
        yield one


@pytest.fixture
def file(server: FileServer) -> SourceFile:
    return server.source_file("set.gz")


class TestWhole:
    def test_a_file_with_its_reports(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        folder = tmp_path / "new" / "deeper"
        reports = fetched(file, folder)
        assert_done(folder)
        assert reports[0] == Progress(0, SIZE)
        assert reports[-1] == Progress(SIZE, SIZE)
        done = [report.done for report in reports]
        assert done == sorted(set(done))
        assert len(done) > 3
        assert server.asked == [Asked("/set.gz", None, SIZE)]

    def test_what_is_there_is_not_fetched_again(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        fetched(file, tmp_path)
        assert fetched(file, tmp_path) == [Progress(SIZE, SIZE)]
        assert len(server.asked) == 1

    @pytest.mark.parametrize("before", [b"", b"short", bytes(SIZE)], ids=["empty", "short", "other"])
    def test_what_is_there_but_wrong_is_replaced(self, file: SourceFile, tmp_path: Path, before: bytes) -> None:
        (tmp_path / "set.gz").write_bytes(before)
        fetched(file, tmp_path)
        assert_done(tmp_path)

    def test_a_length_that_is_not_announced(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        server.manners = Manners(announces=False)
        fetched(file, tmp_path)
        assert_done(tmp_path)
        assert len(server.asked) == 1

    def test_a_redirection_is_followed(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        with serving({"/set.gz": b""}) as gate:
            gate.manners = Manners(status=302, location=file.url)
            fetched(replace(file, url=f"{gate.url}/set.gz"), tmp_path)
        assert_done(tmp_path)


class TestGoingOn:
    @pytest.mark.parametrize("have", [1, 100_000, SIZE - 1])
    def test_only_the_rest_is_sent(self, server: FileServer, file: SourceFile, tmp_path: Path, have: int) -> None:
        part(tmp_path).write_bytes(CONTENT[:have])
        reports = fetched(file, tmp_path)
        assert server.asked == [Asked("/set.gz", f"bytes={have}-", SIZE - have)]
        assert reports[0] == Progress(have, SIZE)
        assert_done(tmp_path)

    def test_a_server_that_cannot_starts_again(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        server.manners = Manners(ranges=False)
        part(tmp_path).write_bytes(CONTENT[:100_000])
        reports = fetched(file, tmp_path)
        assert server.asked == [Asked("/set.gz", "bytes=100000-", SIZE)]
        assert reports[0].done == 100_000 > reports[1].done
        assert_done(tmp_path)

    def test_a_whole_part_is_checked_without_asking(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(CONTENT)
        assert fetched(file, tmp_path) == [Progress(SIZE, SIZE)]
        assert not server.asked
        assert_done(tmp_path)

    def test_a_part_that_is_too_long_is_dropped(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(bytes(SIZE + 1))
        fetched(file, tmp_path)
        assert server.asked == [Asked("/set.gz", None, SIZE)]
        assert_done(tmp_path)

    def test_a_range_that_is_refused_starts_again(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(CONTENT[:1000])
        steps = download(file, tmp_path)
        next(steps)
        server.manners = Manners(status=416)
        assert next(steps) == Progress(0, SIZE)
        server.manners = Manners()
        *_, last = steps
        assert last == Progress(SIZE, SIZE)
        assert [asked.range for asked in server.asked] == ["bytes=1000-", None]
        assert_done(tmp_path)

    def test_a_damaged_part_is_found(self, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(bytes(1000))
        expected = "set.gz came damaged or has changed on the server: its SHA-256 is wrong; it was removed."
        assert failure(file, tmp_path) == expected
        assert not list(tmp_path.iterdir())
        fetched(file, tmp_path)
        assert_done(tmp_path)

    def test_a_redirection_takes_the_range_along(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(CONTENT[:1000])
        with serving({"/set.gz": CONTENT}) as gate:
            gate.manners = Manners(status=302, location=file.url)
            fetched(replace(file, url=f"{gate.url}/set.gz"), tmp_path)
        assert server.asked == [Asked("/set.gz", "bytes=1000-", SIZE - 1000)]
        assert_done(tmp_path)


class TestCuts:
    def test_it_goes_on_by_itself(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        server.manners = Manners(cuts=[70_000, 0, 0, 100_000, 0, 1, 0])
        fetched(file, tmp_path)
        starts = [None, 70_000, 70_000, 70_000, 170_000, 170_000, 170_001, 170_001]
        assert [asked.range for asked in server.asked] == [at and f"bytes={at}-" for at in starts]
        assert sum(asked.sent for asked in server.asked) == SIZE
        assert_done(tmp_path)

    def test_after_three_attempts_in_vain_the_part_is_kept(
        self, server: FileServer, file: SourceFile, tmp_path: Path
    ) -> None:
        server.manners = Manners(cuts=[70_000, 0, 0, 0])
        expected = (
            "The connection was cut at byte 70000 of 300000 of set.gz (the server sent no more); what has come is kept,"
            " and the next call goes on from there."
        )
        assert failure(file, tmp_path) == expected
        assert len(server.asked) == 4
        assert_kept(tmp_path, 70_000)
        fetched(file, tmp_path)
        assert server.asked[-1] == Asked("/set.gz", "bytes=70000-", SIZE - 70_000)
        assert_done(tmp_path)

    def test_without_ranges_the_same_bytes_again_are_no_progress(
        self, server: FileServer, file: SourceFile, tmp_path: Path
    ) -> None:
        server.manners = Manners(ranges=False, cuts=[9_000] * 50)
        assert failure(file, tmp_path).startswith("The connection was cut at byte 9000 of 300000 of set.gz (")
        assert len(server.asked) == 4
        assert_kept(tmp_path, 9_000)

    def test_a_server_that_falls_silent(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        server.manners = Manners(cuts=[50_000, 0, 0, 0], hangs=True)
        sentence = failure(file, tmp_path, timeout=1)
        assert sentence.startswith("The connection was cut at byte 50000 of 300000 of set.gz (timed out); ")
        assert len(server.asked) == 4
        assert_kept(tmp_path, 50_000)

    def test_a_server_that_does_not_hang_up(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        for announces, timeout in ((True, 60), (False, 1)):
            server.manners = Manners(hangs=True, announces=announces)
            folder = tmp_path / str(announces)
            began = time.monotonic()
            fetched(file, folder, timeout)
            assert_done(folder)
            assert time.monotonic() - began < 60, "it waited for more than was announced"

    def test_a_connection_that_is_closed_before_the_answer(self, tmp_path: Path) -> None:
        with closing_port() as port:
            file = SourceFile("set.gz", f"http://127.0.0.1:{port}/set.gz", SIZE, SHA256)
            assert failure(file, tmp_path).startswith("The connection was cut at byte 0 of 300000 of set.gz (")
        assert not list(tmp_path.iterdir())


@contextmanager
def closing_port() -> Iterator[int]:
    """A port that takes connections and closes them at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def turn_away() -> None:
            for _ in range(3):
                listener.accept()[0].close()

        thread = Thread(target=turn_away)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(timeout=60)
        assert not thread.is_alive(), "there were fewer than three attempts"


class TestStopping:
    def test_what_has_come_is_kept(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        steps = download(file, tmp_path)
        assert next(steps) == Progress(0, SIZE)
        report = next(steps)
        assert 0 < report.done < SIZE
        assert steps.send(True) == report
        assert list(steps) == []
        assert_kept(tmp_path, report.done)
        fetched(file, tmp_path)
        assert server.asked[1:] == [Asked("/set.gz", f"bytes={report.done}-", SIZE - report.done)]
        assert_done(tmp_path)

    def test_before_the_server_is_asked(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        steps = download(file, tmp_path)
        assert steps.send(None) == steps.send(True) == Progress(0, SIZE)
        assert list(steps) == []
        assert not list(tmp_path.iterdir())
        assert not server.asked

    def test_false_goes_on(self, file: SourceFile, tmp_path: Path) -> None:
        steps = download(file, tmp_path)
        report = next(steps)
        while report.done < report.total:
            report = steps.send(False)
        assert_done(tmp_path)

    def test_closing_the_generator_keeps_it_too(self, file: SourceFile, tmp_path: Path) -> None:
        steps = download(file, tmp_path)
        done = [next(steps).done for _ in range(2)][-1]
        steps.close()
        assert_kept(tmp_path, done)


class TestAll:
    @pytest.fixture
    def both(self, server: FileServer) -> Source:
        server.files["/b.gz"] = CONTENT[:90_000]
        return Source("both", "Both", (server.source_file("set.gz"), server.source_file("b.gz")))

    def test_reports_count_all_bytes(self, both: Source, tmp_path: Path) -> None:
        total = SIZE + 90_000
        reports = list(download_all(both, tmp_path))
        done = [report.done for report in reports]
        assert done == sorted(done)
        assert (done[0], done[-1], done.count(total)) == (0, total, 1)
        assert {report.total for report in reports} == {total}
        assert (tmp_path / "set.gz").read_bytes() == CONTENT
        assert (tmp_path / "b.gz").read_bytes() == CONTENT[:90_000]
        assert [report.done for report in download_all(both, tmp_path)] == [SIZE, total]

    @pytest.mark.parametrize("least", [0, 1, SIZE - 1, SIZE, SIZE + 1])
    def test_stopping_anywhere(self, both: Source, tmp_path: Path, least: int) -> None:
        steps = download_all(both, tmp_path)
        report = next(report for report in steps if report.done >= least)
        assert steps.send(True) == report
        assert list(steps) == []
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) == report.done < report.total
        assert list(download_all(both, tmp_path))[-1].done == report.total

    def test_there_is_nothing_to_stop_at_the_end(self, both: Source, file: SourceFile, tmp_path: Path) -> None:
        for steps in (download_all(both, tmp_path), download(file, tmp_path)):
            assert next(report for report in steps if report.done == report.total)
            with pytest.raises(StopIteration):
                steps.send(True)

    def test_a_failure_names_the_file(self, server: FileServer, both: Source, tmp_path: Path) -> None:
        del server.files["/b.gz"]
        with pytest.raises(UserError, match=r"^b\.gz cannot be fetched: .* “404 Not Found”\.$"):
            list(download_all(both, tmp_path))
        assert_done(tmp_path)
