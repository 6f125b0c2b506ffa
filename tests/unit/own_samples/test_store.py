import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.samples.sample import Source
from lenet_app.samples.schema import MIGRATIONS, connected
from lenet_app.samples.store import TRASH_DAYS, Query, SampleStore
from tests.unit.commands.running import ROOT
from tests.unit.own_samples.made import SEVEN, picture, sample


@pytest.fixture
def store(tmp_path: Path) -> SampleStore:
    return SampleStore(tmp_path / "folder" / "samples.sqlite3")


def test_what_was_added_is_there_for_whoever_opens_it_next(store: SampleStore) -> None:
    ink = np.arange(60, dtype=np.uint8).reshape(5, 12)
    given = [
        sample(1, 7, drawing=SEVEN, answer=1, model="LeNet-5", made="2026-11-29T10:00:00+00:00"),
        replace(sample(2, 3), ink=ink, source=Source.READ),
    ]
    numbers = store.add(given)
    for one in (store, SampleStore(store.file)):
        first, second = one.samples(numbers)
        assert (first.id, second.id) == tuple(numbers)
        assert (first.label, first.answer, first.model, first.made) == (7, 1, "LeNet-5", given[0].made)
        assert first.is_wrong
        assert first.drawing is not None
        assert [stroke.points for stroke in first.drawing.strokes] == [stroke.points for stroke in SEVEN.strokes]
        assert [stroke.colour for stroke in first.drawing.strokes] == [(255, 0, 0), None]
        assert np.array_equal(first.picture, picture(1))
        assert second.ink is not None
        assert np.array_equal(second.ink, ink)
        assert (second.source, second.answer, second.drawing, second.is_wrong) == (Source.READ, None, None, False)
        one.close()


def test_samples_are_listed_by_digit_and_of_each_the_newest_first(store: SampleStore) -> None:
    numbers = store.add([sample(n, label) for n, label in enumerate((5, 3, 5, 3))])
    assert store.ids().tolist() == [numbers[3], numbers[1], numbers[2], numbers[0]]
    assert store.counts() == (0, 0, 0, 2, 0, 2, 0, 0, 0, 0)


def test_a_query_finds_by_digit_fault_model_and_date(store: SampleStore) -> None:
    days = ("2026-11-27T23:59:59+00:00", "2026-11-28T12:00:00+00:00", "2026-11-29T00:00:00+00:00")
    facts = ((7, 7, "A"), (7, 1, "A"), (4, 9, "B"))
    numbers = store.add(
        [
            sample(n, label, answer=answer, model=model, made=made)
            for n, ((label, answer, model), made) in enumerate(zip(facts, days, strict=True))
        ]
    )
    store.add([sample(9, 7)])

    def found(**terms: object) -> list[int]:
        return sorted(set(store.ids(Query(**terms)).tolist()) & set(numbers))  # type: ignore[arg-type]

    assert found(label=7) == numbers[:2]
    assert found(wrong=True) == numbers[1:]
    assert found(model="A", wrong=True) == numbers[1:2]
    assert found(model="nobody") == []
    assert found(since="2026-11-28") == numbers[1:]
    assert found(until="2026-11-28") == numbers[:2]
    assert found(since="2026-11-28", until="2026-11-28") == numbers[1:2]
    assert store.models() == ("A", "B")


def test_relabelling_and_deleting_can_be_undone(store: SampleStore) -> None:
    numbers = store.add([sample(n, 7) for n in range(3)])
    before = store.relabel({numbers[0]: 1, numbers[1]: 2, 999: 3})
    assert before == {numbers[0]: 7, numbers[1]: 7}
    assert store.counts()[1:3] == (1, 1)
    store.relabel(before)
    assert store.counts()[7] == 3
    store.delete(numbers[:2])
    assert store.ids().tolist() == numbers[2:]
    store.restore(numbers[:2])
    assert store.counts()[7] == 3


def test_what_was_deleted_goes_for_good_after_a_while(store: SampleStore) -> None:
    old, new = store.add([sample(1), sample(2)])
    store.delete([old, new])
    long_ago = (datetime.now(UTC) - timedelta(days=TRASH_DAYS + 1)).isoformat(timespec="seconds")
    with sqlite3.connect(store.file) as connection:
        connection.execute("UPDATE sample SET deleted = ? WHERE id = ?", (long_ago, old))
    connection.close()
    store.close()
    store.restore([old, new])
    assert store.ids().tolist() == [new]
    assert [one.id for one in store.samples([old, new])] == [new]


def test_erasing_all_leaves_nothing_in_the_file(store: SampleStore) -> None:
    marked = np.full((28, 28), 173, np.uint8)
    numbers = store.add([replace(sample(1), picture=marked, model="a name to be found"), sample(2)])
    store.delete(numbers[:1])
    store.erase_all()
    assert not len(store.ids())
    store.close()
    left = b"".join(file.read_bytes() for file in store.file.parent.iterdir())
    assert bytes([173] * 28) not in left
    assert b"a name to be found" not in left


def test_all_or_nothing_is_added(store: SampleStore) -> None:
    for wrong in (replace(sample(1), label=10), replace(sample(1), picture=np.zeros((28, 27), np.uint8))):
        with pytest.raises(UserError, match="digit from 0 to 9"):
            store.add([sample(2), wrong])
    assert not len(store.ids())


def test_threads_may_ask_at_once(store: SampleStore) -> None:
    threads = [Thread(target=lambda n=n: store.add([sample(n)])) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.ids()) == 20


def test_a_newer_database_is_told_and_left_as_it_is(store: SampleStore) -> None:
    store.add([sample(1)])
    store.close()
    with sqlite3.connect(store.file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = store.file.read_bytes()
    for ask in (store.ids, lambda: store.add([sample(2)])):
        with pytest.raises(UserError, match=r"kept by a newer version of this program; they were left as they are\.$"):
            ask()
    assert store.file.read_bytes() == before


def test_a_damaged_file_is_told_and_left_as_it_is(store: SampleStore) -> None:
    store.file.parent.mkdir()
    store.file.write_bytes(b"these are no samples " * 1000)
    with pytest.raises(UserError, match=r"damaged; it was left as it is\.$"):
        store.add([sample(1)])
    assert store.file.read_bytes() == b"these are no samples " * 1000


def test_damaged_pages_are_told(store: SampleStore) -> None:
    store.add([sample(n) for n in range(200)])
    store.close()
    content = bytearray(store.file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    store.file.write_bytes(content)
    with pytest.raises(UserError, match=r"damaged; it was left as it is\.$"):
        store.samples(store.ids())
    assert store.file.read_bytes() == bytes(content)


def test_a_folder_in_the_place_of_the_file_is_told(store: SampleStore) -> None:
    store.file.mkdir(parents=True)
    with pytest.raises(UserError, match="cannot be used: "):
        store.ids()


def test_an_older_database_is_brought_up_to_date(store: SampleStore) -> None:
    numbers = store.add([sample(1, 7)])
    store.close()
    later = (*MIGRATIONS, "ALTER TABLE sample ADD COLUMN note TEXT; UPDATE sample SET note = 'migrated'")
    for _ in range(2):
        connection = connected(store.file, later)
        assert connection.execute("SELECT id, label, note FROM sample").fetchall() == [(numbers[0], 7, "migrated")]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(later),)
        connection.close()
    with pytest.raises(UserError, match="newer version"):
        store.ids()


def test_half_a_migration_is_none(store: SampleStore) -> None:
    store.add([sample(1, 7)])
    store.close()
    broken = (*MIGRATIONS, "ALTER TABLE sample ADD COLUMN note TEXT; UPDATE nowhere SET note = 1")
    with pytest.raises(UserError, match="no such table"):
        connected(store.file, broken)
    assert store.counts()[7] == 1


def test_what_was_written_is_safe_before_it_is_told(store: SampleStore) -> None:
    connection = connected(store.file)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO content VALUES (12345, zeroblob(784), NULL, NULL, NULL)")
    connection.close()


_ADDS = """
import sys
from pathlib import Path
from lenet_app.samples.store import SampleStore
from tests.unit.own_samples.made import sample
store = SampleStore(Path(sys.argv[1]))
for number in range(30):
    store.add([sample(number, int(sys.argv[2]))])
"""


def test_two_processes_write_at_once(store: SampleStore) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", _ADDS, str(store.file), label], cwd=ROOT) for label in ("3", "4")
    ]
    assert [process.wait(60) for process in started] == [0, 0]
    assert store.counts()[3:5] == (30, 30)
    with sqlite3.connect(store.file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
