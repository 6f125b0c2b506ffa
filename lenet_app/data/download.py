"""Fetching the files of a data set: with progress, resumed where it was broken off, and checked by SHA-256.

It is one GET with a `Range` header, which `urllib` of the standard library does as well as any dependency would: it
knows proxies, follows redirects and checks certificates.

What has come lies in `NAME.part` beside the file's place and outlives a cut connection, a full disk and the end of the
program; the next call goes on from its end. `If-Range` is not sent: the SHA-256 stands for one content alone, so a part
of another content can only end with the wrong hash, and is removed. The hash is taken at the end from what lies on the
disk, not from what came: thus it also finds a part that was damaged there or that two programs wrote to at once.
"""

import hashlib
import os
import re
import shutil
import socket
import ssl
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EHOSTUNREACH, ENETDOWN, ENETUNREACH
from http.client import HTTPException, HTTPResponse, InvalidURL
from pathlib import Path
from types import TracebackType
from urllib import request as web
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from lenet_app.data.sources import Source, SourceFile
from lenet_app.data.trust import trusting_context
from lenet_app.errors import UserError
from lenet_app.language import tr, trn

_TIMEOUT = 20.0  # seconds
_ATTEMPTS = 3
_CHUNK = 1 << 16
_NO_WAY = {ENETDOWN, ENETUNREACH, EHOSTUNREACH}
_RANGE_REFUSED = 416


@dataclass(frozen=True)
class Progress:
    """How much lies on the disk: `done` of `total` bytes; they are equal only once all is checked and in place."""

    done: int
    total: int


def download(file: SourceFile, folder: Path, *, timeout: float = _TIMEOUT) -> Generator[Progress, bool | None, None]:
    """Fetch one file into `folder`, yielding a report before each attempt to connect and after each piece that came.

    The last report has `done` equal to `total`; a file that is there with the right hash gives this one alone. A report
    can tell of less than the one before, where a server cannot go on in the middle of a file.

    To stop, send True in place of taking the next report: what the `send` returns is the last one, of what is kept.
    Closing the generator stops it as well.

    Args:
        file: what to fetch.
        folder: where to; it is made.
        timeout: seconds to wait for each answer of the network.

    Raises:
        UserError: the address is none, the computer is offline, the server refuses or sends something else, the
            connection was cut three times without getting further, the hash is wrong, or the disk is full or not
            writable. What has come is kept, but for a wrong hash or too many bytes.
    """
    target = folder / file.name
    if not _is_there(file, target):
        with _Part(file, folder) as part:
            if (yield from _fetched(file, part, timeout)):
                yield Progress(part.size, file.size)
                return
        part.move_to(target)
    yield Progress(file.size, file.size)


def download_all(source: Source, folder: Path, *, timeout: float = _TIMEOUT) -> Generator[Progress, bool | None, None]:
    """Fetch every file of a data set into `folder`, one after the other; reports count the bytes of all of them.

    Stopping and failures are those of `download`.
    """
    before = 0
    for file in source.files:
        steps = download(file, folder, timeout=timeout)
        for progress in steps:
            report = Progress(before + progress.done, source.size)
            if (yield report) and report.done < report.total:
                steps.close()
                yield report
                return
        before += file.size


def _is_there(file: SourceFile, target: Path) -> bool:
    """Whether the file is in place already.

    Raises:
        UserError: something other than a file is.
    """
    with _on_disk(target):
        if not target.exists():
            return False
        if not target.is_file():
            sentence = tr("{file} cannot be written: something else has this name.")
            raise UserError(sentence.format(file=target))
        return target.stat().st_size == file.size and _sha256(target) == file.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    """Tell what goes wrong with a file."""
    try:
        yield
    except OSError as error:
        sentence = tr("{file} cannot be written: {fault}.")
        raise UserError(sentence.format(file=path, fault=error.strerror or error)) from error


class _Part:
    """What has come of a file, open for more."""

    def __init__(self, file: SourceFile, folder: Path) -> None:
        self._file = file
        self._path = folder / f"{file.name}.part"
        with _on_disk(self._path):
            folder.mkdir(parents=True, exist_ok=True)
            # Unbuffered, so that no byte is left to be written when the disk is full.
            self._stream = self._path.open("ab", buffering=0)
            self.size = os.fstat(self._stream.fileno()).st_size
        if self.size > file.size:
            self.restart()

    def __enter__(self) -> "_Part":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()
        if not self.size:
            self._path.unlink(missing_ok=True)

    def restart(self) -> None:
        with _on_disk(self._path):
            self._stream.truncate(0)
        self.size = 0

    def write(self, piece: bytes) -> None:
        rest = memoryview(piece)
        with _on_disk(self._path):
            while rest:
                written = self._stream.write(rest)
                self.size += written
                rest = rest[written:]

    def check_space(self) -> None:
        """See that the rest fits on the disk."""
        needed = self._file.size - self.size
        with _on_disk(self._path):
            disk = shutil.disk_usage(self._path.parent)
        # A disk that tells no size tells no free space either.
        if disk.total and disk.free < needed:
            sentence = tr("{file} does not fit on the disk: it needs {needed:.1f} MB more, and {free:.1f} MB are free.")
            raise UserError(sentence.format(file=self._path, needed=needed / 1e6, free=disk.free / 1e6))

    def move_to(self, target: Path) -> None:
        """Give the whole file its name, if it is the right one."""
        with _on_disk(target):
            with self._path.open("rb+") as stream:
                os.fsync(stream.fileno())
            right = _sha256(self._path) == self._file.sha256
            if right:
                self._path.replace(target)
            else:
                self._path.unlink()
        if not right:
            sentence = tr("{file} came damaged or has changed on the server: its SHA-256 is wrong; it was removed.")
            raise UserError(sentence.format(file=self._file.name))


class _CutError(Exception):
    """The connection ended before its time; another attempt may get further."""


class _RangeRefusedError(Exception):
    """The server has nothing from this byte on."""


def _fetched(file: SourceFile, part: _Part, timeout: float) -> Generator[Progress, bool | None, bool]:
    """Connect until the part is whole, as long as that gets further; the value is whether it was stopped."""
    furthest, vain, fault = part.size, 0, ""
    if part.size < file.size:
        part.check_space()
    while part.size < file.size:
        if vain == _ATTEMPTS:
            sentence = tr(
                "The connection was cut at byte {done} of {total} of {file} ({fault}); what has come is kept, and the"
                " next call goes on from there."
            )
            raise UserError(sentence.format(done=part.size, total=file.size, file=file.name, fault=fault))
        if (yield Progress(part.size, file.size)):
            return True
        try:
            with _answer(file, part.size, timeout) as answer:
                if (yield from _received(file, answer, part)):
                    return True
            fault = tr("the server sent no more")
        except _CutError as cut:
            fault = str(cut)
        except _RangeRefusedError:
            part.restart()
        vain = 0 if part.size > furthest else vain + 1
        furthest = max(furthest, part.size)
    return False


def _received(file: SourceFile, answer: HTTPResponse, part: _Part) -> Generator[Progress, bool | None, bool]:
    """Write what the server sends to its end; the value is whether it was stopped."""
    start = _start(file, answer)
    if start != part.size:
        if start:
            sentence = tr("{file} cannot be fetched: {host} sends another part of it than was asked for.")
            raise UserError(sentence.format(file=file.name, host=_host(file)))
        part.restart()
    while piece := _piece(answer):
        if part.size + len(piece) > file.size:
            part.restart()
            raise _other_size(file)
        part.write(piece)
        if part.size < file.size and (yield Progress(part.size, file.size)):
            return True
    return False


def _piece(answer: HTTPResponse) -> bytes:
    try:
        return answer.read1(_CHUNK)
    except (OSError, HTTPException) as error:
        raise _CutError(_fault(error)) from error


def _start(file: SourceFile, answer: HTTPResponse) -> int:
    """At which byte of the file the answer begins; -1 where it does not tell.

    Raises:
        UserError: it is another file.
    """
    if answer.headers.get_content_type() == "text/html":
        sentence = tr("{file} cannot be fetched: a web page came in its place; perhaps this network asks for a login.")
        raise UserError(sentence.format(file=file.name))
    start, told = 0, answer.headers.get("Content-Length", "")
    if answer.status == 206:
        extent = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
        start, told = (int(extent[1]), extent[2]) if extent else (-1, "")
    # Not every server knows the length of the whole file.
    if told.isdecimal() and int(told) != file.size:
        raise _other_size(file)
    return start


def _other_size(file: SourceFile) -> UserError:
    sentence = trn(
        "{file} has changed: what {host} sends is not the {count} byte that it must have.",
        "{file} has changed: what {host} sends is not the {count} bytes that it must have.",
        file.size,
    )
    return UserError(sentence.format(file=file.name, host=_host(file), count=f"{file.size:,}"))


def _answer(file: SourceFile, start: int, timeout: float) -> HTTPResponse:
    """Ask for the file from byte `start` on."""
    headers = {"User-Agent": "lenet-app"} | ({"Range": f"bytes={start}-"} if start else {})
    try:
        address = urlsplit(file.url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(tr("it must be http:// or https:// and the name of a server"))
        answer: HTTPResponse = _opener().open(web.Request(file.url, headers=headers), timeout=timeout)
    except HTTPError as error:
        error.close()
        if error.code == _RANGE_REFUSED and start:
            raise _RangeRefusedError from error
        sentence = tr("{file} cannot be fetched: {host} answers “{answer}”.")
        told = f"{error.code} {error.reason}".strip()
        raise UserError(sentence.format(file=file.name, host=_host(file), answer=told)) from error
    except (ValueError, InvalidURL) as error:
        sentence = tr("{url} is no address to fetch a file from: {fault}.")
        raise UserError(sentence.format(url=file.url, fault=error)) from error
    except (OSError, HTTPException) as error:
        raise _not_reached(file, error) from error
    return answer


def _opener() -> web.OpenerDirector:
    """What knows http and https alone: a server could lead urllib's own to ftp."""
    opener = web.OpenerDirector()
    for handler in (
        web.ProxyHandler,
        web.UnknownHandler,
        web.HTTPHandler,
        web.HTTPDefaultErrorHandler,
        web.HTTPRedirectHandler,
        web.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    opener.add_handler(web.HTTPSHandler(context=trusting_context()))
    return opener


def _not_reached(file: SourceFile, error: OSError | HTTPException) -> Exception:
    """What it means that there was no answer."""
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, OSError) else error
    facts = {"file": file.name, "host": _host(file), "fault": _fault(cause)}
    if isinstance(cause, ssl.SSLCertVerificationError):
        sentence = tr("{file} cannot be fetched: {host} does not prove who it is ({fault}).")
        return UserError(sentence.format(**facts))
    offline = isinstance(cause, socket.gaierror | ConnectionRefusedError | TimeoutError)
    if offline or (isinstance(cause, OSError) and cause.errno in _NO_WAY):
        sentence = tr(
            "{file} cannot be fetched: this computer seems to be offline, or {host} does not answer ({fault}); a copy"
            " on a disk can be opened in its place."
        )
        return UserError(sentence.format(**facts))
    if isinstance(cause, ConnectionError | HTTPException):
        return _CutError(facts["fault"])
    return UserError(tr("{file} cannot be fetched from {host}: {fault}.").format(**facts))


def _fault(error: Exception) -> str:
    """The fault in a few words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, URLError):
        return str(error.reason)
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _host(file: SourceFile) -> str:
    return urlsplit(file.url).netloc.rpartition("@")[2]
