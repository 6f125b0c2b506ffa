"""Certificates are found wherever a system keeps them, and what the user chose wins."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lenet_app.data.trust import BUNDLES, trusting_context
from tests.unit.data.http_server import FileServer, serving

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="There is no openssl to make a certificate with."
)

NOWHERE = ssl.get_default_verify_paths()._replace(cafile="", capath="")


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of an authority of the test's own for this machine: with its key, and without."""
    key, alone, both = folder / "key.pem", folder / "ca.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(alone)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + alone.read_bytes())
    return both, alone


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    return certificate(tmp_path)[1]


@pytest.fixture
def server(authority: Path) -> Iterator[FileServer]:
    with serving({"/set.gz": b"content"}, str(authority.with_name("both.pem"))) as one:
        yield one


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (NOWHERE.openssl_cafile_env, NOWHERE.openssl_capath_env):
        monkeypatch.delenv(name, raising=False)


def is_trusted(server: FileServer, context: ssl.SSLContext) -> bool:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="127.0.0.1"):
                return True
        except ssl.SSLCertVerificationError:
            return False


def test_the_first_file_with_certificates_is_taken(server: FileServer, authority: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    bundles = (tmp_path / "missing.pem", tmp_path, empty, authority)
    assert is_trusted(server, trusting_context(bundles, NOWHERE))
    assert not is_trusted(server, trusting_context(bundles[:-1], NOWHERE))


def test_an_empty_folder_holds_none(server: FileServer, authority: Path, tmp_path: Path) -> None:
    folder = tmp_path / "certs"
    folder.mkdir()
    assert is_trusted(server, trusting_context((authority,), NOWHERE._replace(capath=str(folder))))
    (folder / "0123abcd.0").touch()
    assert not is_trusted(server, trusting_context((authority,), NOWHERE._replace(capath=str(folder))))


def test_a_file_in_the_usual_place_is_enough(server: FileServer, authority: Path, tmp_path: Path) -> None:
    usual = NOWHERE._replace(cafile=str(tmp_path / "usual.pem"))
    assert not is_trusted(server, trusting_context((authority,), usual))


def test_what_the_user_chose_wins(
    server: FileServer, authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NOWHERE.openssl_cafile_env, str(tmp_path / "missing.pem"))
    assert not is_trusted(server, trusting_context((authority,), NOWHERE))
    monkeypatch.setenv(NOWHERE.openssl_cafile_env, str(authority))
    assert is_trusted(server, trusting_context(BUNDLES, NOWHERE))
