from dataclasses import replace

import numpy as np
import pytest

from lenet_app.data.pictures import DataSet, Fitting, Pictures, PictureSet
from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Augmentation, Initialisation, Recipe
from lenet_app.runs.preparation import prepare
from lenet_app.training.reports import CPU
from lenet_app.training.settings import TrainingSettings
from tests.unit.samples import DIGITS, LENET5, ODD, TINY, model, small_data_set
from tests.unit.training.runs import same

ON_CPU = TrainingSettings(recipe=Recipe(), device_id="cpu")


def test_new_weights_come_from_the_seed() -> None:
    request = prepare(replace(ON_CPU, seed=5), small_data_set())
    assert request.architecture == LENET5
    assert same(request.weights, initial_weights(LENET5, Recipe(), seed=5))
    assert (len(request.training), request.validation, request.device, request.seed) == (300, None, CPU, 5)


def test_fine_tuning_takes_over_the_models_network_weights_and_input() -> None:
    start = model(TINY)
    request = prepare(replace(ON_CPU, start=start, recipe=Recipe(epochs=3)), small_data_set())
    assert request.architecture == TINY
    assert same(request.weights, start.weights)
    assert request.normalisation == start.normalisation
    assert request.recipe == Recipe(epochs=3)


def test_the_hold_out_comes_out_of_the_subset() -> None:
    request = prepare(replace(ON_CPU, subset=120, hold_out=20), small_data_set())
    assert request.validation is not None
    assert (len(request.training), len(request.validation)) == (100, 20)
    bodies = [picture.tobytes() for part in (request.training, request.validation) for picture in part.images]
    assert len(set(bodies)) == 120
    whole = {picture.tobytes() for picture in small_data_set().training.images}
    assert whole.issuperset(bodies)


@pytest.mark.parametrize(
    ("share", "subset", "hold_out", "expected"),
    [
        *((0.0, None, None, 0), (0.2, None, None, 60), (1 / 12, None, None, 25), (0.2, 100, None, 20)),
        *((0.2, None, 7, 7), (0.2, None, 0, 0), (0.0, None, 30, 30), (0.001, None, None, 0)),
    ],
)
def test_the_hold_out_is_the_recipes_share_unless_it_is_chosen(
    share: float, subset: int | None, hold_out: int | None, expected: int
) -> None:
    settings = replace(ON_CPU, recipe=Recipe(hold_out=share), subset=subset, hold_out=hold_out)
    request = prepare(settings, small_data_set())
    assert len(request.validation or ()) == expected
    assert len(request.training) == (subset or 300) - expected


def test_weights_start_where_the_recipe_says() -> None:
    recipe = Recipe(initialisation=Initialisation.TRUNCATED_NORMAL, deviation=0.5, first_bias=0.25)
    request = prepare(replace(ON_CPU, recipe=recipe, seed=3), small_data_set())
    assert same(request.weights, initial_weights(LENET5, recipe, seed=3))
    assert (request.weights["C1.bias"] == 0.25).all()


@pytest.mark.parametrize("name", family.ids())
def test_every_network_is_fitted_to_the_digits(name: str) -> None:
    member = family.member(name)
    settings = replace(ON_CPU, architecture=member.architecture, normalisation=member.normalisation)
    request = prepare(settings, small_data_set())
    assert request.architecture == member.architecture.for_data(1, 10)
    assert request.normalisation == member.normalisation
    assert request.normalisation.fits_ink


def test_a_network_for_colours_and_other_classes() -> None:
    images = np.random.default_rng(1).integers(0, 256, (30, 3, 32, 32), np.uint8)
    pictures = Pictures(images, (np.arange(30) % 4).astype(np.uint8))
    data_set = DataSet("four", "Four", ("a", "b", "c", "d"), pictures, pictures, Fitting.WHOLE)
    request = prepare(ON_CPU, data_set)
    assert request.architecture == LENET5.for_data(3, 4)
    assert (request.normalisation.background, request.normalisation.fits_ink) == (-0.1, False)
    assert request.weights["C1.weight"].shape == (6, 3, 5, 5)


def test_pictures_that_are_too_large_are_told_before_the_training() -> None:
    wide = Pictures(np.zeros((12, 1, 40, 40), np.uint8), np.zeros(12, np.uint8))
    data_set = DataSet("wide", "Wide", DIGITS, wide, wide)
    with pytest.raises(UserError, match=r"^Pictures of 1 × 40 × 40 do not fit a network input of 1 × 32 × 32\.$"):
        prepare(ON_CPU, data_set)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (replace(ON_CPU, subset=301), "A subset must have 1 to 300 pictures, not 301."),
        (replace(ON_CPU, hold_out=300), "A hold-out can have 0 to 299 of the 300 training pictures, not 300."),
        (replace(ON_CPU, subset=10, hold_out=10), "A hold-out can have 0 to 9 of the 10 training pictures, not 10."),
        (TrainingSettings(device_id="tpu"), "There is no device tpu here; "),
        (replace(ON_CPU, start=model(ODD)), "Odd tells 5 classes apart, but MNIST has 10."),
        (
            replace(ON_CPU, subset=50, recipe=Recipe(batch_size=64), fills_batches=True),
            "A batch of 64 is not filled by the 50 pictures to learn: take smaller batches.",
        ),
        (
            replace(ON_CPU, subset=50, hold_out=None, recipe=Recipe(hold_out=0.004, target=0.9)),
            "To end early a run needs a hold-out",
        ),
    ],
)
def test_impossible_settings(settings: TrainingSettings, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        prepare(settings, small_data_set())
    assert str(caught.value).startswith(sentence)


def test_labels_of_one_class_are_told() -> None:
    digits = small_data_set()
    ones = Pictures(digits.training.images, np.ones(len(digits.training), np.uint8))
    sentence = r"^All training pictures of MNIST are labelled 1: there is nothing to tell apart\.$"
    with pytest.raises(UserError, match=sentence):
        prepare(ON_CPU, replace(digits, training=ones))


def test_a_small_set_is_learned_with_the_batches_that_nobody_chose() -> None:
    request = prepare(replace(ON_CPU, subset=50, recipe=Recipe(batch_size=64)), small_data_set())
    assert len(request.training) <= 50


def test_settings_that_cannot_be() -> None:
    for parts in ({"threads": 0}, {"threads": 65}, {"recipe": Recipe(patience=2)}):
        with pytest.raises(UserError):
            TrainingSettings(**parts)
    TrainingSettings(recipe=Recipe(patience=2), hold_out=10)


def test_settings_title() -> None:
    assert TrainingSettings().title == "LeNet-5"
    assert TrainingSettings(start=model(TINY)).title == "Tiny"


def test_made_digits_join_digits_only() -> None:
    mixed = replace(ON_CPU, recipe=Recipe(augmentation=Augmentation.HANDWRITING))
    digits = small_data_set()
    assert prepare(mixed, digits).recipe.augmentation is Augmentation.HANDWRITING
    clothes = replace(digits, title="Clothes", class_names=tuple("abcdefghij"))
    larger = replace(digits, title="Large digits", training=Pictures(*_padded(digits.training)))
    for other in (clothes, larger):
        with pytest.raises(UserError, match=f"digits of 28 × 28 pixels only, not {other.title}"):
            prepare(mixed, other)


def test_pictures_in_one_channel_can_be_damaged() -> None:
    damaging = replace(ON_CPU, recipe=Recipe(augmentation=Augmentation.AFFINE, damage=0.2))
    digits = small_data_set()
    assert prepare(damaging, digits).recipe.damages
    coloured = replace(digits, title="Coloured", training=Pictures(*_coloured(digits.training)))
    with pytest.raises(UserError, match=r"Only pictures in one channel can be damaged, not Coloured\."):
        prepare(damaging, coloured)


def _coloured(pictures: PictureSet) -> tuple[np.ndarray, np.ndarray]:
    return pictures.images.repeat(3, axis=1), pictures.labels


def _padded(pictures: PictureSet) -> tuple[np.ndarray, np.ndarray]:
    return np.pad(pictures.images, ((0, 0), (0, 0), (2, 2), (2, 2))), pictures.labels
