"""A few kept runs to be compared: three seeds of a setting, another network, another rate."""

from tests.unit.runs.comparison.made import put


def put_compared() -> None:
    for seed, accuracy in enumerate((0.99, 0.992, 0.988)):
        put(f"quick-{seed}", seed=seed, accuracy=accuracy, begun=f"2026-01-03T0{seed}:00:00+00:00")
    put("caffe", network="lenet-caffe", accuracy=0.995, seconds=60, begun="2026-01-02T00:00:00+00:00")
    put("rate", learning_rate=0.05, accuracy=0.97, begun="2026-01-01T00:00:00+00:00")
