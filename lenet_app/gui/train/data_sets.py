"""Which data set is trained on and looked at: listing, reading, opening and downloading, beside the window's thread."""

import time
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.data.sources import SOURCES, Source, is_downloaded
from lenet_app.gui.kit.file_dialogs import Purpose, file_dialog
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.family import Member

if TYPE_CHECKING:
    from lenet_app.data.download import Progress
    from lenet_app.gui.train.downloading import DownloadThread
    from lenet_app.gui.train.widgets.download_dialog import DownloadDialog, Offer


class DataSetControl(QObject):
    """Knows the data sets there are and the one in use, which stays until another one has been read.

    Args:
        notice: where failures are told.
        settings: what remembers the choice.
        downloads: the folder of downloaded data sets.
        parent: the owner, over which dialogs lie.
        sources: the data sets that can be downloaded.
    """

    changed = Signal(object)
    """The DataSet that is in use from now on."""
    listed = Signal()
    """There are other data sets, or another one is wanted or read: see `sets`, `name` and `is_reading`."""
    note_changed = Signal(str)
    """How far a download is, in a few words; empty where none runs."""

    def __init__(
        self,
        notice: Notice,
        settings: Settings,
        downloads: Path,
        parent: QWidget,
        sources: Mapping[str, Source] = SOURCES,
    ) -> None:
        super().__init__(parent)
        self._window, self._notice, self._settings, self._sources = parent, notice, settings, dict(sources)
        self._downloads = downloads
        self.data_set: DataSet | None = None
        self.sets: tuple[tuple[str, str], ...] = ()
        """The data sets that can be chosen: name or path, and title."""
        self.dialog: DownloadDialog | None = None
        self._own = catalogue.MY_DIGITS
        self._name, self._wanted = catalogue.MNIST, ""
        self._here: set[str] = {catalogue.MNIST}
        self._background = Background(self)
        self._unwanted = Event()
        """Set once nobody waits any more for what is being read."""
        self._thread: DownloadThread | None = None
        self._began = (0.0, 0)
        self._show()

    @property
    def name(self) -> str:
        """The name or path of the data set to train on; of one that is being read already."""
        return self._wanted or self._name

    @property
    def title(self) -> str:
        """What people call it."""
        if self.data_set is not None and not self._wanted:
            return self.data_set.title
        title = dict(self._settings.recent_data_sets).get(self.name) or catalogue.title_of(self.name, self._sources)
        return Path(title).name

    @property
    def name_in_use(self) -> str:
        """The name or path of the data set that was last read, whatever is being read."""
        return self._name

    @property
    def is_reading(self) -> bool:
        """Whether a data set is being read."""
        return bool(self._wanted)

    @property
    def is_downloading(self) -> bool:
        """Whether a download is at work."""
        return self._thread is not None

    def start(self) -> None:
        """See which sets are here, and read the one that was last in use."""
        self._list()
        self.choose(self._settings.data_set)

    def turn_to(self, own: str) -> None:
        """One's own digits are somebody else's from now on, by the name of that set; those of before are not used."""
        before, self._own = self._own, own
        if before == own:
            return
        if before in (self._name, self._wanted):
            self.choose(catalogue.MNIST)
        if self.data_set is not None:  # else it has not begun
            self._list()

    @property
    def _always_known(self) -> tuple[str, str]:
        """Whatever can be downloaded."""
        return catalogue.MNIST, self._own

    def finish(self) -> None:
        """Stop a download, which keeps its part, and what is being read."""
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()
        if self.dialog is not None:
            self.dialog.close()
        self._unwanted.set()
        self._background.finish()

    def choose(self, name: str) -> None:
        """Read the data set of this name or path and use it; where it cannot be read, that is told."""
        self._wanted = name
        self._notice.dismiss()
        self.listed.emit()
        self._unwanted.set()
        self._unwanted = unwanted = Event()

        def tell(sentence: str) -> None:
            if not unwanted.is_set():
                self._on_unreadable(name, sentence)

        self._background.run(
            lambda: catalogue.load(name, self._downloads, unwanted.is_set), partial(self._on_read, name), tell
        )

    def place_of(self, name: str) -> str | None:
        """Where a data set can be read: its name or a path; None where it is not on this computer.

        Args:
            name: of a data set, or the path of one that was opened.
        """
        if name in self._here or name == self._name:
            return name
        title = catalogue.title_of(name, self._sources)
        if self.data_set is not None and self.data_set.title == title:
            return self._name
        opened = (path for path, given in self._settings.recent_data_sets if given == title or path == name)
        return next((path for path in opened if Path(path).exists()), None)

    def suit(self, member: Member) -> None:
        """Use the data set that a network is meant for, unless the one in use has pictures of its kind."""
        is_own = self.name == member.data_set
        known = None if self._wanted else self.data_set
        if is_own or (known is not None and known.channels == member.architecture.input_shape[0]):
            return
        place = self.place_of(member.data_set)
        if place is None:
            self.tell_missing(member)
        elif place != self.name:
            self.choose(place)

    def tell_missing(self, member: Member) -> None:
        """Say that a network's data set is not here, and how to get it."""
        sentence = tr("{network} is meant for {data_set}, which is not here: the list of data sets has ways to get it.")
        title = catalogue.title_of(member.data_set, self._sources)
        self._notice.say(sentence.format(network=member.architecture.title, data_set=title))

    def open_path(self, path: Path) -> None:
        """Use the data set in a file or folder."""
        self.choose(str(path))

    def ask_file(self) -> None:
        """Let the user choose a file of a data set."""
        self._ask(QFileDialog.FileMode.ExistingFile)

    def ask_folder(self) -> None:
        """Let the user choose the folder of a data set."""
        self._ask(QFileDialog.FileMode.Directory)

    def _ask(self, mode: QFileDialog.FileMode) -> None:
        is_folder = mode is QFileDialog.FileMode.Directory
        title = tr("Open the folder of a data set") if is_folder else tr("Open a file of a data set")
        dialog = file_dialog(self._window, title, Purpose.DATA_SETS, self._settings)
        dialog.setFileMode(mode)
        if is_folder:
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            filters = [
                tr("Data sets ({patterns})").format(patterns="*ubyte *.gz *.bin *.npz *.npy *.csv"),
                tr("All files (*)"),
            ]
            dialog.setNameFilters(filters)
        dialog.fileSelected.connect(lambda name: self.open_path(Path(name)))
        dialog.open()

    def _on_read(self, name: str, data_set: DataSet) -> None:
        if name != self._wanted:  # another one was chosen meanwhile
            return
        self._name, self._wanted, self.data_set = name, "", data_set
        self._settings.data_set = name
        if name not in self._here and name not in self._always_known and name not in self._sources:
            self._settings.add_recent_data_set(name, data_set.title)
        self._show()
        self.changed.emit(data_set)

    def _on_unreadable(self, name: str, sentence: str) -> None:
        if name != self._wanted:
            return
        self._wanted = ""
        self.listed.emit()
        if self.data_set is None and name != self._name:
            self.choose(self._name)
        self._notice.say(sentence)

    def take_new_samples(self) -> None:
        """The user's own digits are others than before, or the first ones: they are read anew where they are in use."""
        self._list()
        if self.name == self._own:
            self.choose(self.name)

    def _list(self) -> None:
        """See beside the window which sets are here."""
        names = (*self._always_known, *self._sources)
        self._background.run(
            lambda: {name for name in names if catalogue.is_here(name, self._downloads)},
            self._on_listed,
            self._notice.say,
        )

    def _on_listed(self, here: set[str]) -> None:
        self._here = here
        self._show()

    def _show(self) -> None:
        """List what is here and what was opened; of two with one title the folder is told."""
        names = [name for name in (*self._always_known, *self._sources) if name in self._here]
        bundled = [(name, catalogue.title_of(name, self._sources)) for name in names]
        sets = [*bundled, *self._settings.recent_data_sets]
        if self.data_set is not None and self._name not in dict(sets):
            sets.append((self._name, self.data_set.title))
        count = Counter(title for _, title in sets)

        def told(name: str, title: str) -> str:
            is_unclear = count[title] > 1 and name not in self._here
            return f"{title} ({Path(name).parent.name or name})" if is_unclear else title

        self.sets = tuple((name, told(name, title)) for name, title in sets)
        self.listed.emit()

    def show_downloads(self) -> None:
        """Open the dialog for downloads; one that is open comes to the front."""
        if self.dialog is None:
            from lenet_app.gui.train.widgets.download_dialog import DownloadDialog  # noqa: PLC0415 - as below

            folder = str(self._downloads.absolute())
            self.dialog = DownloadDialog(self._offers(), folder, self._window)
            self.dialog.download_requested.connect(self.download)
            self.dialog.stop_requested.connect(self.stop_download)
            self.dialog.use_requested.connect(self._use)
            if self._thread is not None:
                self.dialog.show_begun(self._thread.source.name)
        elif not self.is_downloading:
            self.dialog.set_offers(self._offers())
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _offers(self) -> list["Offer"]:
        from lenet_app.gui.train.widgets.download_dialog import Offer  # noqa: PLC0415 - as below

        return [
            Offer(one.name, one.title, one.size, _kept(one, self._downloads / one.name), self._is_here(one))
            for one in self._sources.values()
        ]

    def _is_here(self, source: Source) -> bool:
        return source.name in self._here or is_downloaded(source, self._downloads)

    def _use(self, name: str) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.choose(name)

    def download(self, name: str) -> None:
        """Fetch a data set; nothing happens while another one is being fetched."""
        if self._thread is not None:
            return
        from lenet_app.gui.train.downloading import DownloadThread  # noqa: PLC0415 - the window is there sooner

        self._began = (time.perf_counter(), -1)
        self._thread = DownloadThread(self._sources[name], self._downloads, self)
        self._thread.progressed.connect(self._on_progress)
        self._thread.failed.connect(self._on_download_failed)
        self._thread.finished.connect(self._on_download_finished)
        if self.dialog is not None:
            self.dialog.show_begun(name)
        self._thread.start()

    def stop_download(self) -> None:
        """Ask the download to end; what has come is kept."""
        if self._thread is not None:
            self._thread.stop()
            if self.dialog is not None:
                self.dialog.show_stopping()

    def _on_progress(self, progress: "Progress") -> None:
        began, before = self._began
        now = time.perf_counter()
        if before < 0 or progress.done < before:  # what was here before, or the server begins anew
            began, before = self._began = (now, progress.done)
        come = progress.done - before
        left = (now - began) / come * (progress.total - progress.done) if come else None
        if self.dialog is not None:
            self.dialog.show_progress(progress.done, progress.total, left)
        percent = 100 * progress.done // max(progress.total, 1)
        self.note_changed.emit(tr("{percent} %").format(percent=percent))

    def _on_download_failed(self, sentence: str) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_failure(sentence)
        else:
            self._notice.say(sentence)

    def _on_download_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.deleteLater()
        self.note_changed.emit("")
        self._list()
        if self.dialog is not None:
            self.dialog.set_offers(self._offers())


def _kept(source: Source, folder: Path) -> int:
    """How many bytes of a data set have come to this folder."""
    kept = 0
    for file in source.files:
        for path in (folder / file.name, folder / f"{file.name}.part"):
            try:
                kept += min(path.stat().st_size, file.size)
                break
            except OSError:
                continue
    return kept
