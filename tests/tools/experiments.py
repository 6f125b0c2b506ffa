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
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.variants import with_activation
from lenet_app.paths import Home
from lenet_app.runs.comparison.courses import Along, Course, Measure, learning_chart
from lenet_app.runs.comparison.facts import RunFacts, facts_of
from lenet_app.runs.comparison.groups import Group
from lenet_app.runs.comparison.report import seconds_text, spread_text
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.architectures import write_architecture

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "experiments"
SAME = ("--loss", "cross-entropy", "--schedule", "constant", "--augmentation", "none", "--no-refuse", "--steps", "0")
USUAL = (*SAME, "--batch-size", "128", "--initialisation", "glorot", "--hold-out", "5000")
HEAD = """# What tutorials change in LeNet-5, tried

`make experiments` trains each setting on 55,000 of MNIST's training pictures, the other 5,000 held out, for {epochs}
epochs with {seeds} seeds: batches of 128, cross-entropy, a constant rate, nothing varied. Means ± standard deviations
over the seeds; the bands of the curves go from the least to the most. Seconds are of one machine with two cores.
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


SIGMOID, RELU, WIDE = "sigmoid.json", "lenet5-relu-same", "lenet5-wide"
"""The first is the second with sigmoids, which `written` writes."""
QUESTIONS = (
    Question(
        "activation",
        "Sigmoid or ReLU?",
        (Setting("sigmoid", _network(SIGMOID, "0.001")), Setting("ReLU", _network(RELU, "0.001"))),
        "The same network with either. Sums far from 0 let hardly any gradient through a sigmoid, and layers of them"
        " multiply that: it may stay where it began for an epoch or more. ReLU passes the gradient on as it is.",
    ),
    Question(
        "width",
        "6-16-120 or 32-64-1024?",
        (Setting("6-16-120", _network(RELU, "0.001")), Setting("32-64-1024", _network(WIDE, "0.001"))),
        "Thirty-three times as many parameters halve the errors, and take several times as long.",
    ),
    Question(
        "rate",
        "A rate of 1e-4 or of 1e-2?",
        tuple(Setting(rate, _network(RELU, rate)) for rate in ("0.0001", "0.001", "0.01")),
        "With so few epochs a small rate has simply not come as far; with Adam and ReLU even 1e-2 does no harm here.",
    ),
    Question(
        "optimiser",
        "Adam or SGD?",
        (
            Setting("Adam, 0.001", _network(RELU, "0.001")),
            Setting("SGD, 0.001", _network(RELU, "0.001", SGD)),
            Setting("SGD, 0.1", _network(RELU, "0.1", SGD)),
        ),
        "At one and the same rate the two are not comparable: Adam divides each step by the size of the gradient. SGD"
        " with a rate of its own comes nearly as far.",
    ),
)


def written(work: Path) -> None:
    """Write the network of sigmoids."""
    member = family.member(RELU)
    architecture = with_activation(member.architecture, Activation.SIGMOID)
    architecture = replace(architecture, id="sigmoid", title="LeNet-5 of sigmoids")
    write_architecture(replace(member, architecture=architecture), work / SIGMOID)


def trained(setting: Setting, seed: int, epochs: int, home: Home, work: Path) -> RunFacts:
    """The run of one setting and seed."""
    told = ("--seed", str(seed), "--epochs", str(epochs), "--name", setting.name, "--device", "cpu")
    options = [str(work / SIGMOID) if option == SIGMOID else option for option in setting.options]
    with redirect_stdout(io.StringIO()):
        status = lenet_app(["train", *options, *USUAL, *told, "--output", str(work / "model.safetensors")])
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
        f"| {setting.name} | {spread_text(group.accuracy)} | {seconds_text(group.seconds)} | {group.parameters:,} |"
        for setting, group in zip(question.settings, groups, strict=True)
    ]
    table = "| | test pictures right, % | seconds | parameters |\n| --- | ---: | ---: | ---: |\n" + "\n".join(rows)
    return f"## {question.text}\n\n{question.shows}\n\n{table}\n\n![{question.text}]({question.file}.svg)\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and write curves and page."""
    takes = argparse.ArgumentParser(description=__doc__)
    takes.add_argument("--seeds", type=int, default=3)
    takes.add_argument("--epochs", type=int, default=3)
    names = [one.file for one in QUESTIONS]
    takes.add_argument("--only", choices=names, help="write this part of the page anew, and leave the others")
    options = takes.parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    home = Home.of_user()
    page = FOLDER / "README.md"
    parts = page.read_text(encoding="utf-8").split("\n## ")[1:] if options.only else [""] * len(QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder))
        for number, question in enumerate(QUESTIONS):
            if options.only in (None, question.file):
                parts[number] = answered(question, options.seeds, options.epochs, home, Path(folder))
    head = HEAD.format(seeds=options.seeds, epochs=options.epochs)
    page.write_text("\n## ".join([head, *(part.removeprefix("## ") for part in parts)]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
