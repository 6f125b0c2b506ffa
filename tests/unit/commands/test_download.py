"""`lenet-app download` from a real server on this machine; what it knows to fetch is a set made for the tests."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.sources import SOURCES, Source
from lenet_app.paths import Home
from tests.unit.commands.running import ROOT, Command
from tests.unit.data.http_server import FileServer, Manners, serving

FIRST, SECOND = (np.random.default_rng(seed).bytes(size) for seed, size in ((1, 1_500_000), (2, 70_000)))
OFFLINE = "cannot be fetched: this computer seems to be offline"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """Serves the data set `small`, which the program then knows."""
    monkeypatch.setenv("no_proxy", "*")
    with serving({"/one.gz": FIRST, "/two.gz": SECOND}) as one:
        files = (one.source_file("one.gz"), one.source_file("two.gz"))
        monkeypatch.setitem(SOURCES, "small", Source("small", "Small set", files))
        yield one


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_line_for_each_file(command: Command, server: FileServer) -> None:
    result = command("download", "--json", "small")
    assert result.status == 0
    folder = Home.of_user().data / "small"
    assert result.lines == [
        {"name": "small", "file": name, "path": str(folder / name), "bytes": len(content), "sha256": sha256(content)}
        for name, content in (("one.gz", FIRST), ("two.gz", SECOND))
    ]
    assert (folder / "one.gz").read_bytes() == FIRST
    assert (folder / "two.gz").read_bytes() == SECOND
    assert result.err == ""
    again = command("download", "--json", "small")
    assert again.lines == result.lines
    assert len(server.asked) == 2


def test_text_for_people(command: Command, server: FileServer) -> None:
    lines = command("download", "small").out.splitlines()
    assert lines == [
        f"{(Home.of_user().data / 'small') / 'one.gz'}: 1,500,000 bytes, the SHA-256 is right",
        f"{(Home.of_user().data / 'small') / 'two.gz'}: 70,000 bytes, the SHA-256 is right",
    ]
    assert len(server.asked) == 2


@pytest.mark.parametrize("options", [(), ("--list",)])
def test_the_list(command: Command, server: FileServer, options: tuple[str, ...]) -> None:
    before = command("download", *options).out.splitlines()
    assert [line.split()[0] for line in before] == list(SOURCES)
    assert before[0].split() == ["cifar10", "CIFAR-10", "170.1", "MB", "not", "here"]
    assert before[-1].split() == ["small", "Small", "set", "1.6", "MB", "not", "here"]
    assert not server.asked
    command("download", "small")
    after = command("download", *options).out.splitlines()
    assert after[:-1] == before[:-1]
    assert after[-1].endswith(f"1.6 MB  here, in {(Home.of_user().data / 'small')}")
    assert not (Home.of_user().data / "cifar10").exists()


def test_the_list_as_json(command: Command, server: FileServer) -> None:
    facts = {"name": "small", "title": "Small set", "bytes": 1_570_000, "path": str(Home.of_user().data / "small")}
    assert command("download", "--list", "--json", "small").lines == [facts | {"here": False}]
    command("download", "small")
    assert command("download", "--json").lines[-1] == facts | {"here": True}
    assert len(server.asked) == 2


def test_a_mirror(command: Command, server: FileServer) -> None:
    with serving({"/sets/one.gz": FIRST, "/sets/two.gz": SECOND}) as mirror:
        result = command("download", "--json", "small", "--from", f"{mirror.url}/sets/")
        assert [asked.path for asked in mirror.asked] == ["/sets/one.gz", "/sets/two.gz"]
    assert [line["sha256"] for line in result.lines] == [sha256(FIRST), sha256(SECOND)]
    assert not server.asked


def test_hashes_hold_for_a_mirror(command: Command, server: FileServer) -> None:
    server.files |= {"/sets/one.gz": FIRST, "/sets/two.gz": SECOND[::-1]}
    result = command("download", "--json", "small", "--from", f"{server.url}/sets")
    assert result.sentence == "two.gz came damaged or has changed on the server: its SHA-256 is wrong; it was removed."
    # What was right is told and kept.
    assert [line["file"] for line in result.lines] == ["one.gz"]
    assert [path.name for path in (Home.of_user().data / "small").iterdir()] == ["one.gz"]


def test_one_mirror_is_for_one_set(command: Command, server: FileServer) -> None:
    result = command("download", "small", "kmnist", "--from", server.url)
    assert result.sentence == "--from is the folder of one data set, and 2 are named."
    assert not server.asked


def test_an_unknown_name_is_told_before_anything_is_fetched(command: Command, server: FileServer) -> None:
    result = command("download", "small", "emnist")
    assert result.sentence.startswith("There is no data set emnist to download; known are cifar10, ")
    assert not server.asked


def test_offline(command: Command, server: FileServer) -> None:
    result = command("download", "small", "--from", "http://sets.invalid")
    assert result.sentence.startswith(f"one.gz {OFFLINE}, or sets.invalid does not answer (")
    assert result.out == ""


def test_it_goes_on_where_it_was_cut(command: Command, server: FileServer) -> None:
    server.manners = Manners(cuts=[100_000, 0, 0, 0])
    result = command("download", "small")
    assert result.sentence.startswith("The connection was cut at byte 100000 of 1500000 of one.gz (")
    assert command("download", "small").status == 0
    assert server.asked[4].range == "bytes=100000-"
    assert ((Home.of_user().data / "small") / "one.gz").read_bytes() == FIRST


def wait_for_size(path: Path, size: int) -> None:
    end = time.monotonic() + 60
    while not path.exists() or path.stat().st_size < size:
        assert time.monotonic() < end, f"{path} never had {size} bytes"


STARTED = """
import sys
from lenet_app.cli import main
from lenet_app.data.sources import SOURCES, Source, SourceFile

url, *facts = sys.argv[1:]
sizes, hashes = facts[::2], facts[1::2]
files = [SourceFile(n, f"{url}/{n}", int(s), h) for n, s, h in zip(("one.gz", "two.gz"), sizes, hashes)]
SOURCES["small"] = Source("small", "Small set", tuple(files))
sys.exit(main(["download", "--json", "small"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_keeps_what_has_come(command: Command, server: FileServer) -> None:
    server.manners = Manners(cuts=[len(FIRST), 30_000], hangs=True)
    facts = [str(fact) for file in SOURCES["small"].files for fact in (file.size, file.sha256)]
    arguments = [sys.executable, "-W", "error", "-c", STARTED, server.url, *facts]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["file"] == "one.gz"
        wait_for_size((Home.of_user().data / "small") / "two.gz.part", 30_000)
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert rest == ""
    assert "Traceback" not in errors
    sentence = "Stopped; what has come of small is kept, and the next call goes on from there."
    assert errors == f"lenet-app: {sentence}\n"
    folder = Home.of_user().data / "small"
    assert (folder / "one.gz").read_bytes() == FIRST
    assert (folder / "two.gz.part").read_bytes() == SECOND[:30_000]
    server.manners = Manners()
    assert command("download", "small").status == 0
    assert server.asked[-1].range == "bytes=30000-"
    assert (folder / "two.gz").read_bytes() == SECOND


def test_it_needs_neither_torch_nor_qt() -> None:
    code = (
        "import sys; from lenet_app.cli import main; status = main(['download']); "
        "sys.exit(status or ' '.join({'torch', 'PySide6'} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("cifar10 ")


def test_usage(command: Command) -> None:
    assert command("download", "--lists").status == 2
    help_text = command("download", "--help").out
    assert "cifar10, fashion-mnist, kmnist" in help_text
    assert "--from URL" in help_text


def test_a_server_cannot_write_to_the_terminal(command: Command, server: FileServer) -> None:
    server.manners = Manners(status=404, reason="\x1b[2J\x1b]0;title\x07gone\x9b1m")
    result = command("download", "small")
    assert result.sentence.endswith("answers “404 \\x1b[2J\\x1b]0;title\\x07gone\\x9b1m”.")
    assert "\x1b" not in result.err


def test_the_next_set_is_fetched_where_one_cannot_be(
    command: Command, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = (replace(server.source_file("one.gz"), name="gone.gz", url=f"{server.url}/gone.gz"),)
    monkeypatch.setitem(SOURCES, "gone", Source("gone", "Gone", gone))
    result = command("download", "--json", "gone", "small")
    assert result.sentence.startswith("gone.gz cannot be fetched: ")
    assert [line["file"] for line in result.lines] == ["one.gz", "two.gz"]


@pytest.mark.parametrize("options", [(), ("--json",), ("--from", "http://sets.invalid")])
def test_what_comes_with_the_program_is_not_fetched(command: Command, options: tuple[str, ...]) -> None:
    result = command("download", "mnist", *options)
    sentence = "lenet-app: MNIST comes with the program: there is nothing to fetch.\n"
    assert (result.status, result.out, result.err) == (0, "", sentence)


def test_the_others_are_fetched_beside_what_comes_with_the_program(command: Command, server: FileServer) -> None:
    assert command("download", "mnist", "small").status == 0
    assert len(server.asked) == 2
