import json
from dataclasses import replace
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.networks.tasks import CurvePoint, Result, Task, tasks
from tests.unit.samples import result_of


def task(name: str = "lenet5-deep", **changes: Any) -> Task:  # noqa: ANN401 - any of the task's parts
    member = family.member(name)
    parts: dict[str, Any] = {"member": member, "experiment": member.experiments[0], "seed": 2}
    return Task(**(parts | changes))


def test_every_network_with_three_seeds() -> None:
    found = tasks()
    experiments = [(name, one.name) for name in family.reproducible_ids() for one in family.member(name).experiments]
    assert len(experiments) == 16
    expected = [(*experiment, seed) for experiment in experiments for seed in (1, 2, 3)]
    assert [(one.member.architecture.id, one.experiment.name, one.seed) for one in found] == expected
    assert not any(one.is_quick for one in found)


def test_some_networks_in_the_order_asked_for() -> None:
    found = tasks(["lenet-caffe", "lenet5-1998"], seeds=2, is_quick=True)
    assert [one.key for one in found] == [
        *("lenet-caffe-quick-seed1", "lenet-caffe-quick-seed2"),
        *("lenet5-1998-quick-seed1", "lenet5-1998-quick-seed2"),
        *("lenet5-1998-distorted-quick-seed1", "lenet5-1998-distorted-quick-seed2"),
    ]
    assert all(one.is_quick for one in found)


def test_an_unknown_network() -> None:
    with pytest.raises(UserError, match=r"^There is no architecture alexnet; known are lenet5, "):
        tasks(["lenet5", "alexnet"])


def test_what_reads_rows_is_not_reproduced() -> None:
    with pytest.raises(UserError, match="LeNet-5 along the line reads rows"):
        tasks(["lenet5-row"])


def test_a_key_tells_a_task_from_all_others() -> None:
    """It names the files of a result: a quick one must not replace one that took hours."""
    keys = [one.key for is_quick in (False, True) for one in tasks(is_quick=is_quick)]
    assert len(set(keys)) == len(keys) == 96
    assert all(key.replace("-", "").isalnum() for key in keys)
    assert task().key == "lenet5-deep-seed2"


@pytest.mark.parametrize("name", family.ids())
def test_a_quick_task_is_the_same_cut_short(name: str) -> None:
    for experiment in family.member(name).experiments:
        whole, quick = (task(name, experiment=experiment, is_quick=is_quick) for is_quick in (False, True))
        assert whole.recipe == experiment.recipe
        assert whole.subset is None
        assert quick.subset == 3000
        one_by_one = experiment.recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT
        assert (quick.recipe.epochs, quick.recipe.steps) == (1, 0 if one_by_one else 50)
        assert replace(quick.recipe, epochs=1, steps=0) == replace(whole.recipe, epochs=1, steps=0)


def test_a_quick_task_is_never_longer() -> None:
    member = family.member("lenet5-dropout")
    experiment = replace(member.experiments[0], recipe=replace(member.recipe, steps=7))
    assert Task(member, experiment, 1, is_quick=True).recipe.steps == 7


def test_a_result_answers_its_task_only() -> None:
    one = task("lenet5-1998")
    result = result_of(one)
    distorted = family.member("lenet5-1998").experiments[1]
    changed = replace(one.experiment, recipe=replace(one.recipe, rubbish=2.0))
    assert result.answers(one)
    for other in (
        replace(one, seed=3),
        replace(one, is_quick=True),
        replace(one, experiment=distorted),
        replace(one, experiment=changed),
        replace(one, member=family.member("lenet5")),
    ):
        assert not result.answers(other)


@pytest.mark.parametrize("is_quick", [False, True])
def test_json_round_trip(is_quick: bool) -> None:
    result = result_of(task("lenet5-1998", is_quick=is_quick))
    again = Result.from_json(json.loads(json.dumps(result.to_json())))
    assert again == result
    assert again.recipe.augmentation is Augmentation.NONE
    assert again.curve[1] == CurvePoint(500, 5.0, 0.05)


@pytest.mark.parametrize("name", result_of(task()).to_json())
@pytest.mark.parametrize("junk", [None, True, "x", 1.5, [], {}, [1], float("nan"), ...])
def test_damaged_json(name: str, junk: object) -> None:
    document = json.loads(json.dumps(result_of(task()).to_json()))
    document[name] = junk
    if junk is ...:
        del document[name]
    try:
        again = Result.from_json(document)
    except UserError as error:
        sentence = str(error)
        assert sentence.endswith(".")
    else:
        # A result of an earlier version does not tell its network.
        assert json.loads(json.dumps(again.to_json())) == {"network": ""} | document


@pytest.mark.parametrize("document", [None, [], "x", 3])
def test_no_result_at_all(document: object) -> None:
    with pytest.raises(UserError, match=r"^The result cannot be read: it is not an object with “id”\.$"):
        Result.from_json(document)


def test_a_recipe_that_cannot_be_is_told() -> None:
    document = result_of(task()).to_json()
    document["recipe"] = Recipe().to_json() | {"epochs": 0}
    with pytest.raises(UserError, match=r"^Epochs must be at least 1, not 0\.$"):
        Result.from_json(document)
