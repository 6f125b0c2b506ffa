"""Two processes that write at once, and a file that changes while it is read."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.storage.files import write_new
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model, write_model
from lenet_app.storage.own_architectures import own_members
from tests.unit.commands.running import ROOT
from tests.unit.samples import model

PAIRS = 40
SAVE = """
import sys
from pathlib import Path
from lenet_app.networks.making import Making
from lenet_app.storage.library import ModelLibrary
from tests.unit.samples import model

library = ModelLibrary(Path(sys.argv[1]), Path(sys.argv[1]) / "none")
for line in sys.stdin:  # a line to each process at once, as close together as can be
    print(library.save(model(name=line.strip(), making=Making(device=sys.argv[2]))).name, flush=True)
"""
SAVE_ARCHITECTURE = """
import sys
from pathlib import Path
from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.storage.own_architectures import save_architecture

member = family.member(sys.argv[2])
for line in sys.stdin:
    try:
        print(save_architecture(member, line.strip(), Path(sys.argv[1])).architecture.id, flush=True)
    except UserError as error:
        print(error, flush=True)
"""


def said_at_once(code: str, folder: Path, names: tuple[str, str]) -> list[tuple[str, str]]:
    """What two processes answer to the same forty lines, which each is given as soon as both have answered the last."""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for name in names
    ]
    answers = []
    for number in range(PAIRS):
        for one in both:
            assert one.stdin is not None
            one.stdin.write(f"Pair {number}\n")
            one.stdin.flush()
        lines = [one.stdout.readline().strip() for one in both if one.stdout is not None]
        answers.append((lines[0], lines[1]))
    for one in both:
        one.communicate(timeout=60)
        assert one.returncode == 0
    return answers


def test_two_processes_that_save_one_name_keep_both_models(tmp_path: Path) -> None:
    answers = said_at_once(SAVE, tmp_path, ("one", "other"))
    for number, pair in enumerate(answers):
        assert set(pair) == {f"Pair {number}", f"Pair {number} (2)"}
        for name, maker in zip(pair, ("one", "other"), strict=True):
            assert read_model(tmp_path / f"{name}.safetensors").making.device == maker
    assert len(list(tmp_path.iterdir())) == 2 * PAIRS
    assert not ModelLibrary(tmp_path).contents().unusable


def test_of_two_processes_that_save_one_architecture_one_is_told(tmp_path: Path) -> None:
    answers = said_at_once(SAVE_ARCHITECTURE, tmp_path, ("lenet5", "lenet5-wide"))
    for number, pair in enumerate(answers):
        assert sorted(pair) == [f"There is an architecture Pair {number} already.", f"pair-{number}"]
    members, unusable = own_members(tmp_path)
    assert (len(members), unusable) == (PAIRS, ())


def test_a_disk_without_links_claims_a_name_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "one", b"1")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "one", b"2")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("one", b"1")]


@pytest.mark.skipif(sys.platform == "win32", reason="There a file that is open is not cut short.")
def test_a_model_that_is_written_to_in_place_while_it_is_read_is_read_or_refused(tmp_path: Path) -> None:
    """A memory map would end the process with SIGBUS as soon as the file is shorter than it was."""
    path = tmp_path / "model.safetensors"
    write_model(model(), path)
    code = (
        "import os, sys; content = open(sys.argv[1], 'rb').read(); file = open(sys.argv[1], 'r+b'); print(flush=True)\n"
        "while os.getppid() == int(sys.argv[2]): file.truncate(100); file.seek(0); file.write(content); file.flush()"
    )
    read, refused = 0, set[str]()
    with subprocess.Popen([sys.executable, "-c", code, str(path), str(os.getpid())], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        tried, end = 0, time.monotonic() + 30
        while tried < 400 or not (read or time.monotonic() > end):
            tried += 1
            try:
                read += read_model(path).architecture.parameters > 0
            except UserError as error:
                refused.add(str(error).partition(":")[0])
        writer.kill()
    assert read
    assert refused == {"model.safetensors cannot be used as a model"}


def test_a_listing_goes_on_while_files_come_and_go(tmp_path: Path) -> None:
    library, gone = ModelLibrary(tmp_path, tmp_path / "none"), tmp_path / "goes.safetensors"
    write_model(model(name="stays"), tmp_path / "stays.safetensors")
    content = (tmp_path / "stays.safetensors").read_bytes()

    def come_and_go() -> None:
        for _ in range(100):
            gone.write_bytes(content)
            gone.unlink()

    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(come_and_go)
        while not going.done():
            assert "stays" in [entry.name for entry in library.entries()]
            assert all(one.path == gone for one in library.contents().unusable)
        going.result()
