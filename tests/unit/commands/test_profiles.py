"""`lenet-app profiles` and `--profile`."""

import json
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.paths import Home
from lenet_app.samples.presence import Presence
from lenet_app.samples.profiles import Profiles
from lenet_app.storage.models import read_facts
from tests.unit.commands.running import Command
from tests.unit.own_samples.made import SEVEN

STROKES = [[list(point) for point in stroke.points] for stroke in SEVEN.strokes]
# A mark that no digit looks like: what it is only somebody's own samples tell.
LYING = [[[0, 40], [4, 8], [20, 34], [36, 8], [40, 40]]]


def names(command: Command) -> list[str]:
    return [one["name"] for one in command("profiles", "--json").lines]


def said(path: Path, label: int) -> Path:
    """Five drawings of the mark, each a little different, said to be this digit."""
    drawn = [[[[x + 0.5 * n, y - n] for x, y in stroke] for stroke in LYING] for n in range(5)]
    path.write_text("".join(f"{json.dumps({'label': label, 'strokes': strokes})}\n" for strokes in drawn))
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_people_are_added_listed_renamed_and_deleted(command: Command) -> None:
    assert names(command) == ["Me"]
    assert command("profiles", "add", "Anna").out == "Anna was added.\n"
    (ben,) = command("profiles", "add", "Ben", "--json").lines
    folder = str(Home.of_user().people / "Ben")
    assert ben == {"name": "Ben", "folder": folder, "samples": 0, "models": 0}
    assert command("profiles").out.split() == [
        "Name",
        "Samples",
        "Models",
        "Me",
        "0",
        "0",
        "Anna",
        *["0"] * 2,
        "Ben",
        "0",
        "0",
    ]
    assert command("profiles", "rename", "anna", "Zoë").out == "The person is called Zoë now.\n"
    assert names(command) == ["Me", "Ben", "Zoë"]
    told = "0 digits and 0 models will be lost for good. With --yes Ben is deleted."
    assert command("profiles", "delete", "Ben").sentence == told
    assert command("profiles", "delete", "Ben", "--yes", "--json").lines == [ben]
    assert names(command) == ["Me", "Zoë"]


def test_wrong_usage_is_told_in_a_sentence(command: Command) -> None:
    for given, sentence in (
        (("add",), "It is used so: `lenet-app profiles add NAME`."),
        (("rename", "Me"), "It is used so: `lenet-app profiles rename NAME NEW`."),
        (("add", "me"), "Somebody is called Me already."),
        (("add", " "), "A person's name has 1 to 60 characters, in one line."),
        (("delete", "Ben", "--yes"), "Nobody here is called Ben; there are Me."),
        (("list", "--name", "Ben"), "--name is for import."),
    ):
        assert command("profiles", *given).sentence == sentence
    assert command("samples", "--profile", "Ben").sentence == "Nobody here is called Ben; there are Me."


@pytest.mark.parametrize(("typed", "is_deleted"), [("yes", True), (" YES ", True), ("y", False), ("", False)])
def test_on_a_terminal_it_is_asked_first(
    command: Command, monkeypatch: pytest.MonkeyPatch, typed: str, *, is_deleted: bool
) -> None:
    command("profiles", "add", "Anna")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: typed)
    done = command("profiles", "delete", "Anna")
    assert done.status == (0 if is_deleted else 1)
    assert names(command) == (["Me"] if is_deleted else ["Me", "Anna"])


def test_what_is_broken_is_told_beside_the_list(command: Command) -> None:
    command("profiles", "add", "Anna")
    people = Home.of_user().people
    (people / "Anna" / "person.json").write_text("{")
    (people / "Ben").write_text("")
    done = command("profiles", "--json")
    assert [one["name"] for one in done.lines] == ["Me", "Anna"]
    assert done.status == 0
    assert done.err.splitlines() == [
        f"lenet-app: {people / 'Ben'} is not a person's folder; it was left as it is.",
        f"lenet-app: {people / 'Anna' / 'person.json'} cannot be read: it is not JSON; the person is called Anna.",
    ]


def test_a_person_goes_by_zip_with_name_samples_and_model(command: Command, tmp_path: Path) -> None:
    command("profiles", "add", "Zoë")
    command("samples", "import", said(tmp_path / "threes.jsonl", 3), "--profile", "zoë")
    archive = tmp_path / "someone.zip"
    assert command("samples", "export", archive, "--profile", "Zoë").status == 0
    with zipfile.ZipFile(archive) as opened:
        assert json.loads(opened.read("person.json"))["name"] == "Zoë"
    assert command("profiles", "import", archive).out == "Zoë (2) was added.\n"
    assert command("profiles", "import", archive, "--name", "Dora").out == "Dora was added.\n"
    assert command("profiles", "import", archive, "--name", "dora").sentence == "Somebody is called Dora already."
    lines = [command("samples", "export", "-", "--profile", name).lines for name in ("Zoë", "Dora", "Zoë (2)")]
    strokes = [sorted(json.dumps(one["strokes"]) for one in some) for some in lines]
    assert strokes[0] == strokes[1] == strokes[2]
    assert len(strokes[0]) == 5
    command("samples", "import", said(tmp_path / "threes.jsonl", 3))
    command("samples", "export", tmp_path / "nameless.zip")
    assert command("profiles", "import", tmp_path / "nameless.zip").out == "nameless was added.\n"
    before = names(command)
    (tmp_path / "bad.zip").write_bytes(archive.read_bytes()[:-200])
    assert "bad.zip" in command("profiles", "import", tmp_path / "bad.zip").sentence
    assert names(command) == before


def test_two_people_write_one_mark_as_two_digits_and_each_gets_their_own_answer(
    command: Command, tmp_path: Path
) -> None:
    """The whole way without a window: samples, a model of one's own, answers; then one of the two is deleted."""
    for name, label in (("Anna", 3), ("Ben", 7)):
        command("profiles", "add", name)
        given = said(tmp_path / "said.jsonl", label)
        assert command("samples", "import", given, "--profile", name, "--json").lines == [{"added": 5}]
        (facts,) = command("personalise", "--profile", name, "--json").lines
        assert Path(facts["model"]).parent == Home.of_user().people / name / "models"
        assert facts["own"]["samples"] == 5
    drawn = tmp_path / "drawn.jsonl"
    drawn.write_text(json.dumps({"strokes": LYING}))

    def digit(*person: str) -> tuple[str, int]:
        (answer,) = command("predict", "--strokes", drawn, *person, "--json").lines
        return answer["model"], answer["best"]

    assert digit()[0] == "LeNet-5"
    assert (digit("--profile", "Anna")[1], digit("--profile", "ben")[1]) == (3, 7)
    assert [(one["name"], one["samples"], one["models"]) for one in command("profiles", "--json").lines] == [
        ("Me", 0, 0),
        ("Anna", 5, 1),
        ("Ben", 5, 1),
    ]
    kept = content(Home.of_user().people / "Ben")
    command("profiles", "delete", "Anna", "--yes")
    assert content(Home.of_user().people / "Ben") == kept
    assert digit("--profile", "Ben")[1] == 7
    assert "Nobody here is called Anna" in command("predict", "--strokes", drawn, "--profile", "Anna").sentence


def test_somebodys_digits_are_a_data_set_of_theirs(command: Command, tmp_path: Path) -> None:
    command("profiles", "add", "Anna")
    for digit in range(10):
        for number in range(2):
            path = tmp_path / "pictures" / str(digit) / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            picture = Image.new("L", (28, 28))
            picture.paste(255, (4, 4, 8, 24))
            picture.paste(255, (8, 4 + digit, 12 + 4 * number, 8 + digit))
            picture.save(path)
    command("samples", "import", tmp_path / "pictures", "--profile", "Anna")
    (facts,) = command("evaluate", "--dataset", "my-digits", "--profile", "Anna", "--json").lines
    assert (facts["dataset"], facts["images"]) == ("my-digits:Anna", 10)
    made = tmp_path / "made.safetensors"
    trained = command(
        *("train", "--profile", "Anna", "--dataset", "my-digits", "--epochs", "1", "--hold-out", "0"),
        *("--output", made, "--json"),
    )
    assert trained.status == 0, trained.err
    assert read_facts(made).making.data_set == "my-digits:Anna"
    (again,) = command("evaluate", "--model", made, "--profile", "Anna", "--json").lines
    assert again["dataset"] == "my-digits:Anna"
    elsewhere = tmp_path / "where nobody has offered them"
    with pytest.raises(UserError, match=r"My digits \(Anna\) is not open here: choose this person, or name them with"):
        catalogue.load("my-digits:Anna", elsewhere)


def test_nobody_is_deleted_who_is_open_elsewhere(command: Command) -> None:
    command("profiles", "add", "Anna")
    open_elsewhere = Presence(Profiles(Home.of_user()).find("Anna").home)
    refused = command("profiles", "delete", "Anna", "--yes").sentence
    assert refused == "Anna is open in another window or program: close it there first."
    open_elsewhere.end()
    assert command("profiles", "delete", "Anna", "--yes").status == 0
