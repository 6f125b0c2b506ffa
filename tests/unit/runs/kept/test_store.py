"""The list of kept runs, and the way into the trash and back."""

import json
import os
import time
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.runs.kept.figures import EpochFigures, as_csv, from_csv
from lenet_app.runs.kept.kept_run import FORMAT_VERSION, HEAD, LOCK, Head, State, content_of
from lenet_app.runs.kept.lock import Lock, is_held
from lenet_app.runs.kept.store import TRASH_DAYS, RunStore


def head(begun: str = "2026-01-02T03:04:05+00:00", state: State = State.DONE) -> Head:
    return Head(FORMAT_VERSION, "lenet5", "LeNet-5", "MNIST", 1, begun, 10, state, 10, 0.99)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def put(store: RunStore, name: str, one: Head | None = None) -> None:
    folder = store.folder / name
    folder.mkdir(parents=True)
    (folder / HEAD).write_bytes(content_of((one or head()).to_json()))


def names(store: RunStore) -> list[str]:
    return [run.name for run in store.runs()]


def test_of_no_folder_there_are_none(store: RunStore) -> None:
    assert not store.runs()
    assert not store.unusable()


def test_the_newest_run_comes_first(store: RunStore) -> None:
    for name, day in (("a", 3), ("b", 5), ("c", 4)):
        put(store, name, head(f"2026-01-0{day}T00:00:00+00:00"))
    assert names(store) == ["b", "c", "a"]


def test_a_thousand_runs_are_listed_at_once(store: RunStore) -> None:
    for number in range(1000):
        put(store, f"run-{number:04d}", head(state=State.RUNNING if number % 10 == 0 else State.DONE))
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        runs = store.runs()
        seconds.append(time.process_time() - begun)
    assert len(runs) == 1000
    assert min(seconds) <= 0.3


@pytest.mark.parametrize("name", ["", ".", "..", "no such", "../runs/a", "/", "a/b", "a\\b", "\0", "trash"])
def test_what_is_no_run_is_told(store: RunStore, name: str) -> None:
    put(store, "a")
    with pytest.raises(UserError, match=r"^There is no run .*; `lenet-app runs` lists them\.$"):
        store.find(name)
    with pytest.raises(UserError, match=r"^There is no deleted run "):
        store.restore(name)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"nothing", json.dumps(head().to_json() | {"format_version": 2}).encode()]
)
def test_a_damaged_head_is_told_and_the_others_are_listed(store: RunStore, content: bytes) -> None:
    put(store, "a")
    put(store, "b")
    (store.folder / "a" / HEAD).write_bytes(content)
    assert names(store) == ["b"]
    (unusable,) = store.unusable()
    assert unusable.fault.startswith(f"{store.folder / 'a'} cannot be used: ")
    with pytest.raises(UserError, match="cannot be used"):
        store.find("a")


def test_a_deleted_run_is_brought_back(store: RunStore) -> None:
    put(store, "a")
    put(store, "b")
    run = store.find("a")
    store.delete(run)
    assert names(store) == ["b"]
    assert store.restore("a").head == run.head
    assert sorted(names(store)) == ["a", "b"]


def test_the_trash_forgets_after_its_days(store: RunStore) -> None:
    for name in ("old", "older", "new"):
        put(store, name)
    for name in ("old", "older"):
        store.delete(store.find(name))
    days = {"old": TRASH_DAYS - 1, "older": TRASH_DAYS + 1}
    for name, count in days.items():
        then = time.time() - count * 24 * 3600
        os.utime(store.trash / name, (then, then))
    store.delete(store.find("new"))
    assert sorted(path.name for path in store.trash.iterdir()) == ["new", "old"]


def test_runs_of_one_second_have_names_of_their_own(store: RunStore) -> None:
    claimed = [store.begin("my own/network") for _ in range(3)]
    assert len({one.folder for one in claimed}) == 3
    assert all(one.folder.name.startswith("my-own-network-2") for one in claimed)
    assert names(store) == [], "they are listed once they have a head"
    for one in claimed:
        one.lock.release()


def test_the_lock_ends_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / LOCK
    assert not is_held(path)
    lock = Lock.taken(path)
    assert lock is not None
    assert is_held(path)
    assert Lock.taken(path) is None
    lock.release()
    assert not is_held(path)


def test_tables_are_read_back_exactly() -> None:
    rows = (EpochFigures(1, 0.1 + 0.2, 1.0, None, None, 1e-9, 12345.678, 3.0), EpochFigures(2, *(1 / 3,) * 7))
    assert from_csv(EpochFigures, as_csv(EpochFigures, rows)) == rows
    for damaged in (b"epoch\n1\n", b"", as_csv(EpochFigures, rows)[:-30]):
        with pytest.raises(ValueError, match=r"^its columns are others$"):
            from_csv(EpochFigures, damaged)
