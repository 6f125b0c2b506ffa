"""The page Train with a network that reads rows."""

from pathlib import Path

from lenet_app.networks import family
from lenet_app.networks.family import Member
from lenet_app.networks.recipe import Loss, Optimiser
from lenet_app.networks.row_network import NORMALISATION, row_network
from lenet_app.training.settings import usual_recipe
from tests.gui.train.desk import TrainingDesk
from tests.unit.data.sample_files import write_some_mnist

SMALL = Member(row_network(4, 8, 16, 12), NORMALISATION, family.member("lenet5-row").experiments)


def test_rows_are_learned_in_the_window_and_their_reader_is_offered(desk: TrainingDesk, tmp_path: Path) -> None:
    desk.settings.data_set = str(write_some_mnist(tmp_path / "some", 400, 200))
    desk.open_page()
    desk.page.show_member(SMALL)
    desk.control.data_sets.choose(desk.settings.data_set)
    desk.settle()
    form = desk.card.form
    assert form.loss.currentData() == Loss.CTC
    assert not desk.card.preset_button.isEnabled()
    form.epochs.setValue(1)
    form.batch_size.setValue(24)
    form.hold_out.set_number(25)
    assert desk.choices.train_button.isEnabled(), desk.choices.train_button.toolTip()
    speeds: list[str] = []
    desk.control.batch_done.connect(lambda _report: speeds.append(desk.strip.progress.texts[-1]))
    desk.choices.train_button.click()
    desk.until_ended()
    assert speeds[-1].endswith(" rows/s"), "the strip counts what is learned"
    assert " rows/s" in desk.page.learning.facts, "and so does what is watched"
    ((entry, model),) = desk.saved
    assert model.reads_rows
    assert entry.reads_rows
    assert model.metrics.test_digits is not None
    assert model.making.hold_out == 100
    desk.page.set_models([entry])
    assert desk.choices.start.count() == 1, "a reader of rows is not trained further"


def test_what_rows_are_not_learned_with_is_told_on_the_page(desk: TrainingDesk) -> None:
    desk.open_page()
    desk.choose_network("lenet5-row")
    assert desk.page.plan.recipe == usual_recipe(family.member("lenet5-row"))
    desk.choices.dropout.set_number(0.5)
    assert "cannot learn rows" in desk.choices.train_button.toolTip()
    assert not desk.choices.train_button.isEnabled()
    desk.choices.dropout.set_number(0)
    form = desk.card.form
    assert not form.augmentation.isEnabled()
    assert not form.bias_rate.isEnabled()
    form.optimiser.setCurrentIndex(form.optimiser.findData(Optimiser.LEVENBERG_MARQUARDT))
    assert "Rows are composed anew" in desk.card.fault


def test_a_network_of_single_digits_cannot_learn_rows(desk: TrainingDesk) -> None:
    desk.open_page()
    form = desk.card.form
    form.augmentation.setCurrentIndex(1)
    form.loss.setCurrentIndex(form.loss.findData(Loss.CTC))
    assert desk.card.fault == ""
    assert "LeNet-5 cannot learn rows" in desk.choices.train_button.toolTip()
