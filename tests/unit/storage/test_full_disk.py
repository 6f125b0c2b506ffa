"""A disk without room, and homes that cannot be written to: a sentence, and all that was there stays."""

import os
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.tasks import tasks
from lenet_app.paths import HOME_VARIABLE
from lenet_app.storage.files import check_writable, write_whole
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from lenet_app.storage.own_architectures import own_members, rename_architecture, save_architecture
from lenet_app.storage.results import ReproductionFolder
from tests.unit.commands.running import Command
from tests.unit.samples import model, result_of
from tests.unit.small_disk import fill, small_disk

FULL = r"cannot be written: No space left on device\.$"


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_full_disk_costs_what_is_written_and_nothing_else(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2**20) as disk:
        library, networks, folder = (
            ModelLibrary(disk / "models"),
            disk / "architectures",
            ReproductionFolder(disk / "r"),
        )
        one, *_ = tasks(["lenet5-deep"], seeds=1)
        entry = library.save(model(name="mine"))
        save_architecture(family.member("lenet5-wide"), "Mine", networks)
        folder.keep(one, result_of(one), model(name=one.key))
        fill(disk)
        before = state(disk)
        for attempt in (
            lambda: library.save(model(name="another")),
            lambda: library.rename(entry, "renamed"),
            lambda: save_architecture(family.member("lenet5"), "Another", networks),
            lambda: rename_architecture("mine", "Renamed", networks),
            lambda: folder.keep(one, result_of(one, accuracy=0.5), model(name="another")),
            lambda: write_whole(disk / "models" / "mine.safetensors", bytes(2**16)),
            lambda: library.check_writable("another", 2**16),
            lambda: folder.check_writable(2**16),
        ):
            with pytest.raises(UserError, match=FULL):
                attempt()
            assert state(disk) == before
        assert read_model(entry.path).name == "mine"
        assert [member.architecture.title for member in own_members(networks)[0]] == ["Mine"]
        (disk / "filling").unlink()
        assert library.rename(entry, "renamed").name == "renamed"


def test_room_is_asked_for_to_the_byte(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2**20) as disk:
        check_writable(disk / "file", 2**19)
        with pytest.raises(UserError, match=FULL):
            check_writable(disk / "file", 2**21)
        assert not list(disk.iterdir())


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX's rights")
@pytest.mark.parametrize("kind", ["a file in its way", "no such disk"])
def test_without_a_home_that_can_be_written_to_all_that_needs_none_goes_on(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    home = tmp_path / "file" / "home" if kind == "a file in its way" else Path("/proc/no such/home")
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    strokes = tmp_path / "strokes.jsonl"
    strokes.write_text('{"strokes": [[[2, 2], [8, 2], [5, 9]]]}\n')
    assert command("predict", "--strokes", strokes, "--json").status == 0
    assert command("architectures", "lenet5").status == 0
    result = command("train", "--epochs", "1", "--subset", "100", "--hold-out", "0", "--device", "cpu", "--json")
    assert result.status == 1
    assert " cannot be written: " in result.err
    assert result.out == ""
