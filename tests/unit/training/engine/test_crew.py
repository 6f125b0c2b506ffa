import threading
from collections.abc import Callable

import pytest
import torch

from lenet_app.training.engine import learners
from lenet_app.training.engine.crew import Crew, parts_of, usual_threads
from tests.unit.samples import LENET5, digits
from tests.unit.training.runs import plain_recipe, request, same, whole_run


@pytest.mark.parametrize("pictures", [1, 15, 31, 32, 50, 64, 100, 128, 129, 500, 1000])
def test_the_parts_are_the_batch(pictures: int) -> None:
    parts = parts_of(pictures)
    assert [place for part in parts for place in range(pictures)[part]] == list(range(pictures))
    sizes = [part.stop - part.start for part in parts]
    assert max(sizes) <= 64
    assert max(sizes) - min(sizes) <= 1
    assert len(parts) >= 2 or pictures < 32


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("tasks", [1, 2, 5])
def test_results_come_in_their_order(threads: int, tasks: int) -> None:
    def task(number: int) -> Callable[[], int]:
        return lambda: number * number

    crew = Crew(threads)
    for _ in range(3):
        assert crew.run([task(number) for number in range(tasks)]) == [number * number for number in range(tasks)]


def test_several_work_at_the_same_time_with_one_thread_of_torch_each() -> None:
    both = threading.Barrier(2, timeout=20)

    def meet() -> tuple[int, int]:
        both.wait()
        return threading.get_ident(), torch.get_num_threads()

    (one, of_one), (other, of_other) = Crew(2).run([meet, meet])
    assert one == threading.get_ident() != other
    assert of_one == of_other == 1


def test_the_first_failure_is_raised_once_all_have_ended() -> None:
    ended: list[int] = []

    def fail() -> None:
        raise ValueError("the first")

    def go_on() -> None:
        ended.append(1)

    with pytest.raises(ValueError, match="the first"):
        Crew(2).run([fail, go_on, go_on, go_on])
    assert len(ended) == 3


def test_there_is_one_thread_a_core_up_to_four() -> None:
    assert 1 <= usual_threads() <= 4


def test_weights_do_not_depend_on_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for threads in (1, 2, 3):
        monkeypatch.setattr(learners, "usual_threads", lambda _processes, threads=threads: threads)
        asked = request(plain_recipe(batch_size=100, epochs=1), LENET5, digits(250), digits(60, first=900))
        found.append(whole_run(asked)[1].weights)
    assert same(found[0], found[1])
    assert same(found[0], found[2])
