import json

from lenet_app.networks.tasks import Result, tasks
from lenet_app.paths import Home
from lenet_app.storage.results import bundled_results, own_results


def test_the_report_that_came_along_can_be_read() -> None:
    for result in bundled_results():
        assert isinstance(result, Result)
        assert 0 < result.accuracy <= 1


def test_there_are_none_of_the_users_own_before_there_are_some() -> None:
    assert own_results(Home.of_user().reproduction) == ()


def test_the_users_own_are_read() -> None:
    (task,) = tasks(["lenet5-wide"], seeds=1)
    result = Result(
        *("lenet5-wide", "", 1, False, 0.99, 0.04, 48000, 10000, 20, 7500, 320.0, "CPU", "MNIST", "lenet-app"),
        recipe=task.recipe,
        curve=(),
    )
    folder = Home.of_user().reproduction / "results"
    folder.mkdir(parents=True)
    (folder / f"{task.key}.json").write_text(json.dumps(result.to_json()))
    (folder / "damaged.json").write_text("{}")
    assert own_results(Home.of_user().reproduction) == (result,)
