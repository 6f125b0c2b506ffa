"""What is printed: text for terminals, JSON for programs, bars for people."""

import io
import json
import math
import sys

import pytest

from lenet_app.commands.output import json_line, printable
from lenet_app.commands.progress import RunBar, bytes_bar, progress_bar
from lenet_app.runs.reports import Prepared
from lenet_app.training.length import Length
from lenet_app.training.reports import Device, DeviceReport


class Terminal(io.StringIO):
    """Standard error of somebody who looks on."""

    def isatty(self) -> bool:
        return True


def test_no_character_controls_the_terminal() -> None:
    for code in (*range(32), *range(127, 160), 0x2028, 0x202E, 0x2066):
        told = printable(f"a{chr(code)}b")
        assert told.isprintable() or chr(code) in "\n\t"
        assert (told[0], told[-1]) == ("a", "b")
    assert printable("\x1b[31mred\r") == "\\x1b[31mred\\r"
    assert printable("two\nlines\tand “ü” おき 😀") == "two\nlines\tand “ü” おき 😀"


def test_numbers_that_json_does_not_know() -> None:
    facts = {"a": [1.5, math.nan, (math.inf,)], "b": {"c": -math.inf, "d": None, "e": True, "f": "NaN"}}
    expected = {"a": [1.5, None, [None]], "b": {"c": None, "d": None, "e": True, "f": "NaN"}}
    assert json.loads(json_line(facts)) == expected
    assert math.isnan(facts["a"][1])  # type: ignore[index]


def test_bars_are_for_terminals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        monkeypatch.setattr(sys, "stderr", stream)
        for bar in (progress_bar(10, "Reading"), bytes_bar(2_000_000, "Fetching")):
            with bar:
                bar.update(5)
                bar.set_postfix_str("loss 1", refresh=True)
                bar.clear()
        run_bar = RunBar()
        run_bar.show(Prepared(Length(batch_size=5, per_epoch=4, steps=4, pictures=20)), "Training")
        run_bar.show(DeviceReport(Device("cuda", "a\x1bcard"), ""), "Training")
        run_bar.close()
    assert file.getvalue() == "Training on a\\x1bcard\n"
    for part in ("Reading", "/10", "Fetching", "2.00M", "Training: ", "/20", "Training on a\\x1bcard\n"):
        assert part in terminal.getvalue()
