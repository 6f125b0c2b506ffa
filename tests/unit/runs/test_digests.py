"""What tells one request from another."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.runs.kept.digests import Digests
from lenet_app.runs.together import group_of_this_process
from lenet_app.training.engine.distillation import Teaching
from lenet_app.training.reports import Device
from tests.unit.samples import TINY, digits, model
from tests.unit.training.runs import plain_recipe, request, same


def test_every_part_of_a_request_but_the_device_makes_it_another_one() -> None:
    of = request(validation=digits(20, first=900))
    weights = {name: weight + np.float32(1e-3) for name, weight in of.weights.items()}
    relabelled = Pictures(of.training.images, (of.training.labels + 1) % 10)
    others = [
        replace(of, seed=2),
        replace(of, recipe=plain_recipe(epochs=3)),
        replace(of, weights=weights),
        replace(of, training=relabelled),
        replace(of, validation=None),
        replace(of, normalisation=replace(of.normalisation, ink=1.0)),
        replace(of, teaching=Teaching((model(TINY),), 0.5)),
        replace(of, teaching=Teaching((model(TINY),), 0.6)),
    ]
    requests = {Digests.of(of).request, *(Digests.of(other).request for other in others)}
    assert len(requests) == 1 + len(others)
    again = request(validation=digits(20, first=900))
    assert same(again.weights, of.weights)
    assert Digests.of(replace(again, device=Device("cuda:0", "pretended GPU"))) == Digests.of(of)


def test_the_pictures_have_a_digest_of_their_own() -> None:
    of = request(validation=digits(20, first=900))
    data = Digests.of(of).data
    assert Digests.of(replace(of, seed=2, recipe=plain_recipe(epochs=3))).data == data
    images = of.training.images.copy()
    images[17, 0, 3, 4] ^= 1
    assert Digests.of(replace(of, training=Pictures(images, of.training.labels))).data != data
    assert Digests.of(replace(of, validation=digits(20, first=901))).data != data


def test_a_program_without_torch_distributed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setitem(sys.modules, "lenet_app.training.engine.together", None)
    with pytest.raises(UserError, match=r"brings no torch\.distributed"), group_of_this_process():
        pass


def test_a_process_that_was_started_alone_is_in_no_group() -> None:
    with group_of_this_process() as group:
        assert group is None
