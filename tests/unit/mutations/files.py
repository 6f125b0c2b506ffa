"""Sound files of the program's own kinds, and pictures, to be damaged."""

import io
import json
import zlib
from pathlib import Path

import numpy as np
import safetensors.numpy
from PIL import Image

from lenet_app.networks import family
from lenet_app.networks.making import Making, Metrics
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.tasks import tasks
from lenet_app.storage.architectures import write_architecture
from lenet_app.storage.models import write_model
from tests.unit.samples import DISTANCES, model, result_of
from tests.unit.whole_models import halves

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "TGA", "PCX", "JPEG2000")


def _written(one: Model) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.safetensors"
        write_model(one, path)
        return path.read_bytes()


def _models() -> dict[str, Model]:
    made = Making("mnist", 55_000, 5_000, 7, 3, False, 12.3, "CPU", "Older", ("One", "Two"), "lenet-app 9")
    return {
        "tiny.safetensors": model(metrics=Metrics(0.9, 0.3, 0.01), making=made),
        "halves.safetensors": halves(),
        "distances.safetensors": model(DISTANCES),
    }


def model_files() -> dict[str, bytes]:
    """Three models as they lie in a folder."""
    return {name: _written(one) for name, one in _models().items()}


def model_facts() -> dict[str, bytes]:
    """The facts of a model alone; see `written_with`."""
    content = _written(_models()["tiny.safetensors"])
    head = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return {"facts.json": head["__metadata__"]["lenet-app"].encode()}


def written_with(facts: bytes, path: Path) -> None:
    """A model file with these facts, sound but for them."""
    text = facts.decode("utf-8", "replace")
    safetensors.numpy.save_file(dict(model().weights), path, {"lenet-app": text})


def with_right_length(content: bytes) -> bytes:
    """A model file whose first number tells where its head ends, if that can be found."""
    try:
        end = 8 + json.JSONDecoder().raw_decode(content[8:20_000].decode("latin-1"))[1]
    except (ValueError, RecursionError):
        return content
    while content[end : end + 1] == b" ":
        end += 1
    return (end - 8).to_bytes(8, "little") + content[8:]


def architecture_files() -> dict[str, bytes]:
    """Three of the family's networks."""
    import tempfile

    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for id_ in ("lenet5", "lenet5-1998", "lenet5-dropout"):
            path = Path(folder) / f"{id_}.json"
            write_architecture(family.member(id_), path)
            files[path.name] = path.read_bytes()
    return files


def recipe_files() -> dict[str, bytes]:
    """A recipe, by itself and in a file of its own."""
    recipe = Recipe(hold_out=0.1, patience=3, target=0.99).to_json()
    document = {"format_version": 1, "recipe": recipe}
    return {"recipe.json": json.dumps(recipe).encode(), "file.json": json.dumps(document).encode()}


def result_files() -> dict[str, bytes]:
    """Two results of a reproduction."""
    made = tasks(["lenet5-deep"], seeds=2)
    return {f"results/{one.key}.json": json.dumps(result_of(one).to_json()).encode() for one in made}


def picture_files() -> dict[str, bytes]:
    """A small picture in each format."""
    rows, columns = np.mgrid[0:24, 0:32]
    grey = (128 + 100 * np.sin(rows / 3) * np.cos(columns / 4)).astype(np.uint8)
    files = {}
    for kind in _FORMATS:
        buffer = io.BytesIO()
        options = {"exif": Image.Exif()} if kind in ("PNG", "JPEG", "WEBP") else {}
        Image.fromarray(grey).convert("RGB").save(buffer, kind, **options)
        files[f"picture.{kind.lower()}"] = buffer.getvalue()
    return files


def with_right_checks(content: bytes) -> bytes:
    """A PNG with the sum of every chunk that is whole set right; others as they are."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return content
    whole, place = bytearray(content), 8
    while place + 12 <= len(whole):
        length = int.from_bytes(whole[place : place + 4], "big")
        end = place + 8 + length
        if end + 4 > len(whole):
            break
        whole[end : end + 4] = zlib.crc32(whole[place + 4 : end]).to_bytes(4, "big")
        place = end + 4
    return bytes(whole)
