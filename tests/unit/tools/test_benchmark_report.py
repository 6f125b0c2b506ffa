"""What the benchmarks print and keep."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.report import Row, parser, row_of, tell

ROWS = [row_of("first paint", [0.31, 0.28, 0.9], "s"), Row("the window, at rest", 351.4, "MB")]


def test_a_table_is_printed_and_json_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "folder" / "start.json"
    assert tell("start", ROWS, parser("What it measures.\n").parse_args(["--json", str(file)]).json) == 0
    assert capsys.readouterr().out.splitlines() == [
        "| start | | least | largest |",
        "| --- | ---: | ---: | ---: |",
        "| first paint | 0.31 s | 0.28 | 0.9 |",
        "| the window, at rest | 351 MB |  |  |",
    ]
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["benchmark"] == "start"
    assert {"processor", "cores", "system", "python", "torch"} <= told["machine"].keys()
    assert told["rows"] == [
        {"name": "first paint", "value": 0.31, "unit": "s", "spread": [0.28, 0.9]},
        {"name": "the window, at rest", "value": 351.4, "unit": "MB", "spread": None},
    ]
