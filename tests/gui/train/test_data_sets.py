"""Data sets as the window chooses, opens and downloads them; the server is one on this machine."""

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.data.sources import Source, SourceFile
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.settings import Settings
from lenet_app.gui.train.data_sets import DataSetControl
from lenet_app.gui.train.widgets.choices import TrainingChoices
from lenet_app.networks import family
from lenet_app.paths import Home
from lenet_app.samples.data_set import name_of, offer
from lenet_app.samples.profiles import Profiles
from lenet_app.samples.store import SampleStore
from tests.unit.data.http_server import FileServer, Manners, serving
from tests.unit.data.sample_files import write_small_set
from tests.unit.own_samples.made import sample
from tests.unit.samples import digits

TIMEOUT = 60_000
NAME = "kmnist"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FileServer]:
    """Serves a small set under a known name."""
    write_small_set(tmp_path / "served", end=".gz")
    with serving({f"/{path.name}": path.read_bytes() for path in (tmp_path / "served").iterdir()}) as one:
        yield one


@pytest.fixture
def sources(server: FileServer) -> dict[str, Source]:
    files = (
        SourceFile(path[1:], server.url + path, len(content), hashlib.sha256(content).hexdigest())
        for path, content in server.files.items()
    )
    return {NAME: Source(NAME, "Kuzushiji-MNIST", tuple(files))}


class Desk:
    """The list of data sets under control."""

    def __init__(self, folder: Path, sources: dict[str, Source], qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.window = QWidget()
        self.notice, self.choices = Notice(self.window), TrainingChoices()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.choices)
        self.window.resize(300, 500)
        self.window.show()
        self.settings = Settings(folder / "settings.json")
        self.control = DataSetControl(self.notice, self.settings, Home.of_user().data, self.window, sources)
        self.choice = self.choices.data_set
        self.control.listed.connect(self.show)
        self.control.note_changed.connect(self.choices.show_data_note)
        self.choices.data_set_chosen.connect(self.control.choose)
        self.choice.open_file_requested.connect(self.control.ask_file)
        self.choice.open_folder_requested.connect(self.control.ask_folder)
        self.choice.download_requested.connect(self.control.show_downloads)
        self.show()
        self.changes: list[DataSet] = []
        self.control.changed.connect(self.changes.append)

    def show(self) -> None:
        """As the page does."""
        self.choice.set_sets(self.control.sets, self.control.name_in_use)
        self.choice.set_busy("Reading…" if self.control.is_reading else "")

    def start(self) -> None:
        self.control.start()
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.choice.is_busy, timeout=TIMEOUT)

    def open(self, path: Path) -> None:
        self.control.open_path(path)
        self.settle()

    def finish(self) -> None:
        self.control.finish()
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def desk(tmp_path: Path, sources: dict[str, Source], qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, sources, qtbot)
    yield desk
    desk.finish()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A small set of one's own."""
    write_small_set(tmp_path / "mine", labels=5)
    return tmp_path / "mine"


def pick(desk: Desk, text: str) -> None:
    index = desk.choice.findText(text)
    assert index >= 0, desk.choice.titles
    desk.choice.setCurrentIndex(index)
    desk.choice.activated.emit(index)


def test_mnist_is_read_at_the_start(desk: Desk) -> None:
    assert desk.choice.titles == ["MNIST"]
    desk.start()
    assert [data_set.name for data_set in desk.changes] == ["mnist"]
    assert desk.control.data_set is desk.changes[0]
    assert (desk.control.name, desk.choice.currentText()) == ("mnist", "MNIST")


def test_my_digits_are_listed_and_read_anew_when_they_change(desk: Desk) -> None:
    home = Home.of_user()
    offer(home)
    store = SampleStore(home.samples)
    store.add([sample(number) for number in range(20)])
    desk.start()
    assert desk.choice.titles == ["MNIST", "My digits"]
    pick(desk, "My digits")
    desk.settle()
    assert desk.settings.data_set == "my-digits"
    assert desk.settings.recent_data_sets == ()
    store.add([sample(20)])
    desk.control.take_new_samples()
    desk.settle()
    counts = [len(one.training) + len(one.test) for one in desk.changes if one.name == "my-digits"]
    assert counts == [20, 21]
    store.erase_all()
    store.close()
    desk.control.take_new_samples()
    desk.settle()
    assert desk.notice.text.startswith("My digits are too few for a data set: ")
    assert desk.choice.currentText() == "My digits"  # as they were read


def test_a_folder_is_opened_and_remembered(desk: Desk, own: Path, tmp_path: Path, qtbot: QtBot) -> None:
    desk.start()
    desk.control.open_path(own)
    assert desk.choice.placeholderText() == "Reading…"
    assert desk.control.name == str(own)
    desk.settle()
    assert desk.changes[-1].name == str(own)
    assert desk.choice.titles == ["MNIST", "mine"]
    assert desk.choice.currentText() == "mine"
    assert desk.settings.data_set == str(own)
    assert desk.settings.recent_data_sets == ((str(own), "mine"),)
    desk.settings.write()
    again = Desk(tmp_path, {}, qtbot)
    again.start()
    assert again.choice.currentText() == "mine"
    again.finish()


def test_a_file_leads_to_its_set(desk: Desk, own: Path) -> None:
    desk.start()
    desk.open(own / "t10k-labels-idx1-ubyte")
    assert desk.choice.currentText() == "mine"
    pick(desk, "MNIST")
    desk.settle()
    assert desk.changes[-1].name == "mnist"
    assert desk.choice.titles == ["MNIST", "mine"]


def test_an_archive_of_arrays_and_a_table_are_opened_as_files(desk: Desk, tmp_path: Path) -> None:
    part = digits(40)
    np.savez(tmp_path / "mine.npz", images=part.images[:, 0], labels=part.labels)
    rows = np.column_stack([part.labels, part.images.reshape(40, -1)])
    np.savetxt(tmp_path / "table.csv", rows, fmt="%d", delimiter=",")
    desk.start()
    for name in ("mine.npz", "table.csv"):
        desk.open(tmp_path / name)
        data_set = desk.control.data_set
        assert data_set is not None
        assert desk.choice.currentText() == data_set.title == Path(name).stem
        assert len(data_set.training) + len(data_set.test) == 40
    (tmp_path / "mnist.npz").write_text("<!doctype html><title>Sign in</title>")
    desk.open(tmp_path / "mnist.npz")
    assert desk.notice.text == "mnist.npz is a web page that a server sent in place of a file of a data set."
    assert desk.choice.currentText() == "table"


def test_two_sets_of_one_title_are_told_apart_by_their_folders(desk: Desk, tmp_path: Path) -> None:
    desk.start()
    for folder in ("one", "two"):
        write_small_set(tmp_path / folder / "letters")
        desk.open(tmp_path / folder / "letters")
    assert desk.choice.titles == ["MNIST", "letters (two)", "letters (one)"]


def test_what_cannot_be_read_is_told_and_the_choice_stays(desk: Desk, own: Path, tmp_path: Path) -> None:
    desk.start()
    desk.open(own)
    (tmp_path / "text.gz").write_bytes(gzip.compress(b"hello"))
    desk.open(tmp_path / "text.gz")
    assert "text.gz" in desk.notice.text
    assert desk.notice.text.count(".") >= 1
    assert desk.choice.currentText() == "mine"
    assert desk.control.name == desk.settings.data_set == str(own)
    assert len(desk.changes) == 2


def test_a_remembered_set_that_is_gone_gives_way_to_mnist(desk: Desk, tmp_path: Path) -> None:
    desk.settings.data_set = str(tmp_path / "gone")
    desk.start()
    assert "gone" in desk.notice.text
    assert desk.changes[-1].name == "mnist"
    assert desk.control.name == "mnist"


@pytest.mark.parametrize(
    ("line", "mode"),
    [("Open file…", QFileDialog.FileMode.ExistingFile), ("Open folder…", QFileDialog.FileMode.Directory)],
)
def test_files_and_folders_are_asked_for(
    desk: Desk, own: Path, qtbot: QtBot, line: str, mode: QFileDialog.FileMode
) -> None:
    desk.start()
    pick(desk, line)
    (dialog,) = desk.window.findChildren(QFileDialog)
    assert dialog.fileMode() is mode
    ends = ("*ubyte", "*.gz", "*.bin", "*.npz", "*.npy", "*.csv")
    assert mode is QFileDialog.FileMode.Directory or all(end in dialog.nameFilters()[0] for end in ends)
    dialog.fileSelected.emit(str(own))
    dialog.close()
    desk.settle()
    assert desk.choice.currentText() == "mine"
    qtbot.waitUntil(lambda: not desk.window.findChildren(QFileDialog))


def test_a_set_is_downloaded_and_used(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    pick(desk, "Download…")
    dialog = desk.control.dialog
    assert dialog is not None
    row = dialog.rows[NAME]
    assert row.button.text() == "Download"
    row.button.click()
    assert desk.control.is_downloading
    qtbot.waitUntil(lambda: not desk.control.is_downloading, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: "Kuzushiji-MNIST" in desk.choice.titles, timeout=TIMEOUT)
    assert row.button.text() == "Use"
    assert desk.choice.currentText() == "MNIST", "nobody has chosen it yet"
    row.button.click()
    assert not dialog.isVisible()
    desk.settle()
    assert desk.choice.currentText() == "Kuzushiji-MNIST"
    assert desk.changes[-1].title == "Kuzushiji-MNIST"
    assert desk.settings.data_set == NAME
    assert desk.settings.recent_data_sets == ()


def test_a_download_goes_on_without_its_dialog_and_is_noted(desk: Desk, server: FileServer, qtbot: QtBot) -> None:
    server.manners = Manners(cuts=[300], hangs=True)
    desk.control.show_downloads()
    assert desk.control.dialog is not None
    desk.control.download(NAME)
    desk.control.dialog.reject()
    qtbot.waitUntil(lambda: desk.choices.data_note != "Data set", timeout=TIMEOUT)
    assert desk.choices.data_note.startswith("Data set · ")
    assert desk.control.is_downloading
    server.closing.set()
    qtbot.waitUntil(lambda: not desk.control.is_downloading, timeout=TIMEOUT)
    assert desk.choices.data_note == "Data set"
    qtbot.waitUntil(lambda: "Kuzushiji-MNIST" in desk.choice.titles, timeout=TIMEOUT)


def test_a_stopped_download_goes_on_from_where_it_was(desk: Desk, server: FileServer, qtbot: QtBot) -> None:
    server.manners = Manners(cuts=[300], hangs=True)
    desk.control.show_downloads()
    dialog = desk.control.dialog
    assert dialog is not None
    row = dialog.rows[NAME]
    row.button.click()
    parts = Home.of_user().data / NAME
    qtbot.waitUntil(lambda: any(path.stat().st_size for path in parts.glob("*.part")), timeout=TIMEOUT)
    row.button.click()
    assert row.state.text() == "Stopping…"
    server.closing.set()
    qtbot.waitUntil(lambda: not desk.control.is_downloading, timeout=TIMEOUT)
    assert row.button.text() == "Go on"
    row.button.click()
    qtbot.waitUntil(lambda: row.button.text() == "Use", timeout=TIMEOUT)
    assert any(asked.range for asked in server.asked)


def test_a_failed_download_is_told_in_the_dialog_or_in_a_notice(desk: Desk, server: FileServer, qtbot: QtBot) -> None:
    server.manners = Manners(status=404)
    desk.control.show_downloads()
    dialog = desk.control.dialog
    assert dialog is not None
    for is_open in (True, False):
        if not is_open:
            dialog.reject()
        desk.control.download(NAME)
        qtbot.waitUntil(lambda: not desk.control.is_downloading, timeout=TIMEOUT)
        told = dialog.text if is_open else desk.notice.text
        assert "404" in told


def test_closing_stops_a_download(desk: Desk, server: FileServer, qtbot: QtBot) -> None:
    server.manners = Manners(cuts=[300], hangs=True)
    desk.control.download(NAME)
    qtbot.waitUntil(lambda: bool(server.asked), timeout=TIMEOUT)
    desk.control.show_downloads()
    dialog = desk.control.dialog
    assert dialog is not None
    assert dialog.rows[NAME].button.text() == "Stop"
    server.closing.set()
    desk.control.finish()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: not desk.control.is_downloading, timeout=TIMEOUT)
    assert list((Home.of_user().data / NAME).iterdir()), "what has come is kept"


def test_a_networks_data_set_is_told_to_be_missing(desk: Desk) -> None:
    desk.start()
    desk.control.suit(family.member("lenet-cifar"))
    assert desk.notice.text == (
        "LeNet for CIFAR-10 is meant for cifar10, which is not here: the list of data sets has ways to get it."
    )
    assert desk.control.name == "mnist"


def test_a_set_that_suits_the_network_stays(desk: Desk, own: Path) -> None:
    desk.start()
    desk.open(own)
    desk.control.suit(family.member("lenet5-wide"))
    assert desk.control.name == str(own)
    assert desk.notice.text == ""


def test_an_opened_copy_of_a_known_set_is_found_again(desk: Desk, tmp_path: Path) -> None:
    desk.start()
    assert desk.control.place_of(NAME) is None
    folder = tmp_path / "kmnist"
    write_small_set(folder)
    desk.open(folder)
    assert desk.choice.currentText() == "Kuzushiji-MNIST"
    assert desk.control.place_of(NAME) == str(folder)
    pick(desk, "MNIST")
    desk.settle()
    assert desk.control.place_of(NAME) == str(folder)
    assert desk.control.place_of(catalogue.MNIST) == "mnist"
    assert desk.control.place_of(str(folder)) == str(folder)
    assert desk.control.place_of(str(tmp_path / "elsewhere")) is None


def test_nobody_elses_digits_are_used_once_somebody_else_is_chosen(desk: Desk) -> None:
    anna = Profiles(Home.of_user()).add("Anna").home
    for home, count in ((Home.of_user(), 20), (anna, 30)):
        offer(home)
        store = SampleStore(home.samples)
        store.add([sample(number) for number in range(count)])
        store.close()
    desk.start()
    pick(desk, "My digits")
    desk.settle()
    assert desk.settings.data_set == "my-digits"
    desk.control.turn_to(name_of(anna))
    desk.settle()
    assert (desk.settings.data_set, desk.choice.titles) == ("mnist", ["MNIST", "My digits (Anna)"])
    pick(desk, "My digits (Anna)")
    desk.settle()
    data_set = desk.control.data_set
    assert data_set is not None
    assert (data_set.name, len(data_set.training) + len(data_set.test)) == ("my-digits:Anna", 30)
    assert desk.settings.recent_data_sets == ()
