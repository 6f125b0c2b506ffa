"""What can go wrong with a download, and the sentence that tells it: with real servers, sockets and disks."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from lenet_app.data.download import download
from lenet_app.data.sources import SourceFile
from lenet_app.errors import UserError
from tests.unit.commands.running import as_process
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


class TestSomethingElse:
    def test_a_wrong_hash(self, file: SourceFile, tmp_path: Path) -> None:
        wrong = replace(file, sha256="0" * 64)
        expected = "set.gz came damaged or has changed on the server: its SHA-256 is wrong; it was removed."
        assert failure(wrong, tmp_path) == expected
        assert not list(tmp_path.iterdir())

    def test_another_length_that_is_announced(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(CONTENT[:1000])
        expected = f"set.gz has changed: what {server.host} sends is not the 300,000 bytes that it must have."
        server.files["/set.gz"] = CONTENT + b"more"
        assert failure(file, tmp_path) == expected
        server.manners = Manners(ranges=False)
        assert failure(file, tmp_path) == expected
        server.files["/set.gz"] = CONTENT[:-1]
        assert failure(file, tmp_path) == expected
        # It may have been a passing fault of the server.
        assert_kept(tmp_path, 1000)

    def test_too_many_bytes_that_are_not_announced(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        server.manners = Manners(announces=False)
        server.files["/set.gz"] = CONTENT + bytes(500_000)
        assert failure(file, tmp_path).startswith("set.gz has changed: ")
        assert not list(tmp_path.iterdir())

    def test_more_that_comes_after_the_end(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            thread = Thread(target=_send_more_later, args=(listener, tmp_path))
            thread.start()
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/set.gz"
            assert failure(SourceFile("set.gz", url, SIZE, SHA256), tmp_path).startswith("set.gz has changed: ")
            thread.join()
        assert not list(tmp_path.iterdir())

    def test_too_few_bytes_that_are_not_announced(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        server.manners = Manners(announces=False)
        server.files["/set.gz"] = CONTENT[:-1]
        assert failure(file, tmp_path).startswith("The connection was cut at byte ")

    def test_another_part_than_was_asked_for(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(CONTENT[:1000])
        server.manners = Manners(shift=5)
        expected = f"set.gz cannot be fetched: {server.host} sends another part of it than was asked for."
        assert failure(file, tmp_path) == expected
        assert_kept(tmp_path, 1000)

    def test_a_login_page_of_the_network(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        part(tmp_path).write_bytes(CONTENT[:1000])
        server.manners = Manners(ranges=False, announces=False, kind="text/html; charset=utf-8")
        expected = "set.gz cannot be fetched: a web page came in its place; perhaps this network asks for a login."
        assert failure(file, tmp_path) == expected
        assert_kept(tmp_path, 1000)

    @pytest.mark.parametrize(
        ("status", "answer"),
        [
            (403, "403 Forbidden"),
            (404, "404 Not Found"),
            (416, "416 Requested Range Not Satisfiable"),
            (500, "500 Internal Server Error"),
            (503, "503 Service Unavailable"),
        ],
    )
    def test_refusals(self, server: FileServer, file: SourceFile, tmp_path: Path, status: int, answer: str) -> None:
        server.manners = Manners(status=status)
        assert failure(file, tmp_path) == f"set.gz cannot be fetched: {server.host} answers “{answer}”."
        assert len(server.asked) == 1
        assert not list(tmp_path.iterdir())


def _send_more_later(listener: socket.socket, folder: Path) -> None:
    """Send the right file without its length, and more once all of it lies on the disk."""
    with listener.accept()[0] as connection:
        connection.recv(1 << 16)
        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + CONTENT)
        end = time.monotonic() + 60
        while time.monotonic() < end and sum(path.stat().st_size for path in folder.iterdir()) < SIZE:
            pass
        connection.sendall(b"more")


class TestUnreachable:
    OFFLINE = "set.gz cannot be fetched: this computer seems to be offline, or "

    def test_a_refused_connection(self, tmp_path: Path) -> None:
        with socket.socket() as silent:  # bound, so that no other program gets the port, but not listening
            silent.bind(("127.0.0.1", 0))
            host = f"127.0.0.1:{silent.getsockname()[1]}"
            sentence = failure(SourceFile("set.gz", f"http://{host}/set.gz", SIZE, SHA256), tmp_path)
        assert sentence.startswith(f"{self.OFFLINE}{host} does not answer (")
        assert sentence.endswith("); a copy on a disk can be opened in its place.")
        assert not list(tmp_path.iterdir())

    def test_a_name_that_nobody_knows(self, tmp_path: Path) -> None:
        # RFC 6761 keeps the names below .invalid from ever being known.
        file = SourceFile("set.gz", "https://sets.invalid/set.gz", SIZE, SHA256)
        assert failure(file, tmp_path).startswith(f"{self.OFFLINE}sets.invalid does not answer (")

    def test_a_server_that_takes_the_connection_and_says_nothing(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            host = f"127.0.0.1:{silent.getsockname()[1]}"
            part(tmp_path).write_bytes(CONTENT[:1000])
            sentence = failure(SourceFile("set.gz", f"http://{host}/set.gz", SIZE, SHA256), tmp_path, timeout=0.1)
        assert sentence.startswith(f"{self.OFFLINE}{host} does not answer (timed out); ")
        assert_kept(tmp_path, 1000)

    @pytest.mark.parametrize(
        "url",
        [
            *(
                "file:///etc/hostname",
                "ftp://127.0.0.1/set.gz",
                "/etc/hostname",
                "http://",
                "http://[::1",
                "http://a..b/",
            ),
            *("http://127.0.0.1:port/set.gz", "http://127.0.0.1/a b"),
        ],
    )
    def test_what_is_no_address(self, tmp_path: Path, url: str) -> None:
        assert failure(SourceFile("set.gz", url, SIZE, SHA256), tmp_path).startswith(
            f"{url} is no address to fetch a file from: "
        )
        assert not list(tmp_path.iterdir())

    def test_no_redirection_leads_to_this_computers_files(
        self, server: FileServer, file: SourceFile, tmp_path: Path
    ) -> None:
        local = tmp_path / "local"
        local.write_bytes(CONTENT)
        folder = tmp_path / "to"
        for url, fault in (
            (local.as_uri(), "not allowed"),
            ("ftp://127.0.0.1/x", "unknown url type: ftp"),
            ("data:,x", ""),
        ):
            server.manners = Manners(status=302, location=url)
            sentence = failure(file, folder)
            assert sentence.startswith("set.gz cannot be fetched")
            assert fault in sentence
            assert not list(folder.iterdir())
        assert len(server.asked) == 3

    def test_a_redirection_in_a_circle_ends(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        server.manners = Manners(status=302, location=file.url)
        assert failure(file, tmp_path).startswith(f"set.gz cannot be fetched: {server.host} answers “302 ")

    def test_https_where_only_http_is(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        secure = replace(file, url=file.url.replace("http:", "https:"))
        assert failure(secure, tmp_path).startswith(f"set.gz cannot be fetched from {server.host}: ")

    @pytest.mark.skipif(shutil.which("openssl") is None, reason="There is no openssl to make a certificate with.")
    def test_a_certificate_that_nobody_vouches_for(self, tmp_path: Path) -> None:
        certificate = tmp_path / "own.pem"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(certificate), "-out", str(tmp_path / "cert")]
        subprocess.run([*command, *names], check=True, capture_output=True, timeout=60)
        certificate.write_bytes(certificate.read_bytes() + (tmp_path / "cert").read_bytes())
        folder = tmp_path / "to"
        with serving({"/set.gz": CONTENT}, str(certificate)) as secure:
            sentence = failure(secure.source_file("set.gz"), folder)
            assert sentence.startswith(f"set.gz cannot be fetched: {secure.host} does not prove who it is (self-signed")
            assert not secure.asked
        assert not list(folder.iterdir())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, timeout=60, check=False).returncode:
        pytest.skip("A small disk can be mounted by root on Linux only.")
    yield disk
    subprocess.run(["umount", str(disk)], check=True, timeout=60)


LIMITED = """
import resource, sys
from pathlib import Path
from lenet_app.data.download import download
from lenet_app.data.sources import SourceFile
from lenet_app.errors import UserError

resource.setrlimit(resource.RLIMIT_FSIZE, (100_001, 100_001))
try:
    for report in download(SourceFile("set.gz", sys.argv[1], int(sys.argv[2]), sys.argv[3]), Path(sys.argv[4])):
        pass
except UserError as error:
    print(error)
"""


class TestDisk:
    def test_a_file_that_cannot_fit_is_told_before_the_server_is_asked(
        self, server: FileServer, file: SourceFile, small_disk: Path
    ) -> None:
        sentence = failure(file, small_disk)
        assert sentence == (f"{part(small_disk)} does not fit on the disk: it needs 0.3 MB more, and 0.3 MB are free.")
        assert not server.asked
        assert not list(small_disk.iterdir())

    def test_a_disk_that_fills_up_on_the_way(self, server: FileServer, tmp_path: Path, small_disk: Path) -> None:
        server.files["/set.gz"] = CONTENT[:200_000]
        file = server.source_file("set.gz")
        steps = download(file, small_disk)
        next(steps)
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(130_000))
        with pytest.raises(UserError) as caught:
            list(steps)
        assert str(caught.value) == f"{part(small_disk)} cannot be written: No space left on device."
        kept = part(small_disk).stat().st_size
        assert 100_000 < kept < 200_000
        ballast.unlink()
        fetched(file, small_disk)
        assert server.asked[-1] == Asked("/set.gz", f"bytes={kept}-", 200_000 - kept)
        assert (small_disk / "set.gz").read_bytes() == CONTENT[:200_000]

    @pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits on Windows")
    def test_a_limit_on_the_size_of_files(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        result = as_process(file.url, str(file.size), file.sha256, tmp_path, code=LIMITED)
        assert result.err == ""
        assert result.out == f"{part(tmp_path)} cannot be written: File too large.\n"
        assert_kept(tmp_path, 100_001)
        fetched(file, tmp_path)
        assert server.asked[-1] == Asked("/set.gz", "bytes=100001-", SIZE - 100_001)
        assert_done(tmp_path)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="Root may write everywhere.")
    def test_a_folder_that_may_not_be_written_to(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        for folder in (tmp_path, tmp_path / "below"):
            assert failure(file, folder) == f"{part(folder)} cannot be written: Permission denied."
        assert not server.asked

    def test_a_disk_that_may_only_be_read(self, server: FileServer, file: SourceFile, small_disk: Path) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True, timeout=60)
        for folder in (small_disk, small_disk / "below"):
            assert failure(file, folder) == f"{part(folder)} cannot be written: Read-only file system."
        assert not server.asked

    def test_what_is_in_the_way(self, server: FileServer, file: SourceFile, tmp_path: Path) -> None:
        (tmp_path / "a file").touch()
        assert failure(file, tmp_path / "a file").startswith(f"{tmp_path / 'a file' / 'set.gz'}")
        for name in ("set.gz", "set.gz.part"):
            folder = tmp_path / f"folder with {name}"
            (folder / name).mkdir(parents=True)
            assert failure(file, folder).startswith(f"{folder / name} cannot be written: ")
        assert not server.asked

    def test_two_at_once_do_not_leave_a_wrong_file(self, file: SourceFile, tmp_path: Path) -> None:
        first, second = download(file, tmp_path), download(file, tmp_path)
        for _ in range(2):
            next(first)
            next(second)
        for steps in (first, second):
            with pytest.raises(UserError):
                list(steps)
        assert not (tmp_path / "set.gz").exists()
        fetched(file, tmp_path)
        assert_done(tmp_path)
