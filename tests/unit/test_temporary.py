import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lenet_app.storage.files import check_writable, write_whole
from lenet_app.temporary import clear_left, temporary_beside
from tests.unit.commands.running import ROOT

WAIT = """
import sys
from pathlib import Path
from lenet_app.temporary import temporary_beside

with temporary_beside(Path(sys.argv[1])) as temporary:
    temporary.file.write(b"half")
    temporary.file.flush()
    print(temporary.path.name, flush=True)
    sys.stdin.read()
"""


def writing(target: Path) -> "subprocess.Popen[str]":
    """A process in the middle of a write."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", WAIT, str(target)], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def test_what_a_killed_process_left_goes_and_what_a_live_one_writes_stays(tmp_path: Path) -> None:
    with writing(tmp_path / "model") as killed, writing(tmp_path / "model") as alive:
        assert killed.stdout is not None
        assert alive.stdout is not None
        left, written = killed.stdout.readline().strip(), alive.stdout.readline().strip()
        clear_left([tmp_path, tmp_path / "no such folder"])
        assert {path.name for path in tmp_path.iterdir()} == {left, written}
        killed.kill()
        killed.wait()
        assert (tmp_path / left).read_bytes() == b"half"
        clear_left([tmp_path])
        assert [path.name for path in tmp_path.iterdir()] == [written]
        alive.communicate("", timeout=60)
    assert alive.returncode == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX's")
def test_a_write_goes_on_while_others_clear_up(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from lenet_app.temporary import clear_left\n"
        "print(flush=True)\n"
        "while os.getppid() == int(sys.argv[2]): clear_left([Path(sys.argv[1])])"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path), str(os.getpid())]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as clearing:
        assert clearing.stdout is not None
        clearing.stdout.readline()
        for number in range(300):
            write_whole(tmp_path / "file", b"%d" % number)
            assert (tmp_path / "file").read_bytes() == b"%d" % number
        clearing.kill()


def test_whoever_asks_whether_a_file_can_be_written_clears_up_there(tmp_path: Path) -> None:
    left = tmp_path / ".model.safetensors.0a1b2c3d.lenet-app.tmp"
    left.write_bytes(b"half")
    check_writable(tmp_path / "other")
    assert not left.exists()


def test_nothing_else_is_removed(tmp_path: Path) -> None:
    names = [".hidden", "model.tmp", ".model.01234567.tmp", ".m.0123456.lenet-app.tmp", "m.01234567.lenet-app.tmp", "a"]
    for name in names:
        (tmp_path / name).write_bytes(b"mine")
    (tmp_path / ".folder.01234567.lenet-app.tmp").mkdir()
    clear_left([tmp_path])
    assert {path.name for path in tmp_path.iterdir()} == {*names, ".folder.01234567.lenet-app.tmp"}


def test_a_long_name_has_a_temporary_one_that_is_short_enough(tmp_path: Path) -> None:
    with temporary_beside(tmp_path / ("\U0001f58b" * 60)) as temporary:
        assert len(temporary.path.name.encode()) <= 143  # of encrypted folders on Linux
