import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import safetensors
import safetensors.numpy

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.making import Making, Metrics
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.paths import Home, bundled
from lenet_app.storage.files import check_writable
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import read_facts, read_model, write_model
from lenet_app.storage.names import checked_name
from tests.unit.closed_folder import closed
from tests.unit.samples import model


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    """Two models that came with the program, none of the user's."""
    shipped = tmp_path / "shipped"
    write_model(model(name="Alpaca", metrics=Metrics(0.5)), shipped / "Alpaca.safetensors")
    write_model(model(name="LeNet-5"), shipped / "LeNet-5.safetensors")
    return ModelLibrary(tmp_path / "own", shipped)


def names(library: ModelLibrary) -> list[str]:
    return [entry.name for entry in library.entries()]


def save(library: ModelLibrary, name: str, created: str = "2026-01-01T00:00:00+00:00") -> Entry:
    return library.save(model(name=name, created=created))


def test_shipped_models_come_first_then_the_newest(library: ModelLibrary, tmp_path: Path) -> None:
    save(library, "old", "2024-01-01T00:00:00+00:00")
    save(library, "new", "2026-01-01T00:00:00+00:00")
    save(library, "middle", "2025-01-01T00:00:00+00:00")
    assert names(library) == ["Alpaca", "LeNet-5", "new", "middle", "old"]
    first = library.entries()[0]
    path = tmp_path / "shipped" / "Alpaca.safetensors"
    assert first == Entry("Alpaca", path, True, "tiny", 0.5, model().created, architecture_title="Tiny", classes=10)
    assert [entry.shipped for entry in library.entries()] == [True, True, False, False, False]
    assert library.entries()[1].accuracy is None
    assert library.default() == first


def test_the_shipped_model_of_the_default_network_answers_first(library: ModelLibrary, tmp_path: Path) -> None:
    default = replace(model().architecture, id=family.DEFAULT_ID)
    library.save(model(default, name="mine"))
    assert library.default().name == "Alpaca", "the user's own waits to be chosen"
    write_model(model(default, name="The default"), tmp_path / "shipped" / "The default.safetensors")
    assert library.default().name == "The default"


def test_an_entry_tells_what_a_list_needs(library: ModelLibrary) -> None:
    made = Making("mnist", epoch=3, seconds=12.5, fine_tuned_from="My first")
    taught = Recipe(augmentation=Augmentation.HANDWRITING)
    entry = library.save(model(name="second", making=made, recipe=taught))
    assert (entry.architecture_id, entry.architecture_title) == ("tiny", "Tiny")
    assert (entry.data_set, entry.has_usual_data_set, entry.classes) == ("MNIST", True, 10)
    assert (entry.parent, entry.epochs, entry.seconds, entry.refuses) == ("My first", 3, 12.5, True)


@pytest.mark.parametrize(
    ("making", "title", "is_usual"),
    [
        (Making(), "", True),
        (Making("fashion-mnist"), "Fashion-MNIST", False),
        (Making("/home/me/sets/mine"), "mine", False),
        (Making("/home/me/sets/mine", data_set_title="EMNIST Letters"), "EMNIST Letters", False),
    ],
)
def test_an_entry_tells_of_which_data_set_it_is(
    library: ModelLibrary, making: Making, title: str, is_usual: bool
) -> None:
    entry = library.save(model(making=making))
    assert (entry.data_set, entry.has_usual_data_set) == (title, is_usual)


def test_whether_a_model_refuses_is_told_as_the_model_tells_it(library: ModelLibrary) -> None:
    """Older files, too: of the loss of 1998 with its rubbish class, and without any certainty."""
    answers = {entry.name: entry for entry in ModelLibrary(Home.of_user().models).entries()}
    refusing = {name for name, entry in answers.items() if entry.refuses}
    assert refusing == {"LeNet-5", *(name for name in answers if name.startswith("LeNet-5 of 1998"))}
    assert all(read_model(entry.path).refuses == entry.refuses for entry in answers.values())
    assert answers["LeNet-5"].parent == "", "it is its own"
    assert not answers["LeNet for CIFAR-10"].refuses
    letters = tuple("abcdefghij")
    assert not library.save(model(class_names=letters, recipe=Recipe(augmentation=Augmentation.HANDWRITING))).refuses


def test_a_text_that_is_none_does_not_cost_the_entry(library: ModelLibrary) -> None:
    """Earlier versions wrote paths of data sets as they were."""
    path = save(library, "mine").path
    with safetensors.safe_open(path, framework="np") as file:
        weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
        facts = json.loads(file.metadata()["lenet-app"])
    facts["making"] = {"data_set": "/d/\udcff", "epoch": 2}
    safetensors.numpy.save_file(weights, path, {"lenet-app": json.dumps(facts)})
    entry = library.entries()[-1]
    assert (entry.name, entry.data_set, entry.epochs) == ("mine", "", 2)


def test_without_any_folder_there_is_nothing(tmp_path: Path) -> None:
    empty = ModelLibrary(tmp_path / "neither", tmp_path / "none")
    assert empty.entries() == []
    with pytest.raises(UserError) as caught:
        empty.default()
    assert str(caught.value) == f"There is no model in {tmp_path / 'none'}."
    with pytest.raises(UserError, match="There is no model in"):
        empty.open(None)


def test_of_a_folder_that_cannot_be_read_nothing_is_listed(library: ModelLibrary, tmp_path: Path) -> None:
    save(library, "mine")
    shipped = [entry for entry in ModelLibrary(Home.of_user().models).entries() if entry.shipped]
    with closed(tmp_path / "own"):
        assert ModelLibrary(own=tmp_path / "own").entries() == shipped
    with closed(tmp_path):
        assert ModelLibrary(own=tmp_path / "own").entries() == shipped
    assert names(library)[-1] == "mine"


def test_by_default_it_is_the_programs_and_the_users_folder() -> None:
    library = ModelLibrary(Home.of_user().models)
    assert library.default().path.parent == bundled("models")
    assert save(library, "mine").path == Home.of_user().models / "mine.safetensors"


def test_damaged_files_are_left_out_of_the_list(library: ModelLibrary, tmp_path: Path) -> None:
    good = save(library, "good")
    own = good.path.parent
    (own / "empty.safetensors").write_bytes(b"")
    (own / "half.safetensors").write_bytes(good.path.read_bytes()[:1000])
    (own / "folder.safetensors").mkdir()
    (own / "text.txt").write_text("not a model")
    (own / ".hidden.tmp").write_bytes(good.path.read_bytes())
    assert names(library) == ["Alpaca", "LeNet-5", "good"]
    with pytest.raises(UserError, match=r"^half\.safetensors cannot be used as a model: "):
        library.open(str(own / "half.safetensors"))
    with pytest.raises(UserError, match=r"^half\.safetensors cannot be used as a model: "):
        library.open("half")
    apart = {one.path.name: one.fault for one in library.contents().unusable}
    assert apart == {
        "empty.safetensors": "empty.safetensors cannot be used as a model: it is damaged or not a safetensors file.",
        "folder.safetensors": "folder.safetensors cannot be used as a model: it is not a file.",
        "half.safetensors": "half.safetensors cannot be used as a model: it is damaged or not a safetensors file.",
    }


def test_a_file_bears_the_models_name(library: ModelLibrary) -> None:
    entry = save(library, "Grand-mère 5")
    assert entry.path.name == "Grand-mère 5.safetensors"
    assert read_model(entry.path).name == "Grand-mère 5"
    assert library.entries()[-1] == entry


def test_a_file_renamed_by_hand_is_called_as_its_file(library: ModelLibrary) -> None:
    entry = save(library, "one")
    entry.path.rename(entry.path.with_name("two.safetensors"))
    assert names(library)[-1] == "two"
    assert library.find("two").name == "two.safetensors"


def test_a_taken_name_gets_a_number(library: ModelLibrary) -> None:
    assert [save(library, "mine").name for _ in range(3)] == ["mine", "mine (2)", "mine (3)"]
    assert save(library, "MINE").name == "MINE (4)"  # a disk may not tell them apart
    assert save(library, "LeNet-5").name == "LeNet-5 (2)"  # a shipped model's
    assert read_facts(library.find("mine (2)")).name == "mine (2)"


def test_a_damaged_file_is_not_written_over(library: ModelLibrary) -> None:
    folder = save(library, "other").path.parent
    damaged = folder / "mine.safetensors"
    damaged.write_bytes(b"perhaps it can be mended")
    assert save(library, "mine").name == "mine (2)"
    with pytest.raises(UserError, match=r"^There is a model mine already\.$"):
        library.rename(library.entries()[-1], "mine")
    assert damaged.read_bytes() == b"perhaps it can be mended"


IMPOSSIBLE = [
    "",
    "   ",
    ".hidden",
    "a/b",
    "a\\b",
    "..",
    "../up",
    "a:b",
    'a"b',
    "a<b",
    "a|b",
    "a?b",
    "a*b",
    "a\nb",
    "a\0b",
]


@pytest.mark.parametrize("name", [*IMPOSSIBLE, "x" * 81, "a\u2028b", "\ud800"])
def test_impossible_names(library: ModelLibrary, name: str) -> None:
    entry = save(library, "good")
    sentence = r"^A model's name has 1 to 80 characters, none of < > : \" / \\ \| \? \*, and no dot in front\.$"
    with pytest.raises(UserError, match=sentence):
        library.rename(entry, name)
    assert [path.name for path in entry.path.parent.iterdir()] == ["good.safetensors"]


@pytest.mark.parametrize("name", [*IMPOSSIBLE, "x" * 81, "\U0001f58b" * 80, "aux", "CON.5", "\ud800", "3/4"])
def test_a_model_of_any_name_is_saved_under_one_that_fits(library: ModelLibrary, name: str) -> None:
    saved = [save(library, name) for _ in range(2)]
    assert saved[0].name == checked_name(saved[0].name)
    assert saved[1].name == f"{saved[0].name} (2)"
    assert library.find(saved[1].name) == saved[1].path
    library.check_writable(name)


def test_a_name_too_long_for_the_disk(library: ModelLibrary) -> None:
    entry = save(library, "good")
    with pytest.raises(UserError, match=r" is too long for a file: choose one with fewer characters\.$"):
        library.rename(entry, "\U0001f58b" * 80)  # 320 bytes
    assert names(library)[2:] == ["good"]


def test_rename(library: ModelLibrary) -> None:
    entry = save(library, "before")
    weights = read_model(entry.path).weights
    renamed = library.rename(entry, "  after ")
    assert renamed.name == "after"
    assert not entry.path.exists()
    assert names(library)[2:] == ["after"]
    again = read_model(renamed.path)
    assert again.name == "after"
    assert all((again.weights[name] == weights[name]).all() for name in weights)
    assert library.rename(renamed, "after") == renamed


def test_rename_to_other_letter_case(library: ModelLibrary) -> None:
    entry = library.rename(save(library, "mine"), "Mine")
    assert (entry.name, names(library)[2:]) == ("Mine", ["Mine"])


def test_rename_to_a_taken_name(library: ModelLibrary) -> None:
    entry, _ = save(library, "one"), save(library, "Two")
    for taken in ("two", "Two", "ALPACA"):
        with pytest.raises(UserError) as caught:
            library.rename(entry, taken)
        assert str(caught.value) == f"There is a model {taken} already."
    assert sorted(names(library)[2:]) == ["Two", "one"]


def test_rename_what_is_gone(library: ModelLibrary) -> None:
    entry = save(library, "one")
    entry.path.unlink()
    with pytest.raises(UserError, match="There is no model file"):
        library.rename(entry, "two")


def test_shipped_models_stay(library: ModelLibrary) -> None:
    shipped = library.default()
    for attempt in (lambda: library.rename(shipped, "mine"), lambda: library.delete(shipped)):
        with pytest.raises(UserError, match=r"^Alpaca came with the program and stays as it is\.$"):
            attempt()
    assert shipped.path.exists()


def test_delete(library: ModelLibrary) -> None:
    entry = save(library, "mine")
    library.delete(entry)
    assert names(library) == ["Alpaca", "LeNet-5"]
    library.delete(entry)  # it is gone, as was wished


def test_a_file_that_cannot_be_used_is_deleted_like_a_model(library: ModelLibrary) -> None:
    good = save(library, "good")
    for name in ("bad", "worse"):
        good.path.with_name(f"{name}.safetensors").write_bytes(b"no model")
    bad, worse = library.contents().unusable
    assert (bad.name, bad.reason) == ("bad.safetensors", "it is damaged or not a safetensors file")
    library.delete(bad)
    assert library.contents().unusable == (worse,)
    assert names(library)[-1] == "good"
    worse.path.unlink()
    worse.path.mkdir()
    with pytest.raises(UserError, match=r"^worse\.safetensors cannot be deleted: .+\.$"):
        library.delete(worse)


def test_delete_what_the_disk_refuses(library: ModelLibrary) -> None:
    entry = save(library, "mine")
    entry.path.unlink()
    entry.path.mkdir()
    with pytest.raises(UserError, match=r"^mine cannot be deleted: .+\.$"):
        library.delete(entry)


def test_find_by_name_and_path(library: ModelLibrary, tmp_path: Path) -> None:
    mine = save(library, "mine").path
    elsewhere = tmp_path / "elsewhere.bin"
    write_model(model(name="Where it was made"), elsewhere)
    shipped = tmp_path / "shipped" / "LeNet-5.safetensors"
    assert library.find("LeNet-5") == library.find(str(shipped)) == shipped
    assert library.find("mine") == library.find(str(mine)) == mine
    assert library.open(str(elsewhere)).name == "elsewhere"
    assert library.open(None).name == "Alpaca"


@pytest.mark.parametrize("name", ["nobody", "", "mine.safetensors", "x" * 300, "a\0b"])
def test_find_nothing(library: ModelLibrary, name: str) -> None:
    save(library, "mine")
    with pytest.raises(UserError) as caught:
        library.open(name)
    assert str(caught.value) == f"There is no model {name}; known are Alpaca, LeNet-5, mine."


def test_a_folder_is_no_model(library: ModelLibrary, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no model "):
        library.find(str(tmp_path))


def test_listing_while_saving_sees_whole_models_only(library: ModelLibrary) -> None:
    count = 25

    def save_all() -> None:
        for _ in range(count):
            save(library, "model")

    seen: list[list[str]] = []
    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(save_all)
        while not saving.done():
            entries = library.entries()
            seen.append([entry.name for entry in entries])
            for entry in entries[2:]:
                assert read_model(entry.path).name == entry.name
        saving.result()
    for before, after in pairwise(seen):
        assert set(before) <= set(after)
    assert len(names(library)) == 2 + count
    assert not [path for path in user_folder(library) if path.suffix == ".tmp"]


def user_folder(library: ModelLibrary) -> list[Path]:
    return list(library.entries()[-1].path.parent.iterdir())


def test_check_writable(tmp_path: Path) -> None:
    check_writable(tmp_path / "new" / "folder" / "file")
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "file").write_bytes(b"old")
    check_writable(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"old"
    for path in (tmp_path, tmp_path / "file" / "below"):
        with pytest.raises(UserError) as caught:
            check_writable(path)
        assert str(caught.value).startswith(f"{path} cannot be written: ")


HOSTILE: dict[str, dict[str, Any]] = {
    "an impossible accuracy": {"metrics": {"test_accuracy": 1e308}},
    "an infinite loss": {"metrics": {"test_loss": math.inf}},
    "half a character": {"name": "\udfff\ud800"},
    "half a character in an id": {"architecture": {"id": "\ud800"}},
    "a date that is none": {"created": 5},
    "no name": {"name": None},
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_holds_what_cannot_be_hides_no_other(library: ModelLibrary, change: dict[str, Any]) -> None:
    good = save(library, "good")
    with safetensors.safe_open(good.path, framework="np") as file:
        facts = json.loads(file.metadata()["lenet-app"])
    bad = good.path.with_name("bad.safetensors")
    safetensors.numpy.save_file(dict(model().weights), bad, {"lenet-app": json.dumps(facts | change)})
    assert "good" in names(library)
    assert "bad" not in names(library)
    with pytest.raises(UserError, match=r"^bad\.safetensors cannot be used as a model: .*\.$"):
        library.open(str(bad))
