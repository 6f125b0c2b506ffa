from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.settings import Settings
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.row_network import CLASS_NAMES, NORMALISATION, row_network
from lenet_app.storage.library import Entry
from lenet_app.storage.models import read_model
from tests.gui.helpers import SHIPPED, shipped_model
from tests.unit.samples import model

ENTRY = Entry("first", Path("first.safetensors"), False, "lenet5", 0.99, "2026-01-01")


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def in_use(settings: Settings) -> ModelInUse:
    return ModelInUse(settings)


def test_nothing_answers_at_first(in_use: ModelInUse) -> None:
    assert (in_use.model, in_use.recognizer, in_use.finished, in_use.finished_recognizer) == (None,) * 4
    assert (in_use.entry, in_use.trial, in_use.threshold) == (None, "", None)


def test_a_listed_model_is_told_and_remembered(in_use: ModelInUse, settings: Settings, qtbot: QtBot) -> None:
    model = shipped_model()
    with qtbot.waitSignals([in_use.model_changed, in_use.finished_changed], order="strict"):
        in_use.use(ENTRY, model)
    assert in_use.model is in_use.finished is model
    assert in_use.entry is ENTRY
    assert ModelInUse(settings).remembered == "first"


def test_a_model_on_trial_answers_and_leaves_the_chosen_one(in_use: ModelInUse, qtbot: QtBot) -> None:
    in_use.use(ENTRY, shipped_model())
    learning = replace(shipped_model(), name="epoch 1")
    with qtbot.waitSignal(in_use.model_changed), qtbot.assertNotEmitted(in_use.finished_changed):
        in_use.try_out(learning, "in training, epoch 1")
    assert in_use.model is learning
    assert in_use.finished is shipped_model()
    assert (in_use.entry, in_use.trial) == (ENTRY, "in training, epoch 1")
    assert in_use.remembered == "first"
    with qtbot.waitSignal(in_use.model_changed), qtbot.assertNotEmitted(in_use.finished_changed):
        in_use.end_trial()
    assert in_use.model is in_use.finished is shipped_model()
    assert in_use.trial == ""
    with qtbot.assertNotEmitted(in_use.model_changed):
        in_use.end_trial()
    in_use.try_out(learning, "in training, epoch 1")
    in_use.use(ENTRY, shipped_model())
    assert in_use.trial == ""


def test_the_same_model_read_again_is_no_other_finished_one(in_use: ModelInUse, qtbot: QtBot) -> None:
    in_use.use(ENTRY, shipped_model())
    again = read_model(SHIPPED)
    with qtbot.waitSignal(in_use.model_changed), qtbot.assertNotEmitted(in_use.finished_changed):
        in_use.use(ENTRY, again)
    assert in_use.model is again
    assert in_use.finished is shipped_model()


def test_the_users_threshold_holds_for_every_model(in_use: ModelInUse, settings: Settings, qtbot: QtBot) -> None:
    model = replace(shipped_model(), certainty=Certainty(0.625))
    in_use.use(ENTRY, shipped_model())
    in_use.try_out(model, "in training")
    assert in_use.recognizer is not None
    assert in_use.finished_recognizer is not None
    assert in_use.recognizer.certainty.threshold == 0.625
    with qtbot.waitSignal(in_use.threshold_changed) as signal:
        in_use.set_threshold(0.75)
    assert signal.args == [0.75]
    recognizers = (in_use.recognizer, in_use.finished_recognizer, in_use.recognizer_of(model))
    assert [one.certainty.threshold for one in recognizers] == [0.75] * 3
    assert in_use.finished is shipped_model()
    assert settings.threshold == 0.75
    in_use.set_threshold(None)
    assert in_use.recognizer.certainty.threshold == 0.625
    assert settings.threshold is None


def test_a_reader_of_rows_answers_on_draw_and_leaves_single_digits_to_the_model_before(
    in_use: ModelInUse, settings: Settings, qtbot: QtBot
) -> None:
    in_use.use(ENTRY, shipped_model())
    rows = model(row_network(2, 3, 8, 6), name="Rows", class_names=CLASS_NAMES, normalisation=NORMALISATION)
    entry = replace(ENTRY, name="Rows", reads_rows=True)
    with (
        qtbot.waitSignals([in_use.model_changed, in_use.row_model_changed], order="strict"),
        qtbot.assertNotEmitted(in_use.finished_changed),
    ):
        in_use.use(entry, rows)
    assert (in_use.model, in_use.finished) == (rows, shipped_model())
    assert (in_use.entry, in_use.row_entry) == (ENTRY, entry)
    assert (settings.model, settings.row_model) == ("first", "Rows")
    in_use.use(ENTRY, shipped_model())
    assert (in_use.model, in_use.row_entry, settings.row_model) == (shipped_model(), None, "Rows")
