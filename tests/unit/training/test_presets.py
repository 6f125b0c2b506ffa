import pytest

from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation
from lenet_app.training.presets import Preset, first_recipe
from lenet_app.training.settings import usual_recipe
from tests.unit.samples import LENET5, digits
from tests.unit.training.runs import epochs_of, request, whole_run


@pytest.mark.parametrize("name", family.ids())
def test_they_suit_networks_of_digits_that_answer_with_scores(name: str) -> None:
    member = family.member(name)
    is_of_one = not (member.architecture.answers_with_distances or member.reads_rows)
    suits = member.data_set == "mnist" and is_of_one
    for preset in Preset:
        recipe = preset.recipe(member)
        assert (recipe is not None) is suits
        assert recipe is None or (recipe.no_digits and recipe.hold_out > 0)


def test_quick_is_short_and_best_varies_the_pictures() -> None:
    member = family.member("lenet5")
    quick, best = Preset.QUICK.recipe(member), Preset.BEST.recipe(member)
    assert quick is not None
    assert best is not None
    assert quick.epochs < best.epochs
    assert (quick.augmentation, best.augmentation) == (Augmentation.NONE, Augmentation.AFFINE)
    assert all(preset.label and preset.purpose for preset in Preset)


def test_the_default_network_begins_quickly_and_others_with_their_own_recipe() -> None:
    assert first_recipe(family.member("lenet5")) == Preset.QUICK.recipe(family.member("lenet5"))
    for name in ("lenet-caffe", "lenet5-1998", "lenet-cifar"):
        assert first_recipe(family.member(name)) == usual_recipe(family.member(name))


def test_quick_learns_within_one_of_its_epochs() -> None:
    recipe = Preset.QUICK.recipe(family.member("lenet5"))
    assert recipe is not None
    reports, _ = whole_run(request(recipe, LENET5, digits(12_000), digits(1000, first=30_000)))
    accuracy = epochs_of(reports)[0].validation_accuracy
    assert accuracy is not None
    assert accuracy > 0.9
