"""The models there are to choose from: those that came with the program and those the user trained."""

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.networks.row_network import CLASS_NAMES
from lenet_app.paths import bundled
from lenet_app.storage.files import Unusable, check_writable, files_in, is_file, key_of
from lenet_app.storage.models import SUFFIX, ModelFileError, read_head, read_model, write_model, write_new_model
from lenet_app.storage.names import checked_name, fitting_name, numbered


@dataclass(frozen=True)
class Entry:
    """A model that can be chosen, and what a list tells of it; all of it stands in the head of its file.

    Args:
        name: what it is called: its file's name, but for one that came with the program.
        path: its file.
        shipped: whether it came with the program.
        architecture_id: its network's.
        accuracy: on the test pictures of its data set, 0 to 1; None where it was not measured.
        created: date and time, ISO 8601 with the zone.
        architecture_title: its network's name, as people read it.
        data_set: what people call the data set that it learned; empty where its file does not tell.
        has_usual_data_set: whether that is the one that its network is meant for, as far as its file tells.
        classes: how many it tells apart.
        refuses: whether it was taught to refuse what is no digit.
        parent: the name of the model that it was fine-tuned from; empty for new weights, and for a shipped model that
            learned in several stretches.
        epochs: how many it learned, from 1; 0 for a model that learned nothing more, None where its file does not tell.
        seconds: of training; None where its file does not tell.
        reads_rows: whether it reads rows in one sweep; then `accuracy` is the share of rows that it reads wholly right.
    """

    name: str
    path: Path
    shipped: bool
    architecture_id: str
    accuracy: float | None
    created: str
    architecture_title: str = ""
    data_set: str = ""
    has_usual_data_set: bool = True
    classes: int = 10
    refuses: bool = False
    parent: str = ""
    epochs: int | None = None
    seconds: float | None = None
    reads_rows: bool = False

    @property
    def key(self) -> str:
        """What tells its file from all others."""
        return key_of(self.path)


@dataclass(frozen=True)
class Contents:
    """What lies in a library.

    Args:
        entries: all models that can be read: shipped ones in the order of the family, then the user's own, the newest
            first.
        unusable: the files among the user's own models that cannot be used, by name.
    """

    entries: tuple[Entry, ...] = ()
    unusable: tuple[Unusable, ...] = ()


class ModelLibrary:
    """Lists, finds, saves, renames and deletes models. A model's file bears its name.

    Args:
        own: the folder for those that the user trained.
        shipped: the folder of those that came with the program.
    """

    def __init__(self, own: Path, shipped: Path | None = None) -> None:
        self._own = own
        self._shipped = shipped or bundled("models")

    def contents(self) -> Contents:
        """What there is; of a folder that cannot be read nothing."""
        shipped, _ = _sorted_out(self._shipped, shipped=True)
        shipped.sort(key=lambda entry: _place(entry.architecture_id))
        own, unusable = self._own_ones()
        return Contents((*shipped, *own), tuple(unusable))

    def own_entries(self) -> list[Entry]:
        """The user's own models, the newest first."""
        return self._own_ones()[0]

    def _own_ones(self) -> tuple[list[Entry], list[Unusable]]:
        own, unusable = _sorted_out(self._own, shipped=False)
        return sorted(own, key=lambda entry: entry.created, reverse=True), unusable

    def entries(self) -> list[Entry]:
        """The models among these contents."""
        return list(self.contents().entries)

    def default(self) -> Entry:
        """The model that answers until the user chooses another: the default network's, as it came with the program.

        Where that is not there, it is the first one listed.

        Raises:
            UserError: no model is there at all.
        """
        entries = self.entries()
        if not entries:
            raise UserError(tr("There is no model in {folder}.").format(folder=self._shipped))
        defaults = (entry for entry in entries if entry.shipped and entry.architecture_id == family.DEFAULT_ID)
        return next(defaults, entries[0])

    def named(self, name: str) -> Entry:
        """The model of this name; the default one where there is none, and for an empty name.

        Raises:
            UserError: no model is there at all, or the file of this name cannot be used.
        """
        # Tried first, for to list all models takes longer than to read one.
        for path, shipped in (
            (self._shipped / f"{family.DEFAULT_ID}{SUFFIX}", True),
            (self._own / f"{name}{SUFFIX}", False),
        ):
            with suppress(UserError):
                entry = _entry(path, shipped=shipped)
                if name in ("", entry.name):
                    return entry
        contents = self.contents()
        for entry in contents.entries:
            if entry.name == name:
                return entry
        for one in contents.unusable:
            if one.path.stem == name:
                raise UserError(one.fault)
        return self.default()

    def row_model(self, name: str = "") -> Entry | None:
        """The reader of rows of this name; else the one that came with the program; None where there is none."""
        readers = [entry for entry in self.entries() if entry.reads_rows]
        named = (entry for entry in readers if entry.name == name)
        return next(named, next((entry for entry in readers if entry.shipped), None))

    def find(self, name_or_path: str) -> Path:
        """The file of the model with this name, or the path itself.

        Raises:
            UserError: there is neither such a model nor such a file, or the file of this name cannot be used.
        """
        contents = self.contents()
        entries = contents.entries
        # Those that came with the program are found by their files' names, too, where no model is called so.
        for found in (
            [e for e in entries if e.name == name_or_path],
            [e for e in entries if e.path.stem == name_or_path],
        ):
            if found:
                return found[0].path
        for one in contents.unusable:
            if name_or_path == one.path.stem:
                raise UserError(one.fault)
        path = Path(name_or_path)
        if not is_file(path):
            sentence = tr("There is no model {name}; known are {known}.")
            known = ", ".join(entry.name for entry in entries)
            raise UserError(sentence.format(name=name_or_path, known=known))
        return path

    def open(self, name_or_path: str | None) -> Model:
        """The model with this name or in this file; None opens the default one.

        Raises:
            UserError: there is no such model, or its file cannot be used.
        """
        return read_model(self.default().path if name_or_path is None else self.find(name_or_path))

    def check_writable(self, name: str = "", size: int = 0) -> None:
        """Find out, before a training, whether its model can be saved.

        Args:
            name: what it will be called.
            size: of its file, in bytes.

        Raises:
            UserError: it cannot.
        """
        check_writable(self._own / f"{self._free_name(fitting_name(name))}{SUFFIX}", size)

    def has(self, entry: Entry) -> bool:
        """Whether this is one of the user's models in this library, there still or not."""
        return entry.path.parent == self._own

    def save(self, model: Model) -> Entry:
        """Write the model under its own name, or that name and a number where it is taken.

        A name that could not be a file's is changed until it can. Of two programs that save one name at once each gets
        a name of its own.

        Raises:
            UserError: the file cannot be written.
        """
        fitting = fitting_name(model.name)
        while True:
            name = self._free_name(fitting)
            path = self._own / f"{name}{SUFFIX}"
            try:
                write_new_model(replace(model, name=name), path)
            except FileExistsError:
                continue  # somebody else was quicker, and the name is taken now
            return _entry(path, shipped=False)

    def adopt(self, entry: Entry) -> Entry:
        """Take one of the user's models from another folder, under its name or that and a number where it is taken.

        Raises:
            UserError: it cannot be read, or written here; then it stays where it is.
        """
        adopted = self.save(read_model(entry.path))
        self.delete(entry)
        return adopted

    def rename(self, entry: Entry, name: str) -> Entry:
        """Give one of the user's models another name.

        Raises:
            UserError: the model came with the program, the name is impossible or taken, or the disk refuses.
        """
        self._refuse_shipped(entry)
        name = checked_name(name)
        if name == entry.name:
            return entry
        if self._is_taken(name, self._names()) and name.casefold() != entry.name.casefold():
            raise UserError(tr("There is a model {name} already.").format(name=name))
        path, model = self._own / f"{name}{SUFFIX}", replace(read_model(entry.path), name=name)
        if path.exists() and path.samefile(entry.path):  # the disk does not tell letter case
            write_model(model, path)
        else:
            try:
                write_new_model(model, path)
            except FileExistsError as error:
                raise UserError(tr("There is a model {name} already.").format(name=name)) from error
            self.delete(entry)
        return _entry(path, shipped=False)

    def delete(self, one: Entry | Unusable) -> None:
        """Delete one of the user's models, or a file among them that cannot be used.

        Raises:
            UserError: the model came with the program, or the disk refuses.
        """
        if isinstance(one, Entry):
            self._refuse_shipped(one)
        try:
            one.path.unlink(missing_ok=True)
        except OSError as error:
            sentence = tr("{name} cannot be deleted: {fault}.")
            raise UserError(sentence.format(name=one.name, fault=error.strerror)) from error

    def _refuse_shipped(self, entry: Entry) -> None:
        if entry.shipped:
            sentence = tr("{name} came with the program and stays as it is.")
            raise UserError(sentence.format(name=entry.name))

    def _names(self) -> set[str]:
        """What models are called, letter case aside."""
        return {entry.name.casefold() for entry in self.entries()}

    def _is_taken(self, name: str, names: set[str]) -> bool:
        """Whether a model is called so, letter case aside, or something of that name is there, whatever it is."""
        return name.casefold() in names or os.path.lexists(self._own / f"{name}{SUFFIX}")

    def _free_name(self, name: str) -> str:
        names = self._names()
        return next(free for free in numbered(name) if not self._is_taken(free, names))


def _place(architecture_id: str) -> int:
    """Where a network stands in the family; after all of them where it is none."""
    ids = family.ids()
    return ids.index(architecture_id) if architecture_id in ids else len(ids)


def _sorted_out(folder: Path, *, shipped: bool) -> tuple[list[Entry], list[Unusable]]:
    """The models in a folder, and the files that cannot be used, both by name."""
    entries: list[Entry] = []
    unusable: list[Unusable] = []
    for path in files_in(folder, SUFFIX):
        try:
            entries.append(_entry(path, shipped=shipped))
        except ModelFileError as error:
            unusable.append(Unusable(path, str(error), error.reason))
        except UserError:  # it is gone by now
            continue
    return entries, unusable


def _entry(path: Path, *, shipped: bool) -> Entry:
    """The file's entry.

    Raises:
        UserError: it cannot be read.
    """
    head = read_head(path)
    making, parent = head.making, head.making.fine_tuned_from or ""
    return Entry(
        name=head.name,
        path=path,
        shipped=shipped,
        architecture_id=head.architecture.id,
        accuracy=head.metrics.test_accuracy,
        created=head.created,
        architecture_title=head.architecture.title,
        data_set=making.data_set_title or Path(catalogue.title_of(making.data_set or "")).name,
        has_usual_data_set=making.data_set in (None, _usual_data_set(head.architecture.id)),
        classes=len(head.class_names),
        refuses=head.refuses,
        parent="" if shipped and parent == head.name else parent,
        epochs=making.epoch,
        seconds=making.seconds,
        reads_rows=head.class_names == CLASS_NAMES,
    )


def _usual_data_set(architecture_id: str) -> str:
    """The data set that a network is meant for; one of the user's own is meant for MNIST."""
    try:
        return family.member(architecture_id).data_set
    except UserError:
        return catalogue.MNIST
