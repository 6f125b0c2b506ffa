"""Everything that reads what others wrote, each with something sound to begin with. A new reader joins `READERS`."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors.numpy
from PIL import Image

from lenet_app.data import catalogue, stored
from lenet_app.data.packs import PackFacts, PackWriter, read_pack
from lenet_app.data.pictures import DataSet, Fitting
from lenet_app.errors import UserError
from lenet_app.evaluation.kept_answers import read_answers
from lenet_app.evaluation.labelled_files import answer_files, labelled_files
from lenet_app.ink.files.pixels import LONGEST_SIDE, read_pixels
from lenet_app.ink.stroke_lines import drawing_from_line, opened_lines
from lenet_app.networks.layer_table import layer_table
from lenet_app.networks.model import Model
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.recognition.fitting import fitted_drawing
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.recognition.soundness import tried
from lenet_app.storage.architectures import read_architecture, write_architecture
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from lenet_app.storage.own_architectures import own_members
from lenet_app.storage.results import ReproductionFolder
from tests.unit.data.sample_files import cifar_files, idx, random_images, tar
from tests.unit.mutations import samples
from tests.unit.mutations.files import (
    architecture_files,
    model_facts,
    model_files,
    picture_files,
    recipe_files,
    result_files,
    with_right_checks,
    with_right_length,
    written_with,
)
from tests.unit.mutations.kept_runs import run_files, run_tables, use_run
from tests.unit.mutations.mutating import mutated, mutated_json
from tests.unit.mutations.recipes import use_recipe_files, use_recipes
from tests.unit.mutations.weights import ENDINGS, use_weights, weight_files
from tests.unit.samples import model
from tests.unit.whole_models import halves, primaries

Files = dict[str, bytes]
"""What lies in a folder, by name."""


def as_it_is(content: bytes) -> bytes:
    """A mutated file that is not to be mended."""
    return content


@dataclass(frozen=True)
class Reader:
    """One way into the program.

    Args:
        name: of the test.
        files: something sound.
        read: reads what lies in a folder under those names, and checks what comes of it; faults are `UserError`s.
        mended: sets right what a reader checks first, such as sums, so that a mutation gets further.
        mutate: damages a file.
    """

    name: str
    files: Callable[[], Files]
    read: Callable[[Path], object]
    mended: Callable[[bytes], bytes] = as_it_is
    mutate: Callable[[bytes, np.random.Generator], bytes] = mutated


def _idx_files(end: str = "", prefix: str = "", shape: tuple[int, ...] = (5, 5)) -> Files:
    files = {}
    for part, count in (("train", 12), ("t10k", 6)):
        files[f"{prefix}{part}-images-idx3-ubyte{end}"] = idx(random_images(count, *shape))
        files[f"{prefix}{part}-labels-idx1-ubyte{end}"] = idx(np.arange(count) % 3)
    return {name: gzip.compress(content, mtime=0) if end else content for name, content in files.items()}


def _emnist_files() -> Files:
    table = b"".join(b"%d %d\n" % (label, 65 + label) for label in range(3))
    return _idx_files(prefix="emnist-balanced-") | {"emnist-balanced-mapping.txt": table}


def _qmnist_files() -> Files:
    files = _idx_files()
    for part, count in (("train", 12), ("t10k", 6)):
        rows: npt.NDArray[np.int32] = np.zeros((count, 8), np.int32)
        rows[:, 0] = np.arange(count) % 3
        del files[f"{part}-labels-idx1-ubyte"]
        files[f"{part}-labels-idx2-int"] = idx(rows, kind=12)
    return files


def _saved(array: npt.NDArray[np.generic]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def _arrays() -> dict[str, npt.NDArray[Any]]:
    return {
        "train_images": random_images(12, 5, 4),
        "train_labels": np.arange(12) % 3,
        "test_images": random_images(6, 5, 4, seed=1),
        "test_labels": np.arange(6) % 3,
    }


def _npy_files() -> Files:
    return {f"{name}.npy": _saved(array) for name, array in _arrays().items()}


def _odd_npy_files() -> Files:
    """Colour, its channels last, as floats, with labels that are one-hot, and nothing to test with."""
    pictures = random_images(12, 5, 4, 3).astype(np.float64) / 255
    return {"x.npy": _saved(pictures), "y.npy": _saved(np.eye(3, dtype=np.float32)[np.arange(12) % 3])}


def _npz_files(*, packed: bool = True) -> Files:
    buffer = io.BytesIO()
    save: Callable[..., None] = np.savez_compressed if packed else np.savez
    save(buffer, **_arrays())
    return {"set.npz": buffer.getvalue()}


def _csv_files() -> Files:
    lines = ["label," + ",".join(f"pixel{number}" for number in range(9))]
    for number, picture in enumerate(random_images(12, 9)):
        lines.append(",".join(map(str, (number % 3, *picture.tolist()))))
    return {"train.csv": "\n".join(lines).encode()}


def _zip_files() -> Files:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}", bytes(number))
    return {"set.zip": buffer.getvalue()}


def _stroke_files() -> Files:
    strokes: list[list[object]] = [
        [[[0, 0], [10, 0.5], [4, 16]]],
        [[[5, 0], [5, 10]], [[1, 1]]],
        [],
        [[[-1e3, 2e-3, 17, 0.5], [1, 2]]],
    ]
    lines = [json.dumps({"strokes": one, "colours": ["#1a1d23"] * len(one)}) for one in strokes]
    return {"drawings.jsonl": "\n".join(lines).encode()}


def _load(folder: Path) -> None:
    """The folder, and a set by one of its files; what can be read must hold together."""
    for path in (folder, max(folder.iterdir())):
        try:
            data_set = catalogue.load(str(path), folder)
        except UserError as error:
            check_sentence(str(error))
        else:
            _check(data_set)


def _load_on_disk(folder: Path) -> None:
    """The same where memory is to hold nothing."""
    usual, stored.MOST_IN_MEMORY = stored.MOST_IN_MEMORY, 0
    try:
        _load(folder)
    finally:
        stored.MOST_IN_MEMORY = usual


def _class_files() -> Files:
    files = {}
    for name in "ab":
        for number, image in enumerate(random_images(4, 6, 5, seed=ord(name))):
            buffer = io.BytesIO()
            Image.fromarray(image).save(buffer, ("PNG", "JPEG")[number % 2])
            files[f"{name}/{number}.{('png', 'jpg')[number % 2]}"] = buffer.getvalue()
    return files


def _pack_files() -> Files:
    buffer = io.BytesIO()
    writer = PackWriter(buffer, (1, 3, 4), 9)
    writer.put(0, random_images(9, 1, 3, 4))
    facts = PackFacts("Mine", ("a", "b"), Fitting.INK, (1, 3, 4), 6, 3)
    writer.end(np.array([0, 1, 1, 0, 1, 0, 1, 0, 1], np.uint8), facts)
    return {"mine.pictures": buffer.getvalue()}


def _use_pack(folder: Path) -> None:
    data_set = read_pack(folder / "mine.pictures", "mine")
    if data_set is not None:
        _check(data_set)


def _check(data_set: DataSet) -> None:
    for part in (data_set.training, data_set.test):
        assert len(part.images) == len(part.labels) > 0
        assert part.shape == data_set.shape
        assert part.labels.max() < len(data_set.class_names)
        assert part.images.dtype == part.labels.dtype == np.uint8
    for text in (data_set.title, *data_set.class_names):
        assert text.encode()


@cache
def _models() -> tuple[Model, ...]:
    return model(), halves(), primaries()


def _read_drawings(folder: Path) -> None:
    for path in folder.iterdir():
        with opened_lines(str(path)) as lines:
            for line in lines:
                try:
                    drawing = drawing_from_line(line)
                except UserError as error:
                    check_sentence(str(error))
                    continue
                for one in _models():
                    fitted = fitted_drawing(drawing, one, has_sheet=False, deslant=True)
                    if fitted is not None:
                        assert np.isfinite(Recognizer(one).look_into(fitted.planes).recognition.probabilities).all()


def check_sentence(sentence: str) -> None:
    """A fault that can be told is short, and whole."""
    assert 10 < len(sentence) < 600
    assert sentence.endswith(".")
    assert sentence.encode()


def with_right_sums(content: bytes) -> bytes:
    """An archive with the sum of every block that could be a member's header set right."""
    blocks = bytearray(content)
    for start in range(0, len(blocks) - 511, 512):
        if blocks[start + 257 : start + 262] == b"ustar":
            blocks[start + 148 : start + 156] = b" " * 8
            blocks[start + 148 : start + 156] = b"%06o\0 " % sum(blocks[start : start + 512])
    return bytes(blocks)


def _use_models(folder: Path) -> None:
    """List them, read each, and answer with it as the window and the commands do."""
    library = ModelLibrary(folder, folder / "none")
    contents = library.contents()
    entries, unusable = contents.entries, contents.unusable
    assert len(entries) + len(unusable) == len(list(folder.glob("*.safetensors")))
    for one in unusable:
        check_sentence(one.fault)
    for entry in entries:
        assert f"{entry.name} {entry.architecture_id} {entry.created} {100 * (entry.accuracy or 0):.2f}".encode()
        assert 0 <= (entry.accuracy or 0) <= 1
        try:
            answers_of(tried(read_model(entry.path)))
        except UserError as error:
            check_sentence(str(error))


def _use_facts(folder: Path) -> None:
    written_with((folder / "facts.json").read_bytes(), folder / "model.safetensors")
    _use_models(folder)


def answers_of(model: Model) -> None:
    """Everything that is asked of a model, in numbers and in words."""
    facts: dict[str, object] = {"architecture": model.architecture.to_json(), "recipe": model.recipe.to_json()}
    facts |= {"making": model.making.to_json(), "metrics": model.metrics.to_json(), "name": model.name}
    json.dumps(facts, allow_nan=False).encode()
    assert recipe_text(model.recipe).encode()
    insight = Recognizer(model).look_into(np.full((model.architecture.input_shape), 0.5, np.float32))
    answer = insight.recognition
    assert 0 <= answer.confidence <= 1.001
    assert f"{answer.label} {round(100 * answer.confidence)}".encode()
    assert len(answer.ranking) == model.architecture.classes


def _use_architectures(folder: Path) -> None:
    """List them, and read each with its table."""
    members, unusable = own_members(folder)
    assert len(members) + len(unusable) == len(list(folder.glob("*.json")))
    for one in unusable:
        check_sentence(one.fault)
    for member in members:
        for row in layer_table(member.architecture):
            assert " ".join((row.formula, *row.figures)).encode()
        assert recipe_text(member.recipe).encode()
        write_architecture(member, folder / "again")
        assert read_architecture(folder / "again").architecture == member.architecture


def _use_results(folder: Path) -> None:
    """Read them and write the report anew."""
    results = ReproductionFolder(folder)
    results.write_report()
    assert results.report.read_text("utf-8")
    for one in results.results():
        assert 0 <= one.accuracy <= 1


def _use_pictures(folder: Path) -> None:
    for path in folder.iterdir():
        try:
            pixels = read_pixels(path)
        except UserError as error:
            check_sentence(str(error))
        else:
            assert pixels.ndim == 3
            assert max(pixels.shape) <= LONGEST_SIDE


def _labelled_files() -> Files:
    return {"table.csv": b'file,label\na.png,3\n"b, c.png",4\nd/e.png,3\n', "a.png": picture_files()["picture.png"]}


def _use_labelled_files(folder: Path) -> None:
    one = model()
    for report in answer_files(one, labelled_files(folder / "table.csv")):
        assert len(report.answers) == len(report.files)
        for fault in report.faults:
            assert fault.encode()


def _kept_answers() -> Files:
    arrays: dict[str, npt.NDArray[Any]] = {"said": np.arange(5, dtype=np.uint8), "losses": np.ones(5, np.float32)}
    arrays["confidences"] = np.full(5, 0.5, np.float32)
    return {"kept.answers": safetensors.numpy.save(arrays)}


def _use_kept_answers(folder: Path) -> None:
    found = read_answers(folder / "kept.answers", np.arange(5, dtype=np.uint8))
    if found is not None:
        assert len(found.right) == len(found.said) == len(found.confidences) == len(found.losses) == 5


READERS = (
    Reader("IDX", _idx_files, _load),
    Reader("IDX, gzipped", lambda: _idx_files(".gz"), _load),
    Reader("IDX, colour", lambda: _idx_files(shape=(3, 4, 4)), _load),
    Reader("EMNIST", _emnist_files, _load),
    Reader("QMNIST", _qmnist_files, _load),
    Reader("CIFAR-10, unpacked", lambda: cifar_files(1), _load),
    Reader("CIFAR-10, tar", lambda: {"set.tar": tar(cifar_files(1))}, _load, with_right_sums),
    Reader("CIFAR-10, tar.gz", lambda: {"set.tgz": gzip.compress(tar(cifar_files(1)), 1, mtime=0)}, _load),
    Reader("IDX, on the disk", _idx_files, _load_on_disk),
    Reader("IDX, gzipped, on the disk", lambda: _idx_files(".gz"), _load_on_disk),
    Reader("CIFAR-10, unpacked, on the disk", lambda: cifar_files(1), _load_on_disk),
    Reader("CIFAR-10, tar, on the disk", lambda: {"set.tar": tar(cifar_files(1))}, _load_on_disk, with_right_sums),
    Reader("packs", _pack_files, _use_pack),
    Reader("folders of pictures", _class_files, _load),
    Reader("ZIP", _zip_files, _load),
    Reader("arrays of NumPy", _npy_files, _load),
    Reader("arrays of NumPy, in colour, one-hot", _odd_npy_files, _load),
    Reader("arrays of NumPy in an archive", _npz_files, _load),
    Reader("arrays of NumPy in a plain archive", lambda: _npz_files(packed=False), _load),
    Reader("tables of pictures", _csv_files, _load),
    Reader("arrays of NumPy, on the disk", _npy_files, _load_on_disk),
    Reader("arrays of NumPy, in colour, on the disk", _odd_npy_files, _load_on_disk),
    Reader("tables of pictures, on the disk", _csv_files, _load_on_disk),
    Reader("tables of files and labels", _labelled_files, _use_labelled_files),
    Reader("kept runs", run_files, use_run, mutate=mutated_json),
    Reader("tables of kept runs", run_tables, use_run),
    Reader("kept answers", _kept_answers, _use_kept_answers),
    Reader("strokes", _stroke_files, _read_drawings),
    Reader("samples", samples.sample_lines, samples.read_sample_lines),
    Reader("samples, as a database", samples.database, samples.use_database),
    Reader("samples and a model, as a ZIP", samples.person, samples.use_person),
    Reader("samples and a model, packed anew", samples.person_members, samples.use_person_members),
    Reader("models", model_files, _use_models, with_right_length),
    Reader("facts of models", model_facts, _use_facts, mutate=mutated_json),
    Reader("architectures", architecture_files, _use_architectures, mutate=mutated_json),
    Reader("recipes", recipe_files, use_recipes, mutate=mutated_json),
    Reader("recipe files", recipe_files, use_recipe_files, mutate=mutated_json),
    Reader("results", result_files, _use_results, mutate=mutated_json),
    Reader("pictures", picture_files, _use_pictures, with_right_checks),
    *(Reader(f"weights, {ending}", partial(weight_files, ending), use_weights) for ending in ENDINGS),
)
