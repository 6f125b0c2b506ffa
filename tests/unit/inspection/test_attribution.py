"""Why an answer is given: against torch's automatic derivatives written out here, and against captum where it is."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from lenet_app.errors import UserError
from lenet_app.inspection.attribution import (
    Rule,
    grad_cam,
    grad_cam_layer,
    input_gradient,
    integrated_gradients,
    occlusion,
    on_picture,
    saliency,
)
from lenet_app.inspection.fields import centres
from lenet_app.inspection.passage import Passage
from tests.unit.inspection.networks import FAMILY, InTorch, noisy_passage_of, passage_of, picture_of
from tests.unit.samples import TINY, random_weights
from tests.unit.training.engine.diagonal import networks

LABEL = 4
LAYERS = {
    "lenet5": "C3",
    "lenet5-1998": "C3",  # C5 is a convolution, too, but its maps have one position
    "lenet5-conv3": "C3",
    "lenet5-sigmoid-same": "C5",
    "lenet-pytorch": "C2",
}


class Scores(nn.Module):
    """A network in torch whose layers are modules of their own, as captum wants them, and whose answers are scores."""

    def __init__(self, passage: Passage) -> None:
        super().__init__()
        self.parts = nn.ModuleDict()
        parameters = {name: torch.tensor(np.asarray(weight)).double() for name, weight in passage.weights.items()}
        for layer in passage.architecture.layers:
            self.parts[layer.name] = _Part(layer, parameters)
        self.sign = -1 if passage.architecture.answers_with_distances else 1

    def forward(self, x: Tensor) -> Tensor:
        for part in self.parts.values():
            x = part(x)
        return self.sign * x


class _Part(nn.Module):
    def __init__(self, layer: Any, parameters: dict[str, Tensor]) -> None:  # noqa: ANN401
        super().__init__()
        self.alone, self.parameters_of_all = _Alone(layer), parameters

    def forward(self, x: Tensor) -> Tensor:
        return networks.in_torch(self.alone, self.parameters_of_all, x)  # type: ignore[arg-type]


class _Alone:
    def __init__(self, layer: Any) -> None:  # noqa: ANN401
        self.layers = (layer,)


def tensor_of(passage: Passage) -> Tensor:
    return torch.tensor(passage.network_input[None], dtype=torch.float64, requires_grad=True)


def gradient_at(module: Scores, x: Tensor) -> Any:  # noqa: ANN401
    given = x.detach().clone().requires_grad_()
    (found,) = torch.autograd.grad(module(given)[:, LABEL].sum(), given)
    return found.numpy()


def assert_near(found: Any, expected: Any, share: float = 1e-6) -> None:  # noqa: ANN401
    """To this share of the largest."""
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=0, atol=share * float(np.abs(expected).max()))


@pytest.mark.parametrize("name", FAMILY)
def test_saliency_is_torchs(name: str) -> None:
    passage = noisy_passage_of(name)
    expected = gradient_at(Scores(passage), tensor_of(passage))[0]
    assert_near(input_gradient(passage, LABEL), expected)
    assert_near(saliency(passage, LABEL), np.abs(expected))


@pytest.mark.parametrize("name", FAMILY)
def test_grad_cam_is_that_of_its_paper(name: str) -> None:
    passage = noisy_passage_of(name)
    way = InTorch(passage)
    sign = -1 if passage.architecture.answers_with_distances else 1
    torch.autograd.backward(sign * way.output[0, LABEL])
    found = grad_cam(passage, LABEL)
    assert found.layer == LAYERS.get(name, "C3")
    maps = way.values[found.layer]
    assert maps.grad is not None
    alpha = maps.grad[0].mean(dim=(1, 2))
    expected = torch.relu((alpha[:, None, None] * maps[0]).sum(dim=0)).detach().numpy()
    assert_near(found.weights, alpha.numpy())
    assert_near(found.values, expected)
    assert found.on_input.shape == passage.architecture.input_shape[1:]
    assert found.on_input.max() <= found.values.max()


def test_grad_cam_of_another_layer_and_of_none() -> None:
    assert grad_cam(passage_of("lenet5"), LABEL, "C1").values.shape == (28, 28)
    tiny = Passage.through(TINY, random_weights(TINY), picture_of(TINY))
    with pytest.raises(UserError, match=r"^Tiny has no convolution that could be looked at\.$"):
        grad_cam_layer(tiny)


def test_grad_cam_lies_on_the_input_where_its_maps_look() -> None:
    """At the middle of a position's field stands that position's number, between two middles what lies between."""
    passage = passage_of("lenet5-sigmoid-same")
    found = grad_cam(passage, 3)
    rows, columns = centres(passage.architecture, "C5")
    assert rows.tolist() == columns.tolist() == [1.5 + 4 * place for place in range(7)]
    expected = np.zeros((28, 28))
    for row, column in np.ndindex(28, 28):
        at = [min(max((place - 1.5) / 4, 0), 6) for place in (row, column)]
        (top, left), (bottom, right) = ([int(place) for place in at], [min(int(place) + 1, 6) for place in at])
        down, across = at[0] - top, at[1] - left
        upper = (1 - across) * found.values[top, left] + across * found.values[top, right]
        lower = (1 - across) * found.values[bottom, left] + across * found.values[bottom, right]
        expected[row, column] = (1 - down) * upper + down * lower
    np.testing.assert_allclose(found.on_input, expected, rtol=1e-5, atol=1e-7 * expected.max())


BASELINE = np.random.default_rng(8).normal(-0.1, 0.03, (3, 32, 32))
"""Nearly an empty picture; no two of its pixels are equal."""


def baseline_of(passage: Passage) -> Any:  # noqa: ANN401
    channels, height, width = passage.architecture.input_shape
    return BASELINE[:channels, :height, :width]


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("name", FAMILY)
def test_integrated_gradients_are_torchs(name: str, rule: Rule) -> None:
    passage, steps = noisy_passage_of(name), 7
    x, baseline = tensor_of(passage).detach(), torch.tensor(baseline_of(passage)[None])
    module = Scores(passage)
    if rule is Rule.MIDPOINT:
        places, weights = [(step + 0.5) / steps for step in range(steps)], [1 / steps] * steps
    else:
        places = [step / (steps - 1) for step in range(steps)]
        weights = [(0.5 if step in (0, steps - 1) else 1) / (steps - 1) for step in range(steps)]
    gradients = [gradient_at(module, baseline + place * (x - baseline))[0] for place in places]
    expected = sum(w * g for w, g in zip(weights, gradients, strict=True)) * (x - baseline).numpy()[0]
    found = integrated_gradients(passage, LABEL, baseline=baseline_of(passage), steps=steps, rule=rule)
    assert_near(found.values, expected)
    ends = module(torch.cat([x, baseline]))[:, LABEL].detach().numpy()
    assert found.difference == pytest.approx(ends[0] - ends[1], rel=1e-9)


@pytest.mark.parametrize("name", ["lenet5", "lenet5-subsampling", "lenet5-sigmoid-same", "lenet-caffe"])
def test_integrated_gradients_sum_to_the_difference(name: str) -> None:
    passage = passage_of(name)
    found = integrated_gradients(passage, passage.answer, baseline=float(passage.network_input.min()), steps=200)
    assert found.difference > 1
    assert abs(found.error) < 0.02 * found.difference


def naive_occlusion(module: Scores, x: Tensor, cover: float, window: int, stride: int) -> Any:  # noqa: ANN401
    """Square by square, as its paper has it; a pixel's value is the mean of the squares that cover it."""
    _, _, height, width = x.shape
    score = float(module(x)[0, LABEL])
    falls: dict[tuple[int, int], list[float]] = {place: [] for place in np.ndindex(height, width)}
    for top in range(0, height - window + stride, stride):
        for left in range(0, width - window + stride, stride):
            covered = x.clone()
            covered[:, :, top : top + window, left : left + window] = cover
            fall = score - float(module(covered)[0, LABEL])
            for row, column in np.ndindex(window, window):
                if (top + row, left + column) in falls:
                    falls[top + row, left + column].append(fall)
    return np.array([np.mean(found) if found else 0.0 for found in falls.values()]).reshape(height, width)


@pytest.mark.parametrize(("window", "stride"), [(5, 5), (6, 4), (9, 7), (4, 6)])
@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet5-dropout", "lenet-cifar"])
def test_occlusion_covers_one_square_after_the_other(name: str, window: int, stride: int) -> None:
    passage = noisy_passage_of(name)
    expected = naive_occlusion(Scores(passage), tensor_of(passage).detach(), -0.3, window, stride)
    reports = list(occlusion(passage, LABEL, cover=-0.3, window=window, stride=stride))
    assert reports[-1].done == reports[-1].total
    assert [report.done for report in reports] == sorted({report.done for report in reports})
    assert_near(reports[-1].values, expected)


def test_only_what_lies_on_the_picture() -> None:
    values = np.arange(3 * 32 * 32, dtype=np.float32).reshape(3, 32, 32)
    np.testing.assert_array_equal(on_picture(values, (3, 28, 28)), values[:, 2:30, 2:30])
    np.testing.assert_array_equal(on_picture(values[0], (1, 32, 32)), values[0])


def captums(name: str) -> Any:  # noqa: ANN401
    """A method of captum's; the test is skipped where it is not installed."""
    return getattr(pytest.importorskip("captum.attr", reason="captum is not installed"), name)


def attributed(kind: str, passage: Passage, *layer: str, **options: Any) -> Any:  # noqa: ANN401
    module = Scores(passage)
    made = captums(kind)(module, *(module.parts[one] for one in layer))
    found: Callable[..., Tensor] = made.attribute
    return found(tensor_of(passage), target=LABEL, **options).detach().numpy()[0]


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.filterwarnings("ignore")
def test_captum_finds_the_same(name: str) -> None:
    passage = noisy_passage_of(name)
    assert_near(saliency(passage, LABEL), attributed("Saliency", passage))
    cam = grad_cam(passage, LABEL)
    theirs = attributed("LayerGradCam", passage, cam.layer, relu_attributions=True)[0]
    assert_near(cam.values, theirs)


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.filterwarnings("ignore")
def test_captum_integrates_the_same(name: str) -> None:
    passage, steps = noisy_passage_of(name), 12
    baseline = baseline_of(passage)
    options = {"baselines": torch.tensor(baseline[None]), "n_steps": steps}
    for rule, called, share in (
        (Rule.MIDPOINT, "riemann_middle", 1),
        (Rule.TRAPEZOID, "riemann_trapezoid", (steps - 1) / steps),  # whose weights sum to so much
    ):
        ours = integrated_gradients(passage, LABEL, baseline=baseline, steps=steps, rule=rule).values
        assert_near(share * ours, attributed("IntegratedGradients", passage, **options | {"method": called}))


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "lenet-cifar"])
@pytest.mark.filterwarnings("ignore")
def test_captum_occludes_the_same(name: str) -> None:
    passage = noisy_passage_of(name)
    channels = passage.architecture.input_shape[0]
    *_, ours = occlusion(passage, LABEL, cover=-0.1, window=6, stride=4)
    options = {"sliding_window_shapes": (channels, 6, 6), "strides": (channels, 4, 4), "baselines": -0.1}
    theirs = attributed("Occlusion", passage, **options)
    assert_near(ours.values, theirs[0])
