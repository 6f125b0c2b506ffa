import os
import subprocess
import sys
from pathlib import Path

import pytest

import lenet_app
from lenet_app.commands import architectures
from lenet_app.paths import HOME_VARIABLE
from tests.unit.commands.running import ROOT, Command, as_process


def test_version_and_help(command: Command) -> None:
    assert command("--version").out.startswith(f"lenet-app {lenet_app.__version__}\nQt ")
    result = command("--help")
    assert result.status == 0
    for name in ("predict", "evaluate", "train", "download", "reproduce", "architectures"):
        assert name in result.out
        assert command(name, "--help").status == 0


USAGE: tuple[tuple[str, ...], ...] = (
    ("recognise",),
    ("predict",),
    ("predict", "--strokes"),
    ("predict", "--strokes", "a.jsonl", "picture.png"),
    ("predict", "picture.png", "--modell", "x"),
    ("evaluate", "surplus"),
    ("train", "--epochs", "many"),
    ("train", "--epochs", "1.5"),
    ("train", "--optimizer", "lion"),
    ("train", "--loss", "hinge"),
    ("train", "--initialisation", "zeros"),
    ("train", "--schedule", "sometimes"),
    ("train", "--steps", "many"),
    ("reproduce", "--seeds", "many"),
    ("reproduce", "--fast"),
    ("train", "--seed", "-1"),
    ("train", "--seed", "one"),
    ("train", "--learning-rate", "fast"),
    ("train", "--architecture", "another", "--from", "LeNet-5"),
)


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_exits_with_2(command: Command, arguments: tuple[str, ...]) -> None:
    result = command(*arguments)
    assert result.status == 2
    assert result.out == ""
    assert result.err.startswith("usage: ")
    assert "_natural" not in result.err


def test_a_wrong_seed_is_explained(command: Command) -> None:
    assert command("train", "--seed", "-3").err.endswith(
        "error: argument --seed: it must be a whole number, 0 or more, not -3\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("predict", "--model", "nobody", "x.png"), "There is no model nobody; known are LeNet-5, "),
        (("predict", "--model", "", "x.png"), "There is no model ; known are LeNet-5, "),
        (("predict", "--model", "n" * 300, "x.png"), f"There is no model {'n' * 300}; known are LeNet-5, "),
        (("evaluate", "--model", "nobody"), "There is no model nobody; known are LeNet-5, "),
        (
            ("evaluate", "--dataset", "cats"),
            "There is no data set cats and no file or folder of that name; known are mnist, my-digits, cifar10, ",
        ),
        (("train", "--dataset", "cats"), "There is no data set cats and no file or folder of that name; known are "),
        (("train", "--dataset", "cifar10"), "The data set cifar10 is not on this computer: "),
        (("train", "--architecture", "lenet-cifar"), "The data set cifar10 is not on this computer: "),
        (("train", "--architecture", "vgg"), "There is no architecture vgg; known are lenet5"),
        (("train", "--from", "nobody"), "There is no model nobody; known are LeNet-5, "),
        (("train", "--from", ""), "There is no model ; known are LeNet-5, "),
        (("train", "--device", "tpu"), "There is no device tpu here; "),
        (("train", "--epochs", "0"), "Epochs must be at least 1, not 0."),
        (("train", "--steps", "-1"), "Steps must be 0 or more, not -1."),
        (
            ("train", "--optimizer", "levenberg-marquardt", "--batch-size", "64"),
            "Levenberg-Marquardt learns one picture at a time: its batch size must be 1, not 64.",
        ),
        (
            ("train", "--architecture", "lenet5-1998", "--batch-size", "10"),
            "Levenberg-Marquardt learns one picture at a time: its batch size must be 1, not 10.",
        ),
        (("train", "--batch-size", "0"), "The batch size must be at least 1, not 0."),
        (("train", "--learning-rate", "nan"), "The learning rate must be a number above 0, not nan."),
        (("train", "--subset", "0"), "A subset must have 1 to 60000 pictures, not 0."),
        (("train", "--subset", "60001"), "A subset must have 1 to 60000 pictures, not 60001."),
        (("train", "--hold-out", "60000"), "A hold-out can have 0 to 59999 of the 60000 training pictures, not 60000."),
        (("train", "--hold-out", "-1"), "A hold-out can have 0 to 59999 of the 60000 training pictures, not -1."),
    ],
)
def test_impossible_wishes_exit_with_1_and_a_sentence(
    command: Command, arguments: tuple[str, ...], sentence: str
) -> None:
    result = command(*arguments)
    assert result.sentence.startswith(sentence)
    assert result.out == ""


def test_a_damaged_model_is_told(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(b"broken")
    expected = "broken.safetensors cannot be used as a model: it is damaged or not a safetensors file."
    for arguments in (("predict", "x.png", "--model", path), ("evaluate", "--model", path), ("train", "--from", path)):
        assert command(*arguments).sentence == expected


def test_as_a_process() -> None:
    assert as_process("predict").status == 2
    assert as_process("predict", "--model", "nobody", "x").sentence.startswith("There is no model nobody")


def test_the_reader_of_the_answers_may_leave(tmp_path: Path) -> None:
    """`lenet-app predict … | head -1`, with more answers than any pipe holds."""
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text('{"strokes": [[[0, 0], [1, 9]]]}\n' * 1500)
    arguments = [sys.executable, "-m", "lenet_app", "predict", "--json", "--strokes", str(drawings)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"index": 0, "digit": ')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=300) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
def test_a_name_that_the_terminal_cannot_write(tmp_path: Path) -> None:
    for encoding in ("utf-8", "ascii"):
        code = f"import sys; sys.stdout.reconfigure(encoding={encoding!r}); from lenet_app.cli import main; "
        code += "sys.exit(main(['predict', 'no-\\udcff-\\u00e9.png']))"
        result = as_process(code=code)
        assert result.out.startswith("no-\\udcff-")
        assert result.sentence == "1 of the items could not be read."


def test_predicting_does_not_load_torch_or_qt(tmp_path: Path) -> None:
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text('{"strokes": [[[0, 0], [1, 9]]]}\n')
    code = (
        "import sys; from lenet_app.cli import main; status = main(sys.argv[1:]); "
        "sys.exit(status or ' '.join({'torch', 'PySide6'} & sys.modules.keys()) or 0)"
    )
    result = as_process("predict", "--strokes", drawings, code=code)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("0: ")


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told otherwise there")
@pytest.mark.parametrize("arguments", ["--help", "train --help", "--version", "architectures"])
def test_nobody_reads_the_output_at_all(arguments: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        [sys.executable, "-m", "lenet_app", *arguments.split()],
        cwd=ROOT,
        env=environ,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="the device is Linux's")
def test_help_that_cannot_be_written() -> None:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "lenet_app", "--help"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, cwd=ROOT, env=environ, stdout=full, stderr=subprocess.PIPE, timeout=120, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"lenet-app: The output cannot be written: No space left on device.\n"


def test_a_fault_of_a_file_is_not_the_outputs(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_options: object) -> int:
        raise PermissionError(13, "Permission denied", "/root/secret")

    monkeypatch.setattr(architectures, "run", refuse)
    assert command("architectures").sentence == "/root/secret cannot be used: Permission denied."


def test_a_data_folder_that_cannot_be_read_is_told_and_shipped_models_answer(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text('{"strokes": [[[2, 2], [8, 2], [5, 9]]]}\n')
    monkeypatch.setenv(HOME_VARIABLE, str(drawings / "folder"))
    result = command("predict", "--strokes", drawings)
    assert (result.status, result.out[:5]) == (0, "0: 7 ")
    assert result.err == f"lenet-app: The folder {drawings / 'folder'} cannot be read: Not a directory.\n"
    assert command("download").status == 0


def test_ctrl_c_before_there_is_anything_to_break_off() -> None:
    code = """
import os, runpy, signal, sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "lenet_app.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupted())
runpy.run_module("lenet_app", run_name="__main__")
"""
    result = as_process(code=code)
    assert (result.status, result.out, result.err) == (130, "", "")


SEEDS = [str(2**63), "9" * 23, "9" * 5000]


@pytest.mark.parametrize("seed", SEEDS, ids=len)
def test_a_seed_beyond_all_generators_is_explained(command: Command, seed: str) -> None:
    result = command("train", f"--seed={seed}")
    assert result.status == 2
    assert result.err.endswith("error: argument --seed: it must be at most 9223372036854775807\n")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
@pytest.mark.parametrize("inner", ["", "/inner"])
@pytest.mark.parametrize("command_line", ["train --output", "read x.png --csv", "reproduce --quick --output"])
def test_an_output_among_links_that_lead_in_a_circle(
    command: Command, tmp_path: Path, command_line: str, inner: str
) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(circle)
    result = command(*command_line.split(), f"{circle}{inner}")
    assert result.sentence.endswith("cannot be written: Too many levels of symbolic links.")
    assert circle.is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_data_folder_among_links_that_lead_in_a_circle(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "circle"))
    result = command("train", "--steps", "1")
    told = "Too many levels of symbolic links."
    assert [line[-len(told) :] for line in result.err.splitlines()] == [told, told]
    assert command("predict", "x.png").out.startswith("x.png: ")


def test_the_data_folder_of_a_user_who_does_not_exist(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, "~nosuchuser/digits")
    sentence = "LENET_APP_HOME is ~nosuchuser/digits, and there is no such user's folder."
    for arguments in (("predict", "x.png"), ("download",), ("train",), ()):
        assert command(*arguments).sentence == sentence


@pytest.mark.parametrize("seeds", ["10001", "9" * 26])
def test_more_seeds_than_can_be_listed(command: Command, tmp_path: Path, seeds: str) -> None:
    result = command("reproduce", "--quick", "--seeds", seeds, "--output", tmp_path)
    assert result.sentence == "There can be 10,000 seeds at most."
