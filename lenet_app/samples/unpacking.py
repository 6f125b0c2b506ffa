"""A person's ZIP read: samples and model, each of them checked before anything is kept.

Nothing is unpacked onto the disk and no name in it is taken for a path: what a name must be is known (`packing`), and a
ZIP with any other is refused, as is one with a link, or with more than so many bytes.
"""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lenet_app.data.opening import regular_file
from lenet_app.errors import UserError
from lenet_app.ink.normalise import SIDE
from lenet_app.ink.stroke_lines import checked_drawing, value_from_line
from lenet_app.ink.strokes import Drawing
from lenet_app.json_values import proper, told
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.soundness import tried
from lenet_app.samples.lines import label_of, text_or_none
from lenet_app.samples.packing import FACTS, FORMAT, INK, LINES, MODEL, MOST_SAMPLES, PICTURES, VERSION
from lenet_app.samples.profiles import Profile, Profiles
from lenet_app.samples.sample import Bytes, Sample, Source, now
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import MOST_BYTES, model_from

_MOST_IN_ALL = 1 << 30
"""Bytes of everything together, unpacked."""
_MOST_ZIP = 1 << 30
_MOST_DIRECTORY = 1 << 25
"""Bytes that tell of the members; with as many samples as may be it has about 27,000,000."""
_LONGEST_INK = 1024
"""Pixels of a side; what is kept has fewer."""
_PICTURE = re.compile(rf"({PICTURES}|{INK})/[0-9]{{6}}\.png")
_MOST_OF = {FACTS: 1 << 16, LINES: 1 << 29, MODEL: MOST_BYTES}
_MOST_PICTURE = 1 << 20
_SOURCES = {str(source): source for source in Source}
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, LookupError),
)
"""What `zipfile` raises of damaged archives."""


@dataclass(frozen=True, eq=False)
class Person:
    """What a ZIP holds: samples, the model that learned them, if any, and what the person is called, if it tells."""

    samples: tuple[Sample, ...]
    model: Model | None
    name: str = ""


def take_in(path: Path, store: SampleStore, library: ModelLibrary) -> tuple[list[int], Entry | None]:
    """Keep all that a ZIP holds, or, where something in it is wrong, nothing: the samples' numbers, and the model.

    Raises:
        UserError: it is no such ZIP, or cannot be read, or what it holds cannot be kept.
    """
    return _kept(read_person(path), store, library)


def take_in_new(path: Path, profiles: Profiles, name: str = "") -> tuple[Profile, int, Entry | None]:
    """Make a new person of a ZIP, or, where something in it is wrong, nobody: who, how many samples, and the model.

    Args:
        path: of the ZIP.
        profiles: where the person comes to be.
        name: what they are called; empty takes the name that the ZIP tells, or that of its file, and a number where
            it is taken.

    Raises:
        UserError: it is no such ZIP, or cannot be read, the name is impossible or taken, or nothing can be kept.
    """
    person = read_person(path)
    profile = profiles.add(name) if name else profiles.add_like(person.name or path.stem)
    store = SampleStore(profile.home.samples)
    try:
        numbers, entry = _kept(person, store, ModelLibrary(profile.home.models))
    except UserError:
        store.close()
        profiles.delete(profile)
        raise
    finally:
        store.close()
    return profile, len(numbers), entry


def _kept(person: Person, store: SampleStore, library: ModelLibrary) -> tuple[list[int], Entry | None]:
    entry = None if person.model is None else library.save(person.model)
    try:
        return store.add(person.samples), entry
    except UserError:
        if entry is not None:
            library.delete(entry)
        raise


def read_person(path: Path) -> Person:
    """The samples and the model of a ZIP that `packing.write_person` wrote.

    Raises:
        UserError: it is no such ZIP, or cannot be read; one sentence.
    """
    with _told(path.name or str(path)), regular_file(path) as file:
        if os.fstat(file.fileno()).st_size > _MOST_ZIP:
            raise UserError(_too_large())
        held = _Held(file)
        with zipfile.ZipFile(held) as archive:
            held.most = _MOST_ZIP
            return _Reader(archive).person()


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except UserError as error:
        raise UserError(tr("{file} was not taken in: {fault}").format(file=proper(name), fault=error)) from error
    except OSError as error:
        sentence = tr("{file} cannot be read: {fault}.")
        raise UserError(sentence.format(file=proper(name), fault=error.strerror or error)) from error
    except _FAULTS as error:
        raise UserError(tr("{file} is no ZIP, or it is damaged.").format(file=proper(name))) from error


class _Held:
    """A file for `zipfile`, which reads a directory of any length at once and makes an object of every entry.

    Args:
        file: the archive.
    """

    def __init__(self, file: FileIO) -> None:
        self._file, self.most = file, _MOST_DIRECTORY
        self.seek, self.tell, self.seekable, self.close = file.seek, file.tell, file.seekable, file.close

    def read(self, size: int = -1) -> bytes:
        """The next bytes, fewer than `size` only at the end."""
        if size > self.most:
            raise UserError(_too_large())
        return self._file.read(min(size, self.most) if size >= 0 else self.most) or b""


class _Reader:
    """Reads the members of an archive, of which all names and sizes were looked at before.

    Args:
        archive: opened.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._members = archive, _checked(archive)

    def person(self) -> Person:
        facts = _object(self._content(FACTS))
        if facts.get("format") != FORMAT:
            raise UserError(_not_ours())
        if facts.get("version") != VERSION:
            sentence = tr("Its version is {version}, which this program does not know.")
            raise UserError(sentence.format(version=told(facts.get("version"))))
        samples = tuple(self._samples())
        if facts.get("samples") != len(samples):
            raise UserError(tr("It does not hold as many samples as it tells."))
        if (facts.get("model") is not None) != (MODEL in self._members):
            raise UserError(tr("It does not hold the model that it tells of."))
        model = self._model() if MODEL in self._members else None
        return Person(samples, model, text_or_none(facts.get("name")) or "")

    def _content(self, name: str) -> bytes:
        """What a member holds; never more than its directory told."""
        if name not in self._members:
            raise UserError(tr("It holds no {file}.").format(file=proper(name)))
        return self._archive.read(self._members[name])

    def _samples(self) -> Iterator[Sample]:
        lines = [line for line in self._content(LINES).split(b"\n") if line.strip()]
        if len(lines) > MOST_SAMPLES:
            raise UserError(_too_large())
        for number, line in enumerate(lines, 1):
            try:
                yield self._sample(_object(line))
            except UserError as error:
                sentence = tr("Sample {number}: {fault}")
                raise UserError(sentence.format(number=number, fault=error)) from error

    def _sample(self, facts: dict[str, Any]) -> Sample:
        picture = self._picture(facts.get("picture"), PICTURES)
        if picture.shape != (SIDE, SIDE) or not picture.any():
            raise UserError(tr("Its picture must have {side} × {side} pixels, and ink.").format(side=SIDE))
        return Sample(
            label=label_of(facts.get("label")),
            picture=picture,
            source=_SOURCES.get(str(facts.get("source")), Source.FILE),
            drawing=_drawing(facts) if "strokes" in facts else None,
            ink=self._picture(facts["ink"], INK) if "ink" in facts else None,
            answer=None if facts.get("answer") is None else label_of(facts["answer"]),
            model=text_or_none(facts.get("model")),
            made=text_or_none(facts.get("made")) or now(),
        )

    def _picture(self, name: object, folder: str) -> Bytes:
        """A grey PNG, uint8 (height, width)."""
        if not isinstance(name, str) or not name.startswith(f"{folder}/"):
            raise UserError(tr("It names no picture."))
        content = self._content(name)
        try:
            with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
                if image.mode != "L" or max(image.size) > _LONGEST_INK:
                    raise UserError(tr("{file} is not a small grey picture.").format(file=name))
                return np.array(image, np.uint8)
        except UserError:
            raise
        except Exception as error:  # a decoder fails in any way it likes on a damaged file
            raise UserError(tr("{file} is not a PNG, or it is damaged.").format(file=name)) from error

    def _model(self) -> Model:
        model = tried(model_from(self._content(MODEL), MODEL))
        if not model.knows_digits:
            raise UserError(tr("Its model does not tell the ten digits apart."))
        return model


def _checked(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by their names.

    Raises:
        UserError: one of them does not belong there, or is too large.
    """
    members: dict[str, zipfile.ZipInfo] = {}
    whole = 0
    for info in archive.infolist():
        # Not `filename`, which zipfile ends at a zero byte.
        name = info.orig_filename
        most = _MOST_PICTURE if _PICTURE.fullmatch(name) else _MOST_OF.get(name)
        if most is None or name in members or name != info.filename:
            raise UserError(tr("It holds {file}, which does not belong there.").format(file=_shown(name)))
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise UserError(tr("It holds {file}, which is not a file but a link or the like.").format(file=name))
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UserError(tr("It holds {file}, which is packed in a way that is not used here.").format(file=name))
        whole += info.file_size
        if info.file_size > most or whole > _MOST_IN_ALL or len(members) > 2 * MOST_SAMPLES + len(_MOST_OF):
            raise UserError(_too_large())
        members[name] = info
    if not {FACTS, LINES} <= members.keys():
        raise UserError(_not_ours())
    return members


def _shown(name: str) -> str:
    """A name that somebody made up, in one line and not too long."""
    text = proper(name)
    return ascii(text if len(text) <= 60 else f"{text[:59]}…")[1:-1]


def _drawing(facts: dict[str, Any]) -> Drawing:
    drawing = checked_drawing(facts)
    if not drawing.strokes:
        raise UserError(tr("Nothing is drawn."))
    return drawing


def _object(line: bytes) -> dict[str, Any]:
    value = value_from_line(line)
    if not isinstance(value, dict):
        raise UserError(tr("It is not a JSON object."))
    return value


def _not_ours() -> str:
    return tr("It is not the ZIP of a person that `lenet-app samples export` writes.")


def _too_large() -> str:
    return tr("It is too large.")
