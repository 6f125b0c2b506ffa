"""Every loss against its formula in float64 NumPy, and its gradient against differences of that formula."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch

from lenet_app.data.pictures import NO_CLASS
from lenet_app.errors import UserError
from lenet_app.networks.build import Network
from lenet_app.networks.recipe import Augmentation, Loss, Recipe
from lenet_app.training.engine.diagonal.losses import Criterion
from lenet_app.training.engine.losses import batch_loss, right_answers, score_gradient, targets_for
from tests.unit.samples import DISTANCES, NORMALISATION, digits, random_weights
from tests.unit.training.engine.diagonal.networks import one_frame_in_torch

Floats = npt.NDArray[np.float64]
LABELS = np.array([2, 0, 3, 3, 1])
RUBBISH = 0.75


def scores(spread: float = 1.5) -> Floats:
    found: Floats = np.random.default_rng(7).normal(0, spread, (5, 4))
    return found


def softmax(row: Floats) -> Floats:
    powers: Floats = np.exp(row - row.max())
    found: Floats = powers / powers.sum()
    return found


def cross_entropies(s: Floats) -> list[float]:
    return [-math.log(softmax(row)[label]) for row, label in zip(s, LABELS, strict=True)]


def map_criterion(s: Floats) -> float:
    """LeCun et al. (1998), eq. (9), written with the penalties y = -s."""
    terms = []
    for y, label in zip(-s, LABELS, strict=True):
        terms.append(y[label] + math.log(math.exp(-RUBBISH) + sum(math.exp(-one) for one in y)))
    return float(np.mean(terms))


def sigmoid_of_softmax(s: Floats) -> float:
    """-t log σ(p) - (1 - t) log (1 - σ(p)), of which p is the softmax; the mean over all of them."""
    terms = []
    for row, label in zip(s, LABELS, strict=True):
        for number, p in enumerate(softmax(row)):
            share = 1 / (1 + math.exp(-p))
            terms.append(-math.log(share) if number == label else -math.log(1 - share))
    return float(np.mean(terms))


def one_frame(s: Floats) -> float:
    """Graves et al. (2006): a line of one frame that shows one digit has one path; here by torch."""
    return float(one_frame_in_torch(torch.from_numpy(s), torch.from_numpy(LABELS)).mean())


def squared_error(s: Floats) -> float:
    one_hot = np.eye(4)[LABELS]
    return float(((s - one_hot) ** 2).sum(axis=1).mean())


def right_distance(s: Floats) -> float:
    """Eq. (8): the penalty of the right class alone."""
    return float(np.mean([-row[label] for row, label in zip(s, LABELS, strict=True)]))


FORMULAS: dict[tuple[Loss, bool], Callable[[Floats], float]] = {
    (Loss.CROSS_ENTROPY, False): lambda s: float(np.mean(cross_entropies(s))),
    (Loss.CROSS_ENTROPY, True): lambda s: float(np.mean(cross_entropies(s))),
    (Loss.SUMMED_CROSS_ENTROPY, False): lambda s: sum(cross_entropies(s)),
    (Loss.SUMMED_CROSS_ENTROPY, True): lambda s: sum(cross_entropies(s)),
    (Loss.MAP, False): map_criterion,
    (Loss.MAP, True): map_criterion,
    (Loss.SIGMOID_OF_SOFTMAX, False): sigmoid_of_softmax,
    (Loss.SIGMOID_OF_SOFTMAX, True): sigmoid_of_softmax,
    (Loss.SQUARED_ERROR, False): squared_error,
    (Loss.SQUARED_ERROR, True): right_distance,
    (Loss.CTC, False): one_frame,
    (Loss.CTC, True): one_frame,
}


def given(loss: Loss, s: Floats, *, distances: bool, divisor: float = 1.0) -> tuple[float, Floats]:
    """The program's loss and its gradient."""
    recipe = Recipe(augmentation=Augmentation.NONE, loss=loss, rubbish=RUBBISH, loss_divisor=divisor)
    return value_and_gradient(recipe, s, LABELS, distances=distances)


def value_and_gradient(recipe: Recipe, s: Floats, labels: npt.NDArray[Any], *, distances: bool) -> tuple[float, Floats]:
    """The gradient by its own formulas, which have to be torch's."""
    at, by_label = torch.tensor(s, requires_grad=True), torch.from_numpy(labels.astype(np.int64))
    value = batch_loss(recipe, at, by_label, distances=distances)
    assert value.shape == ()
    value.backward()  # type: ignore[no-untyped-call]
    assert at.grad is not None
    targets = targets_for(recipe, s.shape[1]).double()[by_label]
    found = score_gradient(recipe, at.detach(), targets, distances=distances, batch=len(labels))
    np.testing.assert_allclose(found.numpy(), at.grad.numpy(), atol=1e-12, rtol=1e-9)
    return float(value.detach()), found.numpy()


def test_every_loss_has_its_formula() -> None:
    assert {loss for loss, _ in FORMULAS} == set(Loss)
    assert len(FORMULAS) == 2 * len(Loss)


@pytest.mark.parametrize(("loss", "distances"), FORMULAS)
def test_value(loss: Loss, distances: bool) -> None:
    s = -np.abs(scores()) if distances else scores()
    expected = FORMULAS[loss, distances](s)
    assert given(loss, s, distances=distances)[0] == pytest.approx(expected, rel=1e-10)
    assert given(loss, s, distances=distances, divisor=84.0)[0] == pytest.approx(expected / 84, rel=1e-10)


@pytest.mark.parametrize(("loss", "distances"), FORMULAS)
def test_gradient(loss: Loss, distances: bool) -> None:
    s = -np.abs(scores()) if distances else scores()
    _, found = given(loss, s, distances=distances)
    step = 1e-6
    for place in np.ndindex(5, 4):
        up, down = s.copy(), s.copy()
        up[place] += step
        down[place] -= step
        formula = FORMULAS[loss, distances]
        assert found[place] == pytest.approx((formula(up) - formula(down)) / (2 * step), abs=1e-7)


@pytest.mark.parametrize(("loss", "distances"), FORMULAS)
def test_far_from_zero_value_and_gradient_are_finite(loss: Loss, distances: bool) -> None:
    """F6's values lie within ±1.7159, so a distance within 84 · 2.7159², about 620."""
    s = -np.abs(scores(spread=600)) if distances else scores(spread=600)
    value, gradient = given(loss, s, distances=distances)
    assert math.isfinite(value)
    assert np.isfinite(gradient).all()


def test_of_eq_9_the_rubbish_class_takes_its_share() -> None:
    """The derivative by y_i is δ_iD minus the share of i, and the shares leave something for the rubbish class."""
    s = -np.abs(scores())
    _, gradient = given(Loss.MAP, s, distances=True)
    shares = np.exp(s) / (np.exp(s).sum(axis=1, keepdims=True) + math.exp(-RUBBISH))
    np.testing.assert_allclose(-gradient * 5, np.eye(4)[LABELS] - shares, atol=1e-10)
    assert (shares.sum(axis=1) < 1).all()


def test_eq_9_behind_an_rbf_layer() -> None:
    network = Network(DISTANCES)
    network.load_weights(random_weights(DISTANCES))
    pictures = digits(20)
    labels = pictures.labels % 7
    network_input = NORMALISATION.network_input(pictures.images, (1, 28, 28))
    answers = network(torch.from_numpy(network_input))
    recipe = Recipe(loss=Loss.MAP, rubbish=RUBBISH)
    value = batch_loss(recipe, answers, torch.from_numpy(labels.astype(np.int64)), distances=True)
    distances = -answers.detach().numpy().astype(np.float64)
    terms = [
        y[label] + np.logaddexp(-RUBBISH, np.logaddexp.reduce(-y)) for y, label in zip(distances, labels, strict=True)
    ]
    assert float(value.detach()) == pytest.approx(float(np.mean(terms)), rel=1e-5)
    value.backward()  # type: ignore[no-untyped-call]
    for parameter in network.parameters():
        assert parameter.grad is not None
        assert bool(parameter.grad.isfinite().all())
        assert bool(parameter.grad.any())


def test_the_sum_is_as_many_times_the_mean() -> None:
    mean, mean_gradient = given(Loss.CROSS_ENTROPY, scores(), distances=False)
    whole, gradient = given(Loss.SUMMED_CROSS_ENTROPY, scores(), distances=False)
    assert whole == pytest.approx(5 * mean)
    np.testing.assert_allclose(gradient, 5 * mean_gradient, rtol=1e-12)


WITH_RUBBISH = np.array([2, NO_CLASS, 3, NO_CLASS, 1])


def of_no_class(recipe: Recipe, s: Floats) -> tuple[float, Floats]:
    return value_and_gradient(recipe, s, WITH_RUBBISH, distances=False)


@pytest.mark.parametrize(("loss", "pictures"), [(Loss.CROSS_ENTROPY, 5), (Loss.SUMMED_CROSS_ENTROPY, 1)])
def test_for_no_class_all_classes_should_be_equally_likely(loss: Loss, pictures: int) -> None:
    s = scores()
    terms = []
    for row, label in zip(s, WITH_RUBBISH, strict=True):
        targets = np.full(4, 0.25) if label == NO_CLASS else np.eye(4)[label]
        terms.append(-float(targets @ np.log(softmax(row))))
    value, gradient = of_no_class(Recipe(loss=loss), s)
    assert value == pytest.approx(sum(terms) / pictures, rel=1e-10)
    np.testing.assert_allclose(gradient[1], (softmax(s[1]) - 0.25) / pictures, atol=1e-12)


def test_for_no_class_the_rubbish_class_of_eq_9_is_the_right_one() -> None:
    s = scores()
    terms = []
    for row, label in zip(s, WITH_RUBBISH, strict=True):
        right = -RUBBISH if label == NO_CLASS else row[label]
        terms.append(-right + math.log(math.exp(-RUBBISH) + sum(math.exp(one) for one in row)))
    value, gradient = of_no_class(Recipe(loss=Loss.MAP, rubbish=RUBBISH), s)
    assert value == pytest.approx(float(np.mean(terms)), rel=1e-10)
    assert (gradient[1] > 0).all()  # every score has to fall


@pytest.mark.parametrize("loss", [Loss.CROSS_ENTROPY, Loss.SUMMED_CROSS_ENTROPY, Loss.MAP])
def test_one_picture_at_a_time_no_class_is_learned_alike(loss: Loss) -> None:
    s = scores()
    recipe = Recipe(augmentation=Augmentation.NONE, loss=loss, rubbish=RUBBISH)
    criterion = Criterion(recipe, distances=False)
    found = [criterion.loss(row.tolist(), int(label)) for row, label in zip(s, WITH_RUBBISH, strict=True)]
    share = 1 if loss is Loss.SUMMED_CROSS_ENTROPY else 5
    value, gradient = of_no_class(recipe, s)
    assert sum(one for one, _ in found) / share == pytest.approx(value, rel=1e-10)
    np.testing.assert_allclose(np.array([slopes for _, slopes in found]) / share, gradient, atol=1e-12)


def test_no_class_is_answered_rightly_where_nothing_has_half() -> None:
    s = torch.tensor([[9.0, 0, 0], [0.1, 0, 0], [9.0, 0, 0], [0, 9.0, 0], [-9.0, -8, -9]])
    labels = torch.tensor([NO_CLASS, NO_CLASS, 0, 0, NO_CLASS])
    assert right_answers(Recipe(), s, labels).tolist() == [False, True, True, False, False]
    with_rubbish = Recipe(loss=Loss.MAP, rubbish=2.0)
    assert right_answers(with_rubbish, s, labels).tolist() == [False, True, True, False, True]


@pytest.mark.parametrize("loss", [Loss.SQUARED_ERROR, Loss.SIGMOID_OF_SOFTMAX])
def test_other_losses_cannot_learn_what_is_no_digit(loss: Loss) -> None:
    with pytest.raises(UserError, match="only with a cross-entropy or the loss of eq"):
        Recipe(loss=loss, augmentation=Augmentation.HANDWRITING)
