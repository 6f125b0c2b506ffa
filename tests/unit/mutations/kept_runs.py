"""The files of a kept run that are JSON, and what is told of it beside another one."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from lenet_app.runs.comparison.courses import Cost, results_chart
from lenet_app.runs.comparison.differences import differences_text
from lenet_app.runs.comparison.facts import facts_of
from lenet_app.runs.comparison.groups import grouped
from lenet_app.runs.comparison.report import Compared, as_html
from lenet_app.runs.kept.kept_run import EPOCHS, HEAD, SETTINGS, STEPS, KeptRun
from lenet_app.runs.kept.marks import FILE, Marks, write_marks
from tests.unit.runs.comparison.made import put


def run_files() -> dict[str, bytes]:
    """Head, settings and marks of a run."""
    with TemporaryDirectory() as place:
        folder = put("a", into=Path(place), shares=(0.9, 0.95))
        write_marks(folder, Marks("Mine", "a note", ("good",), "Talk", "2026-01-02T03:04:05+00:00"))
        return {name: (folder / name).read_bytes() for name in (HEAD, SETTINGS, FILE)}


def run_tables() -> dict[str, bytes]:
    """The figures of its epochs and steps, beside what they belong to."""
    with TemporaryDirectory() as place:
        folder = put("a", into=Path(place), shares=(0.9, 0.95))
        return {name: (folder / name).read_bytes() for name in (HEAD, EPOCHS, STEPS)}


def use_run(folder: Path) -> None:
    """Compare it with another one, in words, charts and a report."""
    run = KeptRun.of(folder)
    if run is None:
        return
    with TemporaryDirectory() as place:
        other = KeptRun.of(put("b", into=Path(place)))
        assert other is not None
        facts = [facts_of(other), facts_of(run)]
        groups = grouped(facts)
        assert sum(len(group.runs) for group in groups) == 2
        json.dumps([differences_text(facts[1].settings, facts[0].settings), facts[1].title, facts[1].folder])
        assert facts[1].matches([]) is True
        results_chart([(group.title, group, None) for group in groups], Cost.PARAMETERS)
        page = as_html(Compared.of(facts), "")
    assert page.count("<svg") >= 2
