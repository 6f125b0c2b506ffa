"""How fast and in how much memory a set on the disk is trained on, beside the same set in memory.

Run `python tests/benchmarks/large_set.py [--pictures N]`. It writes N pictures of 28 × 28 as IDX files into a temporary
folder (784 MB for the million that is usual), which is removed at the end. Two processes train `lenet5` on them, one
from the disk and one with all pictures in memory, by turns, so that both meet the same machine; before each turn the
system is asked to forget the file, so that the disk is read indeed. At last `lenet-app train` does a whole run: with a
hold-out, what is no digit, measuring and calibration.
"""

import argparse
import json
import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np

from lenet_app.data import catalogue, shards, stored
from lenet_app.paths import HOME_VARIABLE, Home

TEST_PICTURES = 10_000
AT_ONCE = 20_000
STEPS = 3000
READINGS = 5
ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=21, metavar="N", help="turns of each process")
    parser.add_argument("--batches", type=int, default=150, metavar="N", help="of a turn")
    parser.add_argument("--folder", help="where the temporary folder is made")
    parser.add_argument("--train", nargs=2, metavar=("disk|memory", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--read", nargs=2, metavar=("positions|map", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.train:
        return train(*options.train)
    if options.read:
        return read(*options.read)
    with tempfile.TemporaryDirectory(prefix="lenet-app-large-set-", dir=options.folder) as name:
        folder = Path(name)
        began = time.perf_counter()
        write_set(folder / "set", options.pictures)
        print(f"{options.pictures:,} pictures written in {time.perf_counter() - began:.0f} s")
        compare_reading(folder / "set")
        compare(folder / "set", options.rounds, options.batches)
        whole_run(folder)
    return 0


def write_set(folder: Path, count: int) -> None:
    """MNIST's digits, each shifted and with noise of its own, labels as they come."""
    folder.mkdir()
    mnist, random = catalogue.load(catalogue.MNIST, Home.of_user().data), np.random.default_rng(1)
    for part, pictures, size in (("train", mnist.training, count), ("t10k", mnist.test, TEST_PICTURES)):
        with (
            (folder / f"{part}-images-idx3-ubyte").open("wb") as images,
            (folder / f"{part}-labels-idx1-ubyte").open("wb") as labels,
        ):
            images.write(bytes([0, 0, 8, 3]) + struct.pack(">3I", size, 28, 28))
            labels.write(bytes([0, 0, 8, 1]) + struct.pack(">I", size))
            for start in range(0, size, AT_ONCE):
                some = pictures.take(random.integers(0, len(pictures), min(AT_ONCE, size - start)))
                moved = np.roll(some.images, random.integers(-2, 3, 2), axis=(2, 3))
                noise = random.integers(0, 32, moved.shape, np.uint8)
                images.write(np.maximum(moved, noise).tobytes())
                labels.write(some.labels.tobytes())


def forget(folder: Path) -> None:
    """Have the system drop the pictures from its cache."""
    descriptor = os.open(folder / "train-images-idx3-ubyte", os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def compare_reading(folder: Path) -> None:
    """Read all pictures shard by shard in a random order, by their positions and through a memory map, by turns."""
    for is_cached in (False, True):
        turns: dict[str, list[tuple[float, float]]] = {"positions": [], "map": []}
        for kind in [*turns] * READINGS:
            if not is_cached:
                forget(folder)
            command = [sys.executable, __file__, "--read", kind, str(folder)]
            facts = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
            turns[kind].append((facts["speed"], facts["peak"]))
        for kind, figures in turns.items():
            speed, most = (median(values) for values in zip(*figures, strict=True))
            where = "cached" if is_cached else "from the disk"
            print(f"shards by {kind}, {where}: {speed:,.0f} MB/s, at most {most:,.0f} MB resident")


def read(kind: str, folder: str) -> int:
    """Read a round of shards, and tell the speed and the memory."""
    lying = catalogue.load(folder, Home.of_user().data).training
    assert isinstance(lying, stored.StoredPictures)
    mapped = np.memmap(Path(folder) / "train-images-idx3-ubyte", np.uint8, "r", 16, (len(lying), *lying.shape))
    each = shards.SHARD // lying.picture_bytes
    began = time.perf_counter()
    for shard in np.random.default_rng(1).permutation(-(-len(lying) // each)):
        places = np.arange(shard * each, min((shard + 1) * each, len(lying)))
        images = lying.take(places).images if kind == "positions" else mapped[places]
        assert len(images) == len(places)
    speed = len(lying) * lying.picture_bytes / 1e6 / (time.perf_counter() - began)
    print(json.dumps({"speed": speed, "peak": peak()}))
    return 0


def compare(folder: Path, rounds: int, batches: int) -> None:
    """Train from the disk and from memory, by turns."""
    trainers = {kind: started(kind, folder) for kind in ("disk", "memory")}
    turns: dict[str, list[dict[str, float]]] = {kind: [] for kind in trainers}
    for turn in range(rounds + 1):
        for kind, trainer in trainers.items():
            forget(folder)
            assert trainer.stdin is not None
            assert trainer.stdout is not None
            trainer.stdin.write(f"{batches}\n")
            trainer.stdin.flush()
            facts = json.loads(trainer.stdout.readline())
            if turn:  # the first warms up
                turns[kind].append(facts)
    for kind, trainer in trainers.items():
        assert trainer.stdin is not None
        trainer.stdin.close()
        trainer.wait(timeout=60)
        speed = median(facts["speed"] for facts in turns[kind])
        print(f"{kind}: {speed:,.0f} pictures/s, at most {turns[kind][-1]['peak']:,.0f} MB resident")
    for measure, title in (("speed", "pictures a second"), ("by_processor", "pictures a second of processor time")):
        ratios = [disk[measure] / memory[measure] for disk, memory in zip(turns["disk"], turns["memory"], strict=True)]
        low, middle, high = np.percentile(ratios, (25, 50, 75))
        print(f"{title}, disk / memory: {middle:.3f} (half of the turns {low:.3f} to {high:.3f})")


def started(kind: str, folder: Path) -> "subprocess.Popen[str]":
    """A process that trains when it is told to."""
    command = [sys.executable, __file__, "--train", kind, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def train(kind: str, folder: str) -> int:
    """Train as many batches as each line of the standard input says, and tell the speed and the memory of each turn."""
    from lenet_app.networks.recipe import Recipe
    from lenet_app.runs.preparation import prepare
    from lenet_app.training.engine.loop import train as trained
    from lenet_app.training.reports import BatchReport
    from lenet_app.training.settings import TrainingSettings

    if kind == "memory":
        stored.MOST_IN_MEMORY = 1 << 40
    settings = TrainingSettings(recipe=Recipe(batch_size=128), data_set=folder, hold_out=0, device_id="cpu")
    request = prepare(settings, catalogue.load(folder, Home.of_user().data))
    assert isinstance(request.training, stored.StoredPictures) is (kind == "disk")
    reports = (report for report in trained(request) if isinstance(report, BatchReport))
    for line in sys.stdin:
        began, spent, pictures = time.perf_counter(), time.process_time(), 128 * int(line)
        assert len(list(islice(reports, int(line)))) == int(line)
        speed = pictures / (time.perf_counter() - began)
        by_processor = pictures / (time.process_time() - spent)
        print(json.dumps({"speed": speed, "by_processor": by_processor, "peak": peak()}), flush=True)
    return 0


def peak() -> float:
    """The largest resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def whole_run(folder: Path) -> None:
    """Train from the command line, and tell the largest memory of the process."""
    forget(folder / "set")
    command = [
        sys.executable,
        "-m",
        "lenet_app",
        "train",
        "--dataset",
        str(folder / "set"),
        "--steps",
        str(STEPS),
    ]
    environment = os.environ | {HOME_VARIABLE: str(folder / "home")}
    process = subprocess.Popen([*command, "--device", "cpu"], cwd=ROOT, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    print(f"lenet-app train: at most {usage.ru_maxrss / 1000:,.0f} MB resident")


if __name__ == "__main__":
    sys.exit(main())
