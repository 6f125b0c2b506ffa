"""What is kept of a run whose place refused it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.tasks import tasks
from lenet_app.paths import HOME_VARIABLE, Home
from lenet_app.runs.keeping import keep_again, keep_elsewhere, kept_elsewhere_text
from lenet_app.runs.places import InFile, InLibrary, Place
from lenet_app.runs.reports import Begun, Made, Prepared, Unkept, Where
from lenet_app.runs.reproduction import InReproduction, reproduce
from lenet_app.runs.run import Run, make
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import read_model, write_model
from lenet_app.storage.results import ReproductionFolder
from lenet_app.training.settings import TrainingSettings
from tests.unit.closed_folder import closed
from tests.unit.samples import TINY, model
from tests.unit.training.runs import plain_recipe, same

DOWNLOADS = Path("nowhere")
RECIPE = plain_recipe(epochs=1, batch_size=100)
SETTINGS = TrainingSettings(TINY, recipe=RECIPE, subset=300, hold_out=50, device_id="cpu")


@dataclass
class FullLater:
    """A place that is full when it is to keep something."""

    place: Place
    is_full: bool = True

    def check_writable(self, name: str, size: int) -> None:
        self.place.check_writable(name, size)

    def found(self) -> Where | None:
        return self.place.found()

    def keep(self, made: Made) -> Where:
        if self.is_full:
            raise UserError("The disk is full.")
        return self.place.keep(made)

    def elsewhere(self, home: Home) -> Place:
        return self.place.elsewhere(home)


def unkept(place: Place, name: str = "mine") -> Unkept:
    return next(report for report in make(Run(SETTINGS, name, place, DOWNLOADS)) if isinstance(report, Unkept))


def test_what_could_not_be_kept_is_kept_as_soon_as_there_is_room(tmp_path: Path) -> None:
    place = FullLater(InLibrary(ModelLibrary(tmp_path)))
    told = unkept(place)
    with pytest.raises(UserError, match="full"):
        keep_again(told)
    place.is_full = False
    entry = keep_again(told)
    assert isinstance(entry, Entry)
    read = read_model(entry.path)
    assert same(dict(read.weights), dict(told.model.weights))
    assert read.metrics == told.model.metrics
    other = keep_again(told, InLibrary(ModelLibrary(tmp_path / "other")), "another name")
    assert isinstance(other, Entry)
    assert (other.name, other.path.parent) == ("another name", tmp_path / "other")


def test_it_is_kept_in_the_first_folder_that_takes_it(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"in the way")
    homes = [Home(tmp_path / "a file"), Home(tmp_path / "free")]
    path = keep_elsewhere(unkept(FullLater(InFile(tmp_path / "x.safetensors"))), homes)
    assert path == tmp_path / "free" / "models" / "mine.safetensors"
    assert read_model(path).name == "mine"
    with pytest.raises(UserError, match=r"^No other folder takes mine either: it is lost\.$"):
        keep_elsewhere(unkept(FullLater(InFile(tmp_path / "x.safetensors"))), homes[:1])


def test_where_it_is_kept_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the user's home, else in the current folder, else in the temporary one."""
    told = unkept(FullLater(InFile(tmp_path / "x.safetensors")), "3/4")
    models = Home.of_user().models
    assert kept_elsewhere_text(told) == f"The disk is full. 3/4 is kept in {models / '3-4.safetensors'}."
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "a file").write_bytes(b"in the way")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "a file"))
    here = tmp_path / "here" / "lenet-app" / "models" / "3-4.safetensors"
    assert kept_elsewhere_text(told).endswith(f" is kept in {here}.")
    assert here.is_file()


def test_a_result_that_cannot_be_kept_ends_a_reproduction_and_replaces_nothing(tmp_path: Path) -> None:
    wanted = tasks(["lenet5-dropout", "lenet5-relu-same"], seeds=1, is_quick=True)
    folder = ReproductionFolder(tmp_path / "results")
    row, told = reproduce(wanted, folder, DOWNLOADS, {}, "cpu"), []
    report: object = None
    for report in row:
        told.append(report)
        if isinstance(report, Prepared):  # the folder is made before, and gone while the first training runs
            (tmp_path / "results" / "results").rmdir()
            (tmp_path / "results" / "results").write_bytes(b"in the way")
        if isinstance(report, Unkept):
            break
    assert isinstance(report, Unkept)
    homes = [Home(tmp_path / "home")]
    assert keep_elsewhere(report, homes) == homes[0].reproduction
    kept = InReproduction(ReproductionFolder(homes[0].reproduction), wanted[0]).found()
    assert kept is not None
    assert kept.accuracy == report.model.metrics.test_accuracy
    with pytest.raises(UserError, match="it is lost"):
        keep_elsewhere(report, homes)
    with pytest.raises(UserError, match="cannot be written"):
        next(row)
    assert [one.number for one in told if isinstance(one, Begun)] == [1]


def test_nothing_is_trained_where_the_models_folder_is_closed(tmp_path: Path) -> None:
    write_model(model(), tmp_path / "models" / "a.safetensors")
    (tmp_path / "models").chmod(0o700)
    with closed(tmp_path / "models"), pytest.raises(UserError, match="cannot be written"):
        next(make(Run(SETTINGS, "mine", InLibrary(ModelLibrary(tmp_path / "models")), DOWNLOADS)))
