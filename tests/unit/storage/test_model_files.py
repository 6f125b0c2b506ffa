import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.making import Making, Metrics
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Augmentation, Loss, Optimiser, Recipe, Schedule
from lenet_app.paths import bundled
from lenet_app.storage.models import read_facts, read_model, write_model
from tests.unit.samples import LENET5, ODD, TINY, model, random_weights

Arrays = dict[str, npt.NDArray[Any]]


def facts_in(path: Path) -> dict[str, Any]:
    with safetensors.safe_open(path, framework="np") as file:
        facts = json.loads(file.metadata()["lenet-app"])
    assert isinstance(facts, dict)
    return facts


def stored(path: Path, facts: object, weights: Arrays | None = None) -> Path:
    """A model file by hand."""
    text = facts if isinstance(facts, str) else json.dumps(facts)
    safetensors.numpy.save_file(weights or dict(random_weights(TINY)), path, {"lenet-app": text})
    return path


@pytest.fixture
def facts(tmp_path: Path) -> dict[str, Any]:
    write_model(model(), tmp_path / "source.safetensors")
    return facts_in(tmp_path / "source.safetensors")


def refusal(path: Path) -> str:
    """The one sentence that a file is refused with."""
    with pytest.raises(UserError) as caught:
        read_model(path)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert not sentence.endswith("..")
    assert "\n" not in sentence
    assert path.name in sentence
    return sentence


def unusable(path: Path) -> str:
    """What a file is refused for."""
    head, _, fault = refusal(path).partition(" cannot be used as a model: ")
    assert head == path.name
    return fault


EVERYTHING: dict[str, Any] = {
    "name": "Ünïcode “4” \U0001f58b \\ \n",
    "recipe": Recipe(7, 33, 1e-5, Optimiser.MOMENTUM, Schedule.CONSTANT, Augmentation.NONE, Loss.CROSS_ENTROPY),
    "class_names": ("nought", "één", "二", "3", "4"),
    "created": "2026-05-06T07:08:09+02:00",
    "metrics": Metrics(0.1 + 0.2, 1e-300),
    "making": Making("mnist", 55_000, 5_000, 2**70, 3, True, 12.3, "CPU", None, ("One", "Two"), "lenet-app 9"),
}


def assert_equal(one: Model, other: Model) -> None:
    assert one.architecture == other.architecture
    assert one.normalisation == other.normalisation
    for part in EVERYTHING.keys() - {"name"}:
        assert getattr(one, part) == getattr(other, part), part
    assert list(one.weights) == list(other.architecture.parameter_shapes) or set(one.weights) == set(other.weights)
    for name, weight in other.weights.items():
        assert one.weights[name].dtype == np.float32
        np.testing.assert_array_equal(one.weights[name], weight)


def test_everything_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "model.safetensors"
    extremes = random_weights(ODD)
    limits = np.finfo(np.float32)
    extremes["A.bias"] = np.array([limits.max, limits.smallest_subnormal, -0.0], np.float32)
    one = model(ODD, weights=extremes, **EVERYTHING)
    write_model(one, path)
    assert_equal(read_model(path), one)
    assert np.signbit(read_model(path).weights["A.bias"][2])


def test_a_file_holds_plain_float32_arrays_and_json(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_model(model(LENET5), path)
    loaded = safetensors.numpy.load_file(path)
    assert {name: weight.shape for name, weight in loaded.items()} == LENET5.parameter_shapes
    assert {weight.dtype for weight in loaded.values()} == {np.dtype(np.float32)}
    facts = facts_in(path)
    assert facts["format_version"] == 1
    assert set(facts) == {
        *("format_version", "name", "architecture", "normalisation", "recipe"),
        *("class_names", "metrics", "making", "created", "certainty"),
    }
    whole = read_model(path)
    assert read_facts(path).architecture == whole.architecture == LENET5
    assert read_facts(path).created == facts["created"] == whole.created


def test_what_is_not_known_is_left_out_as_earlier_versions_expect(tmp_path: Path) -> None:
    """They take every metric for a number."""
    path = tmp_path / "model.safetensors"
    write_model(model(metrics=Metrics(0.1), making=Making(data_set="mnist")), path)
    assert facts_in(path)["metrics"] == {"test_accuracy": 0.1}
    assert facts_in(path)["making"] == {"data_set": "mnist", "stopped": False, "teachers": []}
    assert read_model(path).metrics == Metrics(0.1)


def test_a_text_that_is_no_proper_one_is_written_as_one(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_model(model(name="half a pair \ud800", making=Making(data_set="/d/\udcff")), path)
    assert facts_in(path)["name"] == "half a pair \ufffd"
    assert read_model(path).making.data_set == "/d/\ufffd"


def test_a_model_is_called_as_its_file(tmp_path: Path) -> None:
    for name in ("18.51 (2)", "Ünïcode “4” \U0001f58b", "no suffix."):
        write_model(model(name="18.51"), tmp_path / f"{name}.safetensors")
        assert read_model(tmp_path / f"{name}.safetensors").name == name
        assert read_facts(tmp_path / f"{name}.safetensors").name == name
    write_model(model(name="18.51"), tmp_path / "other.suffix")
    assert read_model(tmp_path / "other.suffix").name == "other"


def test_those_that_came_with_the_program_have_names_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = bundled("models")
    assert read_model(shipped / "lenet5.safetensors").name == "LeNet-5"
    monkeypatch.chdir(shipped)
    assert read_model(Path("lenet5.safetensors")).name == "LeNet-5"
    copy = tmp_path / "copy of lenet5.safetensors"
    copy.write_bytes((shipped / "lenet5.safetensors").read_bytes())
    assert read_model(copy).name == "copy of lenet5"


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path in (tmp_path / "none.safetensors", tmp_path / ("x" * 400), tmp_path / "a\0b"):
        assert refusal(path) == f"There is no model file {path}."
    assert refusal(tmp_path) == f"{tmp_path.name} cannot be used as a model: it is not a file."


NOT_SAFETENSORS = "it is damaged or not a safetensors file."


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 8, b"\xff" * 100, b"PK\x03\x04" + b"\0" * 50, b"{}" * 40])
def test_other_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.safetensors"
    path.write_bytes(content)
    assert unusable(path) == NOT_SAFETENSORS


def lengths_of_a_model() -> list[int]:
    """About sixty lengths from nothing to one byte less than a whole file of `TINY`."""
    size = 8 + 2048 + 4 * TINY.parameters
    return sorted({*range(0, size, size // 60), 1, 7, 8, 9})


@pytest.mark.parametrize("length", lengths_of_a_model())
def test_truncated_files(tmp_path: Path, length: int) -> None:
    path = tmp_path / "model.safetensors"
    write_model(model(), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: min(length, len(whole) - 1)])
    assert unusable(path) == NOT_SAFETENSORS


def test_bytes_behind_the_end(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_model(model(), path)
    path.write_bytes(path.read_bytes() + b"\0")
    assert unusable(path) == NOT_SAFETENSORS


def test_flipped_bytes_are_refused_or_harmless(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_model(model(), path)
    whole = path.read_bytes()
    random = np.random.default_rng(1)
    refused, sentences = 0, set[str]()
    for _ in range(300):
        changed = bytearray(whole)
        changed[random.integers(0, len(whole) // 2)] ^= 1 << int(random.integers(0, 8))
        path.write_bytes(changed)
        try:
            assert read_model(path).architecture.parameters > 0
        except UserError as error:
            refused += 1
            sentences.add(str(error))
    assert not any("\n" in sentence for sentence in sentences)
    assert refused > 50


def test_foreign_safetensors(tmp_path: Path) -> None:
    path = tmp_path / "foreign.safetensors"
    safetensors.numpy.save_file({"layer.weight": np.zeros((2, 2), np.float32)}, path)
    assert unusable(path) == "it was not written by this program."
    safetensors.numpy.save_file({"layer.weight": np.zeros((2, 2), np.float32)}, path, {"format": "pt"})
    assert unusable(path) == "it was not written by this program."


@pytest.mark.parametrize("text", ["", "{", "nonsense", '{"format_version": 1', "[" * 100_000])
def test_metadata_that_is_no_json(tmp_path: Path, text: str) -> None:
    assert unusable(stored(tmp_path / "m.safetensors", text)) == "it was not written by this program."


@pytest.mark.parametrize("version", [0, 2, 99, "1", None, 1.5, [1]])
def test_unknown_versions(tmp_path: Path, facts: dict[str, Any], version: object) -> None:
    path = stored(tmp_path / "m.safetensors", facts | {"format_version": version})
    assert unusable(path) == f"its format version is {version}, not 1."


@pytest.mark.parametrize("document", [[], '"text"', 1, None, {}, [1, 2], {"name": "x"}])
def test_metadata_of_another_form(tmp_path: Path, document: object) -> None:
    assert unusable(stored(tmp_path / "m.safetensors", document)) == "it was not written by this program."


def missing(weights: Arrays) -> None:
    del weights["H.bias"]


def superfluous(weights: Arrays) -> None:
    weights["G.bias"] = weights["H.bias"]


def turned(weights: Arrays) -> None:
    weights["H.weight"] = np.ascontiguousarray(weights["H.weight"].T)


def not_a_number(weights: Arrays) -> None:
    weights["H.weight"][0, 0] = np.nan


def half(weights: Arrays) -> None:
    weights["H.bias"] = weights["H.bias"].astype(np.float16)


def double(weights: Arrays) -> None:
    weights["out.bias"] = weights["out.bias"].astype(np.float64)
    weights["H.bias"] = weights["H.bias"].astype(np.int32)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (missing, "The weights do not match the architecture: H.bias."),
        (superfluous, "The weights do not match the architecture: G.bias."),
        (turned, "H.weight is 49 × 16, but the architecture needs 16 × 49."),
        (not_a_number, "H.weight holds values that are not finite."),
        (half, "H.bias must be float32."),
        (double, "H.bias, out.bias must be float32."),
    ],
)
def test_weights_that_do_not_fit(
    tmp_path: Path, facts: dict[str, Any], spoil: Callable[[Arrays], None], fault: str
) -> None:
    weights: Arrays = dict(random_weights(TINY))
    spoil(weights)
    assert unusable(stored(tmp_path / "m.safetensors", facts, weights)) == fault


@pytest.mark.parametrize("kind", ["BF16", "F8_E4M3"])
def test_a_type_of_numbers_that_numpy_has_not(tmp_path: Path, facts: dict[str, Any], kind: str) -> None:
    size = 8 if kind.startswith("F8") else 16
    tensor = {"dtype": kind, "shape": [8], "data_offsets": [0, size]}
    header = json.dumps({"__metadata__": {"lenet-app": json.dumps(facts)}, "H.bias": tensor}).encode()
    path = tmp_path / "m.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(size))
    assert unusable(path) in ("its weights cannot be read.", "H.bias must be float32.")


METRICS = "What was measured of it cannot be read: "
CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "architecture": ({"architecture": 5}, "“architecture” is not an object."),
    "layers": ({"architecture": {}}, "The architecture cannot be read: “layers” is missing."),
    "normalisation": (
        {"normalisation": {"ink": 1}},
        "The input normalisation cannot be read: “background” is missing.",
    ),
    "recipe": ({"recipe": {}}, "The recipe cannot be read: “epochs” is missing."),
    "too few names": ({"class_names": ["0"]}, "1 class name was given for 10 classes."),
    "half a character in a name": ({"class_names": [*"012345678", "\ud800"]}, "“class_names” holds half a character."),
    "names in one text": ({"class_names": "0123456789"}, "“class_names” is not a list."),
    "numbers for names": ({"class_names": list(range(10))}, "“class_names” is not a text."),
    "metrics": ({"metrics": [1]}, "“metrics” is not an object."),
    "a metric": ({"metrics": {"test_accuracy": "high"}}, METRICS + "“test_accuracy” is not a number."),
    "a huge metric": ({"metrics": {"test_loss": 10**400}}, "“test_loss” is not a number."),
    "an infinite metric": ({"metrics": {"test_loss": float("inf")}}, "“test_loss” is not a number."),
    "an impossible metric": ({"metrics": {"test_accuracy": 1e308}}, "“test_accuracy” must be from 0 to 1, not 1e+308."),
    "a negative count": (
        {"making": {"pictures": -3}},
        "“pictures” must be a number that is not below 0, not -3.",
    ),
    "a count that is none": (
        {"making": {"epoch": 2.5}},
        "The facts of its making cannot be read: “epoch” is not a whole number.",
    ),
    "making": ({"making": None}, "“making” is not an object."),
    "created": ({"created": 20260102}, "“created” is not a text."),
    "name": ({"name": None}, "“name” is not a text."),
    "a name without end": ({"name": "x" * 10_001}, "“name” is too long."),
    "half a character in a layer": (
        {"architecture": TINY.to_json() | {"title": "\ud800"}},
        "“title” holds half a character.",
    ),
}


@pytest.mark.parametrize(("change", "fault"), CHANGES.values(), ids=CHANGES.keys())
def test_damaged_metadata(tmp_path: Path, facts: dict[str, Any], change: dict[str, Any], fault: str) -> None:
    assert unusable(stored(tmp_path / "m.safetensors", facts | change)) == fault


def test_every_part_is_needed(tmp_path: Path, facts: dict[str, Any]) -> None:
    for name in facts.keys() - {"format_version", "certainty"}:
        less = {key: value for key, value in facts.items() if key != name}
        assert unusable(stored(tmp_path / "m.safetensors", less)) == f"“{name}” is missing."


def test_a_file_from_before_there_was_certainty(tmp_path: Path, facts: dict[str, Any]) -> None:
    older = {key: value for key, value in facts.items() if key != "certainty"}
    assert read_model(stored(tmp_path / "m.safetensors", older)).certainty == Certainty()


def test_facts_of_other_versions_are_left_aside(tmp_path: Path, facts: dict[str, Any]) -> None:
    other = facts | {"metrics": {"test_accuracy": 0.5, "f1": 0.25}, "making": {"seed": 3, "weather": ["fair"]}}
    found = read_model(stored(tmp_path / "m.safetensors", other))
    assert (found.metrics, found.making) == (Metrics(0.5), Making(seed=3))


def test_a_path_that_is_no_text_does_not_cost_the_model(tmp_path: Path, facts: dict[str, Any]) -> None:
    """Earlier versions wrote paths of data sets as they were."""
    making = {"data_set": "/d/\udcff", "teachers": ["\ud800"], "seed": 4}
    assert read_model(stored(tmp_path / "m.safetensors", facts | {"making": making})).making == Making(seed=4)


def test_certainty_is_kept(tmp_path: Path) -> None:
    certainty = Certainty(threshold=0.83, temperature=1.21)
    write_model(model(certainty=certainty), tmp_path / "m.safetensors")
    assert read_model(tmp_path / "m.safetensors").certainty == certainty


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are POSIX's")
    assert sys.platform != "win32"  # for mypy
    path = tmp_path / "model.safetensors"
    write_model(model(), path)
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))  # as if the disk were full
    try:
        with pytest.raises(UserError) as caught:
            write_model(model(name="Another"), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert str(caught.value) == f"{path} cannot be written: File too large."
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_where_no_file_can_be(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_bytes(b"old")
    folder = tmp_path / "a folder"
    folder.mkdir()
    for path in (blocked / "model.safetensors", folder, tmp_path / ("x" * 300)):
        with pytest.raises(UserError) as caught:
            write_model(model(), path)
        assert str(caught.value).startswith(f"{path} cannot be written: ")
    assert blocked.read_bytes() == b"old"
    assert sorted(tmp_path.rglob("*")) == [blocked, folder]
