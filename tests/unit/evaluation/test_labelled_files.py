"""Pictures of one's own with their labels, answered as a single picture is."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.evaluation.labelled_files import Labelled, answer_files, labelled_files
from lenet_app.recognition.fitting import fitted_file
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.samples import digits, shipped


def save(path: Path, number: int, side: int = 90) -> None:
    """A digit of MNIST as somebody would have it: dark on light, larger, off the middle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = Image.new("L", (2 * side, 3 * side // 2), 255)
    sheet.paste(Image.fromarray(255 - digits(1, first=number).images[0, 0]).resize((side, side)), (side // 2, 10))
    sheet.save(path)


def test_a_folder_for_each_class_and_a_table_are_the_same(tmp_path: Path) -> None:
    labels = digits(12).labels.tolist()
    lines = ["file,label"]
    for number, label in enumerate(labels):
        save(tmp_path / "mine" / str(label) / f"{number}.png", number)
        lines.append(f"mine/{label}/{number}.png,{label}")
    (tmp_path / "mine.csv").write_text("\n".join(lines))
    by_folder, by_table = labelled_files(tmp_path / "mine"), labelled_files(tmp_path / "mine.csv")
    assert set(by_folder) == set(by_table)
    assert by_table[3] == Labelled(tmp_path / "mine" / str(labels[3]) / "3.png", str(labels[3]))
    one = shipped("LeNet-5")
    reports = list(answer_files(one, by_table))
    assert [len(report.files) for report in reports] == list(range(1, 13))
    last = reports[-1]
    assert (last.answers.is_whole, last.faults, last.files) == (True, (), by_table)
    assert last.answers.labels.tolist() == labels
    for number, file in enumerate(by_table):
        fitted = fitted_file(file.path, one)
        assert fitted is not None
        answer = Recognizer(one).once.look_into(fitted.planes).recognition
        assert last.answers.said[number] == answer.best
        assert last.answers.confidences[number] == pytest.approx(answer.confidence, rel=1e-4)
        assert np.abs(last.images[number] - 255 * fitted.planes).max() <= 0.5 + 1e-4
    assert last.answers.accuracy > 0.8


def test_what_cannot_be_answered_is_told_and_the_rest_is(tmp_path: Path) -> None:
    save(tmp_path / "a.png", 0)
    Image.fromarray(np.full((40, 40), 255, np.uint8)).save(tmp_path / "empty.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    rows = ["label,file", "5,a.png", "1,empty.png", "2,broken.png", "3,missing.png"]
    (tmp_path / "table.csv").write_text("\n".join(rows))
    last = list(answer_files(shipped("LeNet-5"), labelled_files(tmp_path / "table.csv")))[-1]
    assert [one.path.name for one in last.files] == ["a.png"]
    assert (len(last.answers), last.answers.is_whole, len(last.images)) == (1, False, 1)
    assert last.faults[0] == f"{tmp_path / 'empty.png'}: No ink was found."
    assert [
        str(tmp_path / name) in fault
        for name, fault in zip(("empty.png", "broken.png", "missing.png"), last.faults, strict=True)
    ] == [True] * 3


def test_refused_in_a_sentence(tmp_path: Path) -> None:
    def refusal(path: Path) -> str:
        with pytest.raises(UserError) as caught:
            labelled_files(path)
        return str(caught.value)

    assert refusal(tmp_path) == (
        f"{tmp_path} is neither a folder with a folder of pictures for each class nor a table of files and labels."
    )
    table = tmp_path / "table.csv"
    for content in (b"", b"a,b\n1,2\n", b"file,label\nx.png\n", b"\xff\xfe\0", b'file,label\n"x.png'):
        table.write_bytes(content)
        assert refusal(table) == "table.csv is no table of pictures: it needs the columns file and label."
    table.write_bytes(b"file,label\n")
    assert refusal(table) == "table.csv names no pictures, or too many."
    with pytest.raises(UserError, match="LeNet-5 does not know the class seven"):
        list(answer_files(shipped("LeNet-5"), (Labelled(table, "seven"),)))
