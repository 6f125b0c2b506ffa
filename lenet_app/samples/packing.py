"""A person's samples and model in one ZIP: what lies in it under which names, and how it is written.

`person.json` tells what it is, and what the person and the model are called; `samples.jsonl` has a line of JSON for
each sample, which names its pictures; `pictures/` and `ink/` have these as grey PNG, and `model.safetensors` is the
model, where there is one. `unpacking` reads it.
"""

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.samples.lines import sample_facts
from lenet_app.samples.sample import Bytes, Sample
from lenet_app.storage.files import write_whole
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import content_of, read_facts

SUFFIX = ".zip"
FORMAT, VERSION = "lenet-app person", 1
FACTS, LINES, MODEL = "person.json", "samples.jsonl", "model.safetensors"
PICTURES, INK = "pictures", "ink"

MOST_SAMPLES = 200_000
"""In one ZIP."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every member, the earliest that a ZIP can tell: when a file was packed is nobody's business."""


def personal_model(library: ModelLibrary) -> Entry | None:
    """The newest model that learned one's own digits; None where none did."""
    for entry in library.own_entries():
        try:
            if read_facts(entry.path).making.own_digits:
                return entry
        except UserError:  # it is gone, or damaged behind its head
            continue
    return None


def write_person(path: Path, samples: Iterable[Sample], model: Model | None, name: str = "") -> int:
    """Write samples and a model, whole or not at all; how many samples there were.

    Args:
        path: of the ZIP.
        samples: the person's.
        model: that learned them; None where none did.
        name: what the person is called; empty leaves that out.

    Raises:
        UserError: the file cannot be written, or there are more samples than one may have.
    """
    content, lines = io.BytesIO(), []
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sample in enumerate(samples, 1):
            if number > MOST_SAMPLES:
                raise UserError(tr("A ZIP can have {most} samples at most.").format(most=f"{MOST_SAMPLES:,}"))
            facts = sample_facts(sample) | {"picture": _put_picture(archive, PICTURES, number, sample.picture)}
            if sample.ink is not None:
                facts["ink"] = _put_picture(archive, INK, number, sample.ink)
            lines.append(json.dumps(facts))
        _put(archive, LINES, "".join(f"{line}\n" for line in lines).encode())
        if model is not None:
            _put(archive, MODEL, content_of(model))
        person = {"format": FORMAT, "version": VERSION, "samples": len(lines), "model": model and model.name}
        if name:
            person["name"] = name
        _put(archive, FACTS, json.dumps(person).encode())
    write_whole(path, content.getvalue())
    return len(lines)


def _put_picture(archive: zipfile.ZipFile, folder: str, number: int, picture: Bytes) -> str:
    """Write a picture as PNG; its name."""
    name, content = f"{folder}/{number:06d}.png", io.BytesIO()
    Image.fromarray(picture).save(content, "PNG")
    _put(archive, name, content.getvalue(), zipfile.ZIP_STORED)  # which is packed already
    return name


def _put(archive: zipfile.ZipFile, name: str, content: bytes, packing: int = zipfile.ZIP_DEFLATED) -> None:
    archive.writestr(zipfile.ZipInfo(name, _TIME), content, packing)
