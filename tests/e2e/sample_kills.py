"""Writers of samples that are killed at a random moment, and what is there afterwards: a process that forks.

`python -m tests.e2e.sample_kills FOLDER KILLS` prints a line of JSON for each kill.
"""

import json
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

import numpy as np

from lenet_app.samples.store import SampleStore
from tests.unit.own_samples.made import picture, sample

SAMPLES = 1000


def write(file: Path, told: int) -> None:
    """Add the samples one after the other, and tell the number of each once it counts as kept."""
    store = SampleStore(file)
    for number in range(SAMPLES):
        (kept,) = store.add([sample(number, model=f"model {number % 7}")])
        os.write(told, b"%d %d\n" % (number, kept))


def killed(file: Path, share: float, seconds: float) -> dict[str, object]:
    """Kill a writer once it has told of this share of its samples and a random part of one more has passed."""
    read, told = os.pipe()
    if not (child := os.fork()):
        write(file, told)
        os._exit(0)
    os.close(told)
    lines, wanted = b"", int(share * SAMPLES)
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while lines.count(b"\n") < wanted and (more := pipe.read(4096)):
            lines += more
        time.sleep(seconds * (share * SAMPLES % 1))
        os.kill(child, signal.SIGKILL)
        while more := pipe.read(4096):  # it may have told of more meanwhile
            lines += more
    os.waitpid(child, 0)
    whole = [line.split() for line in lines.splitlines(keepends=True) if line.endswith(b"\n")]
    confirmed = {int(number): int(id_) for number, id_ in whole}
    store = SampleStore(file)
    kept = {one.id: one for one in store.samples(store.ids())}
    lost = [number for number, id_ in confirmed.items() if not _is_whole(kept.get(id_), number)]
    with sqlite3.connect(file) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    store.close()
    return {"confirmed": len(confirmed), "kept": len(kept), "lost": len(lost), "integrity": sound, "odd": len(broken)}


def _is_whole(one: object, number: int) -> bool:
    return one is not None and np.array_equal(one.picture, picture(number)) and one.label == number % 10  # type: ignore[attr-defined]


def main() -> None:
    """Kill."""
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    random = np.random.default_rng(kills)
    for kill in range(kills):
        print(json.dumps(killed(folder / f"{kill}.sqlite3", float(random.random()), 0.01)), flush=True)


if __name__ == "__main__":
    main()
