"""`lenet-app --self-test`, `--start-times` and `--version`, as a process of their own each."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

import lenet_app
from lenet_app.gui.self_test.everything import checks_of_window
from lenet_app.gui.self_test.report import CheckFailed, as_json, require, run_check
from lenet_app.paths import Home
from tests.unit.commands.running import as_process, started

CHECKS = [
    *("the window is painted", "a drawing is recognised", "the layers are shown", "a picture is opened"),
    *(
        "NumPy and torch agree",
        "a unit's arithmetic gives its number",
        "training lowers the loss",
        "a model is saved and loaded",
    ),
]


WATCHED = """
import os, sys
def note(event, arguments):
    is_pair = event == "socket.__new__" and arguments[1] == 1  # AF_UNIX: the pair that signals wake the window through
    if event.startswith(("socket.", "urllib.")) and not is_pair:
        with open(os.environ["SOCKETS"], "a") as file:
            print(event, arguments, file=file)
sys.addaudithook(note)
"""


@pytest.fixture
def sockets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the processes of the test note each socket that they open; the file is not there until one does."""
    watch, noted = tmp_path / "watch", tmp_path / "sockets"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(WATCHED if os.name == "posix" else "")  # pairs are not told apart elsewhere
    monkeypatch.setenv("PYTHONPATH", str(watch))
    monkeypatch.setenv("SOCKETS", str(noted))
    return noted


@pytest.mark.skipif(os.name != "posix", reason="nothing is noted there")
def test_sockets_are_noted(sockets: Path) -> None:
    as_process(code="import socket; socket.socket(socket.AF_INET)")
    assert sockets.read_text().startswith("socket.__new__")


def test_the_self_test_passes_leaves_nothing_and_opens_no_socket(
    user_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets: Path
) -> None:
    left = tmp_path / "left"
    left.mkdir()
    monkeypatch.setenv("TMPDIR", str(left))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user_home / "config"))
    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR", raising=False)  # which a training in this process may have set
    result = as_process("--self-test")
    report = json.loads(result.out)
    assert [check["name"] for check in report["checks"]] == CHECKS
    assert [check["detail"] for check in report["checks"] if not check["ok"]] == []
    assert (result.status, report["ok"]) == (0, True)
    assert report["versions"]["lenet-app"] == lenet_app.__version__
    assert {"Qt", "torch", "device", "Python", "NumPy"} <= report["versions"].keys()
    assert not [*left.rglob("*"), *user_home.rglob("*")]
    assert not sockets.exists()


def test_the_times_of_the_start_are_told_in_their_order(
    user_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    began = time.time()
    result = as_process("--start-times")
    told = [json.loads(line) for line in result.out.splitlines()]
    assert [one["event"] for one in told] == ["first paint", "first answer", "torch ready"]
    assert began < told[0]["time"] < told[1]["time"] < told[2]["time"] < time.time()
    assert all(0 <= one["largest_gap"] < time.time() - began for one in told)
    assert not [*user_home.rglob("*"), *tmp_path.rglob("*")]


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_self_test_that_is_broken_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    code = (
        "import os, signal, sys; from lenet_app.cli import main; from lenet_app.gui.self_test import everything; "
        "everything.core_checks = lambda home: os.kill(os.getpid(), getattr(signal, sys.argv[1])); "
        "sys.exit(main(['--self-test']))"
    )
    result = as_process(name, code=code)
    assert result.status == 128 + getattr(signal, name)
    assert result.err == "lenet-app: Interrupted.\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is told otherwise elsewhere")
def test_the_reader_of_the_times_may_leave() -> None:
    with started(["--start-times"]) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=120) == 0


def test_the_version_names_what_a_fault_is_reported_with() -> None:
    lines = as_process("--version").out.splitlines()
    assert lines[0] == f"lenet-app {lenet_app.__version__}"
    assert [line.partition(" ")[0] for line in lines[1:]] == ["Qt", "torch", "device"]
    assert all(line.partition(" ")[2] for line in lines)


def test_a_window_that_cannot_open_is_a_check_that_failed(tmp_path: Path) -> None:
    environ = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"} | {
        "QT_QPA_PLATFORM": "none"
    }
    (check,) = checks_of_window(Home(tmp_path), environ)
    assert not check.ok
    if os.name == "posix":
        assert check.detail.startswith("Qt has no platform none")


def test_what_a_check_raises_is_its_failure() -> None:
    def defect() -> str:
        raise ZeroDivisionError("nothing to divide by")

    def fault() -> str:
        require(not "seen", "1 is not above 2.")
        return "unseen"

    fine, broken, wrong = run_check("a", lambda: "seen"), run_check("b", defect), run_check("c", fault)
    assert (fine.ok, fine.detail) == (True, "seen")
    assert not broken.ok
    assert "ZeroDivisionError: nothing to divide by" in broken.detail
    assert (wrong.ok, wrong.detail) == (False, "1 is not above 2.")
    assert as_json([fine], {})["ok"] is True
    assert as_json([fine, wrong], {})["ok"] is False
    assert as_json([], {})["ok"] is False
    with pytest.raises(CheckFailed):
        require(False, "no")
