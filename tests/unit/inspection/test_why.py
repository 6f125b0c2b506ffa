"""What is told of a picture's pixels: against torch's automatic derivatives, for every network of the family."""

import numpy as np
import pytest
import torch

from lenet_app.inspection.why import (
    cam_map,
    convolutions,
    integrated_map,
    occlusion_map,
    quickly,
    saliency_map,
    slowly,
)
from tests.unit.inspection.networks import FAMILY, InTorch, architecture_of, noisy_passage_of
from tests.unit.inspection.test_attribution import LABEL, Scores, assert_near, gradient_at, naive_occlusion, tensor_of
from tests.unit.samples import TINY


@pytest.mark.parametrize("name", FAMILY)
def test_one_way_back_tells_saliency_and_every_grad_cam(name: str) -> None:
    passage = noisy_passage_of(name)
    way, sign = InTorch(passage), -1 if passage.architecture.answers_with_distances else 1
    torch.autograd.backward(sign * way.output[0, LABEL])
    quick = quickly(passage, LABEL)
    gradient = way.network_input.grad
    assert gradient is not None
    assert_near(quick.gradient, gradient[0].numpy())
    channels, height, _ = passage.network_input.shape
    side = min(height, 28)
    edge = (height - side) // 2
    expected = np.abs(gradient[0].numpy()).max(axis=0)[edge : edge + side, edge : edge + side]
    assert_near(saliency_map(quick, (channels, side, side)), expected)
    assert tuple(quick.cams) == convolutions(passage.architecture)
    assert len(quick.cams) >= 2
    for layer, cam in quick.cams.items():
        maps = way.values[layer]
        assert maps.grad is not None
        alpha = maps.grad[0].mean(dim=(1, 2))
        assert_near(cam.values, torch.relu((alpha[:, None, None] * maps[0]).sum(dim=0)).detach().numpy())
        assert cam_map(cam, (channels, side, side)).shape == (side, side)


@pytest.mark.parametrize("name", ["lenet5-1998", "lenet-cifar"])
def test_what_takes_a_moment(name: str) -> None:
    passage, background = noisy_passage_of(name), -0.3
    x, module = tensor_of(passage).detach(), Scores(passage)
    slow, shape = slowly(passage, LABEL, background), passage.network_input.shape
    places = [(step + 0.5) / 50 for step in range(50)]
    gradients = [gradient_at(module, background + place * (x - background))[0] for place in places]
    expected = (sum(gradients) / 50 * (x[0].numpy() - background)).sum(axis=0)
    assert_near(integrated_map(slow, shape), expected)
    assert_near(occlusion_map(slow, shape).astype(np.float64), naive_occlusion(module, x, background, 5, 2), 1e-5)


def test_convolutions_have_maps_of_more_than_one_position() -> None:
    assert convolutions(architecture_of("lenet5-1998")) == ("C1", "C3"), "C5 has one position"
    assert convolutions(TINY) == ()
