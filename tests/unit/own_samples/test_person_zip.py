"""A person's samples and model in one ZIP, and ZIPs that somebody made to do harm."""

import io
import json
import pickle
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.samples import packing, unpacking
from lenet_app.samples.sample import Sample, Source
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import content_of
from tests.unit.own_samples.made import SEVEN, sample
from tests.unit.samples import ODD, model

INK = np.arange(12, dtype=np.uint8).reshape(3, 4)
Members = dict[str, bytes]


def personal() -> Model:
    """A small model that is said to have learned one's own digits."""
    one = model()
    return replace(one, name="LeNet-5, mine", making=replace(one.making, own_digits=3))


def samples() -> list[Sample]:
    """Strokes, ink, and nothing but a picture."""
    seven = sample(7, drawing=SEVEN, answer=1, model="LeNet-5", made="2026-11-29T10:00:00+00:00")
    return [seven, replace(sample(3, ink=INK), source=Source.READ), sample(5)]


class Place:
    """A home with what goes into it."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.store, self.library = SampleStore(self.home.samples), ModelLibrary(self.home.models)
        self.file = folder / "person.zip"

    def take_in(self) -> tuple[list[int], str | None]:
        numbers, entry = unpacking.take_in(self.file, self.store, self.library)
        return numbers, None if entry is None else entry.name

    def members(self) -> Members:
        """Those of a sound one."""
        packing.write_person(self.file, samples(), personal())
        with zipfile.ZipFile(self.file) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def pack(self, members: Members) -> None:
        with zipfile.ZipFile(self.file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    def refused(self) -> str:
        """The sentence, after nothing at all was written."""
        before = everything(self.file.parent)
        with pytest.raises(UserError) as refusal:
            self.take_in()
        assert everything(self.file.parent) == before
        sentence = str(refusal.value)
        assert sentence.count("\n") == 0
        return sentence


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_person_is_the_same_on_another_machine(place: Place) -> None:
    assert packing.write_person(place.file, samples(), personal()) == 3
    assert place.take_in() == ([1, 2, 3], "LeNet-5, mine")
    for given, kept in zip(samples(), place.store.samples([1, 2, 3]), strict=True):
        assert np.array_equal(given.picture, kept.picture)
        facts = ("label", "answer", "model", "source")
        assert [getattr(kept, name) for name in facts] == [getattr(given, name) for name in facts]
        assert given.made in ("", kept.made)
        assert (given.drawing is None) == (kept.drawing is None)
        if given.drawing is not None and kept.drawing is not None:
            told = [(stroke.points, stroke.colour) for stroke in given.drawing.strokes]
            assert [(stroke.points, stroke.colour) for stroke in kept.drawing.strokes] == told
    (ink,) = (one.ink for one in place.store.samples([2]))
    assert ink is not None
    assert np.array_equal(ink, INK)
    entry = packing.personal_model(place.library)
    assert entry is not None
    model_again = place.library.open(entry.name)
    assert model_again.weights.keys() == personal().weights.keys()
    assert all(np.array_equal(weight, personal().weights[name]) for name, weight in model_again.weights.items())
    assert place.take_in()[1] == "LeNet-5, mine (2)"  # a second one has a name of its own


def test_what_lies_in_it_is_png_json_and_safetensors(place: Place) -> None:
    members = place.members()
    assert sorted(members) == [
        "ink/000002.png",
        "model.safetensors",
        "person.json",
        *(f"pictures/00000{number}.png" for number in (1, 2, 3)),
        "samples.jsonl",
    ]
    with Image.open(io.BytesIO(members["pictures/000001.png"])) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "L", (28, 28))
    first = json.loads(members["samples.jsonl"].splitlines()[0])
    assert first["strokes"] == [[list(point) for point in stroke.points] for stroke in SEVEN.strokes]
    assert json.loads(members["person.json"])["samples"] == 3
    assert members["model.safetensors"] == content_of(personal())


def test_without_a_model_there_are_samples_alone(place: Place) -> None:
    assert packing.personal_model(place.library) is None
    place.library.save(model())  # which learned nobody's own digits
    assert packing.personal_model(place.library) is None
    packing.write_person(place.file, samples(), None)
    assert place.take_in() == ([1, 2, 3], None)


def _line(**changes: object) -> Callable[[Members], None]:
    """The first sample, with something else in it."""

    def change(members: Members) -> None:
        first, *rest = members["samples.jsonl"].splitlines()
        members["samples.jsonl"] = b"\n".join([json.dumps(json.loads(first) | changes).encode(), *rest])

    return change


def _facts(**changes: object) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        members["person.json"] = json.dumps(json.loads(members["person.json"]) | changes).encode()

    return change


def _with(name: str, content: bytes) -> Callable[[Members], None]:
    return lambda members: members.update({name: content})


def _without(name: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        del members[name]

    return change


def _png(shape: tuple[int, ...], mode: str = "L") -> bytes:
    content = io.BytesIO()
    Image.fromarray(np.full(shape, 9, np.uint8)).convert(mode).save(content, "PNG")
    return content.getvalue()


class _Trap:
    """What a pickle would do."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Path("executed").touch, ())


STRANGE = "person.zip was not taken in: It holds {}, which does not belong there."
PICTURE = "pictures/000001.png"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_with("../outside.png", b"x"), STRANGE.format("../outside.png")),
        (_with("pictures/../../outside.png", b"x"), STRANGE.format("pictures/../../outside.png")),
        (_with("/tmp/outside.png", b"x"), STRANGE.format("/tmp/outside.png")),
        (_with("C:\\outside.png", b"x"), STRANGE.format("C:\\\\outside.png")),
        (_with("pictures/", b""), STRANGE.format("pictures/")),
        (_with("model.pt", pickle.dumps(_Trap())), STRANGE.format("model.pt")),
        (_with("x" * 500, b""), STRANGE.format("x" * 59 + "\\u2026")),
        (_with("model.safetensors", pickle.dumps(_Trap())), "damaged or not a safetensors file"),
        (_with("model.safetensors", content_of(model(ODD))), "Its model does not tell the ten digits apart."),
        (_without("model.safetensors"), "It does not hold the model that it tells of."),
        (_without("samples.jsonl"), "It is not the ZIP of a person"),
        (_without(PICTURE), f"Sample 1: It holds no {PICTURE}."),
        (_with(PICTURE, pickle.dumps(_Trap())), f"{PICTURE} is not a PNG, or it is damaged."),
        (_with(PICTURE, _png((28, 27))), "Its picture must have 28 × 28 pixels, and ink."),
        (_with(PICTURE, _png((2000, 28))), f"{PICTURE} is not a small grey picture."),
        (_with(PICTURE, _png((28, 28), "RGB")), f"{PICTURE} is not a small grey picture."),
        (_line(picture="/etc/passwd"), "Sample 1: It names no picture."),
        (_line(picture="pictures/../person.json"), "It holds no pictures/../person.json."),
        (_line(picture=["pictures/000001.png"]), "It names no picture."),
        (_line(label="ten"), "Sample 1: A label must be a digit from 0 to 9."),
        (_line(answer=11), "A label must be a digit from 0 to 9."),
        (_line(strokes=[], colours=[]), "Nothing is drawn."),
        (_line(strokes={"a": 1}), "are not a list."),
        (_facts(version=2), "Its version is 2, which this program does not know."),
        (_facts(format="something"), "It is not the ZIP of a person"),
        (_facts(samples=4), "It does not hold as many samples as it tells."),
        (_with("person.json", b"[]"), "It is not a JSON object."),
        (_with("samples.jsonl", b"no JSON"), "Sample 1: The line is not JSON."),
    ],
)
def test_what_does_not_belong_there_is_refused(
    place: Place, change: Callable[[Members], None], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.file.parent)
    members = place.members()
    change(members)
    place.pack(members)
    refusal = place.refused()
    assert sentence in refusal
    assert refusal.startswith("person.zip was not taken in: ")
    assert refusal.endswith(".")


def test_links_and_the_like_are_refused(place: Place) -> None:
    members = place.members()
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFDIR):
        with zipfile.ZipFile(place.file, "w") as archive:
            for name, content in members.items():
                info = zipfile.ZipInfo(name)
                if name == PICTURE:
                    info.external_attr, content = (kind | 0o777) << 16, b"/etc/passwd"  # noqa: PLW2901
                archive.writestr(info, content)
        assert place.refused().endswith(f"It holds {PICTURE}, which is not a file but a link or the like.")


def test_huge_sizes_are_refused_before_anything_is_unpacked(place: Place) -> None:
    members = place.members()
    for name, size in (("person.json", 1 << 17), (PICTURE, 1 << 21)):
        with zipfile.ZipFile(place.file, "w", zipfile.ZIP_DEFLATED) as archive:
            for one, content in members.items():
                archive.writestr(one, bytes(size) if one == name else content)
        assert place.refused() == "person.zip was not taken in: It is too large."
    place.pack(members)
    lying = place.file.read_bytes()
    entry = lying.rindex(b"samples.jsonl") - 46  # in the directory at the end
    assert lying[entry : entry + 4] == b"PK\1\2"
    for told in (1 << 31, 5):  # more than may be, and less than there is
        place.file.write_bytes(lying[: entry + 24] + told.to_bytes(4, "little") + lying[entry + 28 :])
        assert place.refused() in (
            "person.zip was not taken in: It is too large.",
            "person.zip is no ZIP, or it is damaged.",
        )
    with zipfile.ZipFile(place.file, "w") as archive:
        archive.writestr("person.json", b"{}")
        archive.comment = b"x" * 1000
    damaged = bytearray(place.file.read_bytes())
    end = damaged.rindex(b"PK\5\6")
    damaged[end + 12 : end + 16] = (1 << 26).to_bytes(4, "little")  # a directory of 64 MB
    place.file.write_bytes(damaged)
    assert place.refused()


def test_one_name_twice_is_refused(place: Place) -> None:
    members = place.members()
    place.pack(members)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(place.file, "a") as archive:
        archive.writestr("person.json", b"{}")
    assert place.refused() == STRANGE.format("person.json")


def test_locked_and_oddly_packed_ones_are_refused(place: Place) -> None:
    members = place.members()
    with zipfile.ZipFile(place.file, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert "is packed in a way that is not used here." in place.refused()
    place.pack(members)
    locked = bytearray(place.file.read_bytes())
    locked[locked.rindex(b"PK\1\2", 0, locked.rindex(b"person.json")) + 8] |= 1
    place.file.write_bytes(locked)
    assert "is packed in a way that is not used here." in place.refused()


def test_what_is_no_zip_is_told(place: Place) -> None:
    place.file.write_bytes(b"no zip at all")
    assert place.refused() == "person.zip is no ZIP, or it is damaged."
    place.file.unlink()
    assert place.refused() == "person.zip cannot be read: No such file or directory."
    place.file.mkdir()
    assert place.refused() == "person.zip cannot be read: it is not a file."


def test_a_database_that_cannot_be_written_leaves_no_model_behind(place: Place) -> None:
    packing.write_person(place.file, samples(), personal())
    place.home.samples.parent.mkdir(parents=True)
    place.home.samples.write_bytes(b"no database" * 100)
    assert place.refused().endswith("the file is damaged; it was left as it is.")


def test_a_zip_has_no_more_samples_than_can_be_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_SAMPLES", 2)
    with pytest.raises(UserError, match=r"^A ZIP can have 2 samples at most\.$"):
        packing.write_person(place.file, samples(), None)
    assert not place.file.exists()
