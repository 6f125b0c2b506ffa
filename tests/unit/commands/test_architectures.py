import json
from dataclasses import replace
from pathlib import Path

import pytest

from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.paths import Home
from lenet_app.storage.architectures import write_architecture
from tests.unit.commands.running import Command, as_process

PARAMETERS = {
    "lenet5": 61_706,
    "lenet5-1998": 60_000,
    "lenet5-subsampling": 61_750,
    "lenet5-conv3": 61_706,
    "lenet5-dropout": 44_426,
    "lenet5-sigmoid-same": 521_982,
    "lenet5-relu-same": 97_982,
    "lenet5-wide": 3_274_634,
    "lenet5-deep": 222_106,
    "lenet-cifar": 62_006,
    "lenet-rgb": 121_182,
    "lenet-slim": 3_274_634,
    "lenet-pytorch": 1_199_882,
    "lenet-caffe": 431_080,
    "lenet5-row": 97_715,
}


def test_all_networks_as_json(command: Command) -> None:
    result = command("architectures", "--json")
    listed = json.loads(result.out)
    assert result.status == 0
    assert {entry["id"]: entry["parameters"] for entry in listed} == PARAMETERS
    for entry in listed:
        assert set(entry) == {"id", "input", "parameters", "connections", "layers"}
        assert all(set(row) == {"name", "kind", "output", "parameters", "connections"} for row in entry["layers"])
        assert sum(row["parameters"] for row in entry["layers"]) == entry["parameters"]
        assert sum(row["connections"] for row in entry["layers"]) == entry["connections"]


def test_the_network_of_1998_as_json(command: Command) -> None:
    listed = json.loads(command("architectures", "lenet5-1998", "--json").out)
    (entry,) = listed
    assert (entry["input"], entry["parameters"], entry["connections"]) == ([1, 32, 32], 60_000, 340_908)
    rows = [(row["name"], row["output"], row["parameters"], row["connections"]) for row in entry["layers"]]
    assert rows == [
        ("C1", [6, 28, 28], 156, 122_304),
        ("S2", [6, 14, 14], 12, 5_880),
        ("C3", [16, 10, 10], 1_516, 151_600),
        ("S4", [16, 5, 5], 32, 2_000),
        ("C5", [120, 1, 1], 48_120, 48_120),
        ("F6", [84], 10_164, 10_164),
        ("output", [10], 0, 840),
    ]


def test_the_list_for_people(command: Command) -> None:
    head, *rows = command("architectures").out.splitlines()
    assert head.split()[:2] == ["id", "network"]
    assert [row.split()[0] for row in rows] == list(family.ids())
    assert next(row for row in rows if row.startswith("lenet-pytorch")).endswith("about 99.20 %")


def test_the_layer_table_for_people(command: Command) -> None:
    out = command("architectures", "lenet5-1998").out
    row = next(line for line in out.splitlines() if line.startswith("C3 "))
    for cell in ("6 × 14 × 14", "16 × 10 × 10", "5 × 5", "(14 − 5 + 2·0) / 1 + 1 = 10", "1,516", "151,600", "14 × 14"):
        assert cell in row
    assert "Published result: 99.05 %" in out
    assert "Published result (distorted): 99.20 %" in out


def test_the_layer_table_tells_tables_dropout_and_totals(command: Command) -> None:
    *_, total = [line for line in command("architectures", "lenet5-1998").out.splitlines() if line.startswith("all ")]
    assert total.split() == ["all", "60,000", "340,908"]
    assert "convolution, table, scaled tanh" in command("architectures", "lenet5-1998").out
    assert "dropout 0.25" in command("architectures", "lenet-pytorch").out


def test_what_the_publication_leaves_open_is_told(command: Command) -> None:
    assert "Published recipe, the rate chosen here: Adam" in command("architectures", "lenet5-deep").out


def test_own_networks_are_listed_and_damaged_ones_told(command: Command) -> None:
    member = family.member("lenet5")
    own = replace(member, architecture=replace(member.architecture, id="mine", title="Mine"))
    write_architecture(own, Home.of_user().architectures / "mine.json")
    (Home.of_user().architectures / "broken.json").write_text("{", encoding="utf-8")
    result = command("architectures", "--json")
    assert [entry["id"] for entry in json.loads(result.out)] == [*family.ids(), "mine"]
    assert "broken.json cannot be used as an architecture: it is not JSON." in result.err


def test_a_network_is_saved_read_and_compared(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "modern.json"
    assert command("architectures", "lenet5-1998+relu", "--output", path).status == 0
    document = json.loads(path.read_text(encoding="utf-8"))
    assert Architecture.from_json(document["architecture"]) == family.member("lenet5-1998+relu").architecture
    assert command("architectures", path, "--compare", "lenet5-1998+relu").out.endswith("are the same.\n")
    (compared,) = command("architectures", path, "--compare", "lenet5-1998", "--json").lines
    found = [(row["where"], row["what"], row["one"], row["other"]) for row in compared["differences"]]
    layers = ("C1", "S2", "C3", "S4", "C5")
    assert found == [(name, "activation", "relu", "scaled tanh") for name in layers]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["resnet"], "There is no architecture resnet; known are lenet5, lenet5-1998, "),
        (["--compare", "lenet5"], "Name a network to compare or to save."),
        (["--output", "x.json"], "Name a network to compare or to save."),
        (["lenet5", "--compare", "gone.json"], "gone.json cannot be used as an architecture: there is no such file."),
    ],
)
def test_impossible_wishes(arguments: list[str], sentence: str, command: Command) -> None:
    assert command("architectures", *arguments).sentence.startswith(sentence)


def test_it_needs_no_torch() -> None:
    code = (
        "import sys; from lenet_app.cli import main; main(['architectures', '--json']); "
        "sys.exit('torch' in sys.modules or 'PySide6' in sys.modules)"
    )
    assert as_process(code=code).status == 0
