import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.paths import Home
from lenet_app.samples.sample import Bytes, Sample, Source
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_facts
from tests.unit.commands.running import Command
from tests.unit.own_samples.made import SEVEN, sample
from tests.unit.samples import model

STROKES = [[list(point) for point in stroke.points] for stroke in SEVEN.strokes]
ROWS = "A fitted picture must be 28 rows of 28 whole numbers from 0 to 255."
SQUARE = np.zeros((28, 28), int)
SQUARE[8:20, 8:20] = 255


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def test_nothing_is_listed_before_there_is_something(command: Command) -> None:
    assert command("samples").out == "There is no such sample.\n"
    assert command("samples", "--json").out == ""


def test_what_was_imported_is_listed_and_exported_again(command: Command, tmp_path: Path) -> None:
    first = {"label": 7, "strokes": STROKES, "answer": 1, "model": "LeNet-5", "made": "2026-11-29T10:00:00+00:00"}
    second = {"label": "3", "picture": SQUARE.tolist()}
    given = written(tmp_path / "given.jsonl", first, second)
    assert command("samples", "import", given, "--json").lines == [{"added": 2}]
    listed = command("samples", "list", "--json").lines
    assert [(one["label"], one["answer"], one["model"]) for one in listed] == [(3, None, None), (7, 1, "LeNet-5")]
    assert [one["label"] for one in command("samples", "--wrong", "--json").lines] == [7]
    assert "2 samples in" in command("samples").out
    assert command("samples", "export", tmp_path / "out.jsonl").status == 0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert lines[0]["picture"] == SQUARE.tolist()
    assert lines[1]["strokes"] == STROKES
    assert {name: lines[1][name] for name in ("label", "answer", "model", "made")} == {
        name: first[name] for name in ("label", "answer", "model", "made")
    }
    before = SampleStore(Home.of_user().samples).pictures()
    command("samples", "import", tmp_path / "out.jsonl")
    both = SampleStore(Home.of_user().samples).pictures()
    assert np.array_equal(np.repeat(before.images, 2, axis=0), both.images)
    assert command("samples", "export", "-", "--label", "7").lines[0]["label"] == 7


def test_pictures_are_added_with_the_answer_that_they_get(command: Command, tmp_path: Path) -> None:
    paper = np.full((80, 60), 255, np.uint8)
    paper[10:70, 28:33] = 0
    Image.fromarray(paper).save(tmp_path / "one.png")
    assert command("samples", "add", "7", tmp_path / "one.png").out == "1 sample was added.\n"
    (one,) = command("samples", "--json").lines
    assert (one["label"], one["answer"], one["model"]) == (7, 1, "LeNet-5")
    linked = written(tmp_path / "linked.jsonl", {"label": 1, "picture": "one.png"})
    assert command("samples", "import", linked).status == 0
    first, second = SampleStore(Home.of_user().samples).pictures().images
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"strokes": STROKES}, 'It is not an object with a "label".'),
        ([1], 'It is not an object with a "label".'),
        ({"label": 7}, 'It has neither "strokes" nor a "picture".'),
        ({"label": 10, "strokes": STROKES}, "A label must be a digit from 0 to 9."),
        ({"label": True, "strokes": STROKES}, "A label must be a digit from 0 to 9."),
        ({"label": "²", "strokes": STROKES}, "A label must be a digit from 0 to 9."),
        ({"label": 7, "strokes": []}, "Nothing is drawn."),
        ({"label": 7, "strokes": [[[1]]]}, "The drawing cannot be read: point 1 of stroke 1 is not two numbers."),
        (
            {"label": 7, "picture": [[0] * 28] * 27},
            ROWS,
        ),
        (
            {"label": 7, "picture": [[0.5] * 28] * 28},
            ROWS,
        ),
        ({"label": 7, "picture": [[0] * 28] * 28}, "The picture shows no ink."),
    ],
)
def test_what_is_no_sample_is_told_by_its_line_and_nothing_is_kept(
    command: Command, tmp_path: Path, line: object, fault: str
) -> None:
    given = written(tmp_path / "given.jsonl", {"label": 7, "strokes": STROKES}, line)
    assert command("samples", "import", given).sentence == f"Sample 2 of {given}: {fault}"
    assert command("samples", "--json").out == ""


def test_wrong_usage_is_told(command: Command) -> None:
    assert command("samples", "add", "7").sentence.startswith("Name a digit and pictures of it: ")
    assert command("samples", "export").sentence.startswith("Name one file: ")
    assert command("samples", "list", "file").sentence.startswith("A list takes no files: ")
    assert command("samples", "--since", "monday").sentence.startswith("A date must be like 2026, ")
    assert command("samples", "--since", "2026-11").status == 0
    fault = command("samples", "import", "nowhere.jsonl").sentence
    assert fault == "nowhere.jsonl cannot be read: No such file or directory."


def test_samples_that_cannot_be_read_are_told(command: Command) -> None:
    Home.of_user().samples.parent.mkdir(parents=True, exist_ok=True)
    Home.of_user().samples.write_bytes(b"no database" * 100)
    assert command("samples").sentence.endswith("the file is damaged; it was left as it is.")


def test_more_are_exported_than_are_read_at_once(command: Command, tmp_path: Path) -> None:
    store = SampleStore(Home.of_user().samples)
    store.add([sample(n) for n in range(1200)])
    store.close()
    assert command("samples", "export", tmp_path / "all.jsonl", "--json").lines == [
        {"file": str(tmp_path / "all.jsonl"), "samples": 1200}
    ]


def test_samples_are_a_data_set_that_can_be_measured_and_learned(command: Command, tmp_path: Path) -> None:
    store = SampleStore(Home.of_user().samples)
    mnist = catalogue.load(catalogue.MNIST, tmp_path).test.take(np.arange(200))
    store.add(Sample(int(label), image[0], Source.DRAW) for image, label in zip(*_parts(mnist), strict=True))
    store.close()
    idx, png = tmp_path / "idx", tmp_path / "png"
    assert command("samples", "export", idx, "--as", "idx").out == f"200 samples in {idx}\n"
    data_set = catalogue.load(str(idx), tmp_path)
    both = np.concatenate([data_set.training.images, data_set.test.images])
    assert sorted(image.tobytes() for image in both) == sorted(image.tobytes() for image in mnist.images)
    assert set(data_set.test.labels.tolist()) == set(range(10))
    (facts,) = command("evaluate", "--dataset", idx, "--json").lines
    assert facts["images"] == len(data_set.test)
    assert facts["accuracy"] > 0.9
    command("samples", "export", png, "--as", "png")
    assert [len(list((png / str(digit)).iterdir())) for digit in range(10)] == np.bincount(mnist.labels).tolist()
    assert command("samples", "export", png, "--as", "png").sentence == f"{png} is not an empty folder: name a new one."
    assert command("samples", "import", png, "--json").lines == [{"added": 200}]
    (png / "files.csv").write_text("file,label\n" + f"7/{next((png / '7').iterdir()).name},7\n")
    assert command("samples", "import", png / "files.csv", "--json").lines == [{"added": 1}]


def test_my_digits_are_measured_learned_and_named_wherever_a_data_set_is(command: Command, tmp_path: Path) -> None:
    too_few = command("evaluate", "--dataset", "my-digits").sentence
    assert too_few.startswith("My digits are too few for a data set: ")
    assert command("train", "--dataset", "my-digits", "--output", tmp_path / "m.safetensors").sentence == too_few
    mnist = catalogue.load(catalogue.MNIST, tmp_path).test.take(np.arange(300))
    store = SampleStore(Home.of_user().samples)
    store.add(Sample(int(label), image[0], Source.DRAW) for image, label in zip(*_parts(mnist), strict=True))
    store.close()
    (facts,) = command("evaluate", "--dataset", "my-digits", "--json").lines
    assert facts["dataset"] == "my-digits"
    assert 30 <= facts["images"] <= 60
    assert facts["accuracy"] > 0.9
    made = tmp_path / "mine.safetensors"
    wanted = ("--dataset", "my-digits", "--epochs", "1", "--hold-out", "20", "--output", made)
    assert command("train", *wanted).status == 0
    assert read_facts(made).making.data_set == "my-digits"
    (again,) = command("evaluate", "--model", made, "--json").lines  # on its own data set
    assert (again["dataset"], again["images"]) == ("my-digits", facts["images"])


def test_a_person_goes_into_a_zip_and_comes_back_elsewhere(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, one = SampleStore(Home.of_user().samples), model(name="Mine")
    store.add([sample(7, drawing=SEVEN), sample(3)])
    store.close()
    file = tmp_path / "me.zip"
    assert command("samples", "export", file).out == f"2 samples in {file}\n"
    ModelLibrary(Home.of_user().models).save(replace(one, making=replace(one.making, own_digits=2)))
    assert command("samples", "export", file).out == f"2 samples in {file}\nThe model Mine is in it, too.\n"
    monkeypatch.setenv("LENET_APP_HOME", str(tmp_path / "elsewhere"))
    assert command("samples", "import", file).out == "2 samples were added.\nThe model Mine was added.\n"
    assert command("samples", "import", file, "--json").lines == [{"added": 2, "model": "Mine (2)"}]
    (narrowed,) = command("samples", "export", file, "--label", "3", "--json").lines
    assert (narrowed["file"], narrowed["samples"]) == (str(file), 2)
    file.write_bytes(b"no ZIP")
    assert command("samples", "import", file).sentence == "me.zip is no ZIP, or it is damaged."


def _parts(pictures: Pictures) -> tuple[Bytes, Bytes]:
    return pictures.images, pictures.labels


def test_too_few_samples_are_no_data_set(command: Command, tmp_path: Path) -> None:
    store = SampleStore(Home.of_user().samples)
    store.add([sample(1)])
    store.close()
    assert command("samples", "export", tmp_path / "new", "--as", "idx").sentence.startswith(
        "A data set needs two samples"
    )
