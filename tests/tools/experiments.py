"""What tutorials change in LeNet-5, tried side by side, through the program: `make experiments`.

Each setting is trained with `lenet-app train` for a few epochs on all of MNIST and for several seeds. For each question
it writes the curves of the hold-out, by seconds, as SVG, and one page with all figures, to assets/experiments.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

from lenet_app.charts.svg import as_svg
from lenet_app.cli import main as lenet_app
from lenet_app.paths import Home
from lenet_app.runs.comparison.courses import Along, Course, Measure, learning_chart
from lenet_app.runs.comparison.facts import RunFacts, facts_of
from lenet_app.runs.comparison.groups import Group
from lenet_app.runs.comparison.report import percent_text, seconds_text
from lenet_app.runs.kept.store import RunStore

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "experiments"
SAME = ("--loss", "cross-entropy", "--schedule", "constant", "--augmentation", "none", "--no-refuse", "--steps", "0")
USUAL = (*SAME, "--batch-size", "128", "--initialisation", "glorot", "--hold-out", "5000")
HEAD = """# What tutorials change in LeNet-5, tried

`make experiments` trains each setting on 55,000 of MNIST's training pictures, the other 5,000 held out, for {epochs}
epochs with {seeds} seeds: batches of 128, cross-entropy, a constant rate, nothing varied. Means ± standard deviations over
the seeds; the bands of the curves go from the least to the most. Seconds are of one machine with two cores.
"""
ADAM, SGD = ("--optimizer", "adam"), ("--optimizer", "sgd")


@dataclass(frozen=True)
class Setting:
    """A name for people, and what `lenet-app train` is told beside `USUAL`."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What is compared.

    Args:
        file: of its curves, without the ending.
        text: the question.
        settings: the answers that compete.
        shows: what they show, as one sentence.
    """

    file: str
    text: str
    settings: tuple[Setting, ...]
    shows: str


def _network(name: str, rate: str, rule: tuple[str, str] = ADAM) -> tuple[str, ...]:
    return ("--architecture", name, "--learning-rate", rate, *rule)


SIGMOID, RELU, WIDE = "lenet5-sigmoid-same", "lenet5-relu-same", "lenet5-wide"
QUESTIONS = (
    Question(
        "activation",
        "Sigmoid or ReLU?",
        (Setting("sigmoid", _network(SIGMOID, "0.001")), Setting("ReLU", _network(RELU, "0.001"))),
        "",
    ),
    Question(
        "width",
        "6-16-120 or 32-64-1024?",
        (Setting("6-16-120", _network(RELU, "0.001")), Setting("32-64-1024", _network(WIDE, "0.001"))),
        "",
    ),
    Question(
        "rate",
        "A rate of 1e-4 or of 1e-2?",
        tuple(Setting(rate, _network(RELU, rate)) for rate in ("0.0001", "0.001", "0.01")),
        "",
    ),
    Question(
        "optimiser",
        "Adam or SGD?",
        (
            Setting("Adam, 0.001", _network(RELU, "0.001")),
            Setting("SGD, 0.001", _network(RELU, "0.001", SGD)),
            Setting("SGD, 0.1", _network(RELU, "0.1", SGD)),
        ),
        "",
    ),
)


def trained(setting: Setting, seed: int, epochs: int, home: Home, work: Path) -> RunFacts:
    """The run of one setting and seed."""
    told = ("--seed", str(seed), "--epochs", str(epochs), "--name", setting.name, "--device", "cpu")
    with redirect_stdout(io.StringIO()):
        status = lenet_app(["train", *setting.options, *USUAL, *told, "--output", str(work / "model.safetensors")])
    if status:
        sys.exit(status)
    return facts_of(RunStore(home.runs).runs()[0])


def answered(question: Question, seeds: int, epochs: int, home: Home, work: Path) -> str:
    """Train all of it, save its curves, and give its part of the page."""
    groups: list[Group] = []
    for setting in question.settings:
        runs = []
        for seed in range(1, seeds + 1):
            runs.append(trained(setting, seed, epochs, home, work))
            print(f"{question.file}, {setting.name}, seed {seed}: {100 * (runs[-1].run.head.accuracy or 0):.2f} %")
        groups.append(Group(tuple(runs)))
    curves = [
        (setting.name, tuple(Course.of(one.run) for one in group.runs), number)
        for number, (setting, group) in enumerate(zip(question.settings, groups, strict=True))
    ]
    chart = replace(learning_chart(curves, Measure.HOLD_OUT, Along.SECONDS), title=question.text)
    (FOLDER / f"{question.file}.svg").write_text(as_svg(chart), encoding="utf-8")
    rows = [
        f"| {setting.name} | {percent_text(group.accuracy)} | {seconds_text(group.seconds)} | {group.parameters:,} |"
        for setting, group in zip(question.settings, groups, strict=True)
    ]
    table = "| | test pictures right, % | seconds | parameters |\n| --- | ---: | ---: | ---: |\n" + "\n".join(rows)
    return f"## {question.text}\n\n{question.shows}\n\n{table}\n\n![{question.text}]({question.file}.svg)\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and write curves and page."""
    takes = argparse.ArgumentParser(description=__doc__)
    takes.add_argument("--seeds", type=int, default=3)
    takes.add_argument("--epochs", type=int, default=3)
    options = takes.parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    home = Home.of_user()
    with tempfile.TemporaryDirectory() as folder:
        parts = [answered(one, options.seeds, options.epochs, home, Path(folder)) for one in QUESTIONS]
    head = HEAD.format(seeds=options.seeds, epochs=options.epochs)
    (FOLDER / "README.md").write_text("\n".join([head, *parts]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
