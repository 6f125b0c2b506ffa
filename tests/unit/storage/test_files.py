import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.storage.files import check_writable, write_whole
from tests.unit.commands.running import as_process


def test_folders_are_made_and_nothing_but_the_file_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "model.safetensors"
    check_writable(path)
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="limits and SIGKILL are POSIX's")
def test_what_stood_there_stays_where_the_room_ends_or_the_process(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"old")
    begin = (
        "import os, resource, signal, sys; from pathlib import Path; from lenet_app.storage.files import write_whole; "
        "at_sync = lambda _: os.kill(os.getpid(), signal.SIGKILL); "
    )
    write = "write_whole(Path(sys.argv[1]), b'new' * 10_000)"
    full = as_process(path, code=begin + "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); " + write)
    assert f"{path} cannot be written: File too large." in full.err
    assert list(tmp_path.iterdir()) == [path]
    assert as_process(path, code=begin + "os.fsync = at_sync; " + write).status == -signal.SIGKILL
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_of_a_link_the_target_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_what_is_no_file_is_refused_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match="cannot be written: it is not a file"):
        check_writable(pipe)
    with pytest.raises(UserError, match="cannot be written: it is not a file"):
        write_whole(pipe, b"new")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX's rights")
def test_the_files_rights_are_those_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "model", b"new")
    assert (tmp_path / "model").stat().st_mode == (tmp_path / "plain").stat().st_mode
