"""A web server on this machine that can be told to misbehave, and that remembers what it was asked."""

import hashlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from lenet_app.data.sources import SourceFile


@dataclass(frozen=True)
class Asked:
    """One request: its path, its Range header, and how many bytes of the body were to be sent in answer."""

    path: str
    range: str | None
    sent: int


@dataclass
class Manners:
    """How the server answers.

    Args:
        ranges: whether it can go on in the middle of a file.
        shift: by how many bytes it goes on too late.
        announces: whether it tells how long the answer is.
        cuts: after how many bytes of the body it hangs up, for one request after the other.
        hangs: whether it waits, after the last of the cuts or after a whole body, until the server is closed.
        status: what it answers in place of the file.
        location: where it leads on to, with `status`.
        kind: the Content-Type.
        reason: what it says beside `status`.
    """

    ranges: bool = True
    shift: int = 0
    announces: bool = True
    cuts: list[int] = field(default_factory=list)
    hangs: bool = False
    status: int = 0
    location: str = ""
    kind: str = "application/octet-stream"
    reason: str | None = None


class FileServer(ThreadingHTTPServer):
    """Serves `files` by their paths; `asked` holds every request so far."""

    daemon_threads = False

    def __init__(self, files: dict[str, bytes], certificate: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.manners = Manners()
        self.asked: list[Asked] = []
        self.closing = Event()
        self.scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}"

    def source_file(self, name: str) -> SourceFile:
        """What to fetch to get the file of this name as it is now."""
        content = self.files[f"/{name}"]
        return SourceFile(name, f"{self.url}/{name}", len(content), hashlib.sha256(content).hexdigest())

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up, or do not trust the certificate, are part of the tests."""


@contextmanager
def serving(files: dict[str, bytes], certificate: str = "") -> Iterator[FileServer]:
    """A server that runs until the block ends."""
    with FileServer(files, certificate) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        manners, content = self.server.manners, self.server.files.get(self.path)
        wanted = self.headers.get("Range")
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and manners.ranges else 0
        if content is None or manners.status or start >= len(content):
            self.server.asked.append(Asked(self.path, wanted, 0))
            self._refuse(manners.status or (404 if content is None else 416), manners.location)
            return
        start += manners.shift
        body = content[start:]
        cut = min(manners.cuts.pop(0), len(body)) if manners.cuts else len(body)
        self.server.asked.append(Asked(self.path, wanted, cut))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if manners.announces:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", manners.kind)
        self.end_headers()
        self.wfile.write(body[:cut])
        if manners.hangs and not manners.cuts:
            self.server.closing.wait()

    def _refuse(self, status: int, location: str) -> None:
        self.send_response(status, self.server.manners.reason)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing is printed among the tests' own output."""
