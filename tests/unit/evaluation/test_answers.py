"""Answers to whole sets: those of torch, those of a single picture, kept, and stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.evaluation.answers import BATCH, Answers, answer_all, whole
from lenet_app.evaluation.kept_answers import KeptAnswers
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.training.engine.evaluation import evaluate_weights
from tests.unit.samples import DISTANCES, digits, model, shipped


def is_alike(one: Answers, other: Answers) -> bool:
    columns = ("labels", "said", "confidences", "losses")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in columns)


@pytest.mark.parametrize("name", ["LeNet-5", "LeNet-5 of 1998"])
def test_as_torch_measures(name: str) -> None:
    one, pictures = shipped(name), digits(300, first=59_000)
    answers = whole(answer_all(one, pictures))
    (expected,) = evaluate_weights(one.architecture, one.weights, one.normalisation, pictures)
    assert (len(answers), answers.accuracy) == (300, expected.accuracy)
    assert answers.loss == pytest.approx(expected.loss, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("name", ["shipped", "distances"])
def test_as_each_picture_is_answered_by_itself(name: str) -> None:
    one = shipped() if name == "shipped" else model(DISTANCES)
    pictures = digits(BATCH + 20)
    pictures = pictures.labelled(pictures.labels % np.uint8(one.architecture.classes))
    reports = list(answer_all(one, pictures))
    assert [(len(part), part.is_whole) for part in reports] == [(BATCH, False), (BATCH + 20, True)]
    recognizer = Recognizer(one).once
    for number in range(0, BATCH + 20, 7):
        answer = recognizer.look_into(pictures.images[number]).recognition
        assert reports[-1].said[number] == answer.best
        assert reports[-1].confidences[number] == pytest.approx(answer.confidence, rel=1e-4)


def test_pictures_that_do_not_suit() -> None:
    pictures = Pictures(digits(3).images, np.array([0, 10, 25], np.uint8))
    with pytest.raises(UserError, match=r"^The network tells 10 classes apart, the pictures are of 26 or more\.$"):
        whole(answer_all(model(), pictures))
    with pytest.raises(UserError, match="do not fit a network input"):
        whole(answer_all(model(), Pictures(np.zeros((2, 1, 40, 40), np.uint8), np.zeros(2, np.uint8))))
    with pytest.raises(UserError, match="There are no pictures to measure with"):
        whole(answer_all(model(), digits(0)))


def count_of(kept: KeptAnswers, one: Model, pictures: Pictures, what: str = "") -> tuple[int, Answers]:
    """How many reports it took, and the last."""
    digest = kept.digest_of(pictures) + what
    reports = list(kept.or_else(one, digest, pictures.labels, answer_all(one, pictures)))
    return len(reports), reports[-1]


def test_answers_are_computed_once(tmp_path: Path) -> None:
    kept, one, pictures = KeptAnswers(tmp_path / "answers"), model(), digits(3 * BATCH)
    computed = count_of(kept, one, pictures)
    assert computed[0] == 3
    for again in (one, replace(one, name="Another name")):
        reports, answers = count_of(KeptAnswers(tmp_path / "answers"), again, pictures)
        assert reports == 1
        assert is_alike(answers, computed[1])


def test_others_are_computed_anew(tmp_path: Path) -> None:
    kept, one, pictures = KeptAnswers(tmp_path), model(), digits(2 * BATCH)
    count_of(kept, one, pictures)
    name = next(iter(one.weights))
    changed = replace(one, weights=dict(one.weights) | {name: one.weights[name] + np.float32(1e-3)})
    assert count_of(kept, changed, pictures)[0] == 2
    assert count_of(kept, replace(one, certainty=replace(one.certainty, temperature=2)), pictures)[0] == 2
    assert count_of(kept, one, pictures, "noise")[0] == 2
    assert count_of(kept, one, digits(2 * BATCH, first=1))[0] == 2
    labels = pictures.labelled(np.zeros(2 * BATCH, np.uint8))
    assert count_of(kept, one, labels)[0] == 2
    assert count_of(kept, one, pictures)[0] == 1


def test_what_was_stopped_is_not_kept(tmp_path: Path) -> None:
    kept, one, pictures = KeptAnswers(tmp_path), model(), digits(3 * BATCH)
    answering = kept.or_else(one, kept.digest_of(pictures), pictures.labels, answer_all(one, pictures))
    assert len(next(answering)) == BATCH
    answering.close()
    assert not list(tmp_path.iterdir())
    assert count_of(kept, one, pictures)[0] == 3


@pytest.mark.parametrize("damage", [b"", b"no answers", b"\xff" * 500])
def test_damaged_files_are_computed_anew(damage: bytes, tmp_path: Path) -> None:
    kept, one, pictures = KeptAnswers(tmp_path), model(), digits(2 * BATCH)
    expected = count_of(kept, one, pictures)[1]
    (file,) = tmp_path.iterdir()
    for content in (damage, file.read_bytes()[:-5], file.read_bytes()[:100] + damage):
        file.write_bytes(content)
        reports, answers = count_of(kept, one, pictures)
        assert reports == 2
        assert is_alike(answers, expected)


def test_where_nothing_can_be_written_answers_are_given_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert count_of(KeptAnswers(tmp_path / "file"), model(), digits(BATCH))[0] == 1
