"""A page of the web about some runs: table, settings, curves, results; it holds all that it shows and loads nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lenet_app.charts.chart import Chart
from lenet_app.charts.svg import as_svg
from lenet_app.language import tr, trn
from lenet_app.runs.comparison.courses import Along, Cost, Course, Measure, learning_chart, results_chart
from lenet_app.runs.comparison.differences import differing, label, value_text
from lenet_app.runs.comparison.facts import RunFacts
from lenet_app.runs.comparison.groups import Group, Spread, grouped
from lenet_app.runs.comparison.names import names_of

_CHART = (820, 400)
_FEW_SECONDS = 100
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for the page: nothing but what stands in it."""
_STYLE = """
:root { color-scheme: light; }
body { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; font-size: 14px;
  color: #1a1d23; background: #f3f4f6; margin: 0; }
main { max-width: 1100px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0 0 4px 0; } h2 { font-size: 16px; margin: 32px 0 8px 0; }
p { margin: 4px 0; } .note { color: #5f6672; }
section > div { background: #ffffff; border: 1px solid #dcdfe4; border-radius: 8px; padding: 12px; overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { color: #5f6672; font-weight: 400; text-align: left; border-bottom: 1px solid #dcdfe4; }
th, td { padding: 4px 14px 4px 0; vertical-align: top; white-space: nowrap; }
td.words { white-space: normal; } .figure { text-align: right; }
td.other { background: #fff3e0; } td.name { font-weight: 600; }
svg { display: block; max-width: 100%; height: auto; margin: 0 0 8px 0; }
details { margin: 8px 0; } summary { cursor: pointer; }
@media print { body { background: #ffffff; } main { max-width: none; padding: 0; } section { break-inside: avoid; } }
"""


@dataclass(frozen=True, eq=False)
class Compared:
    """What the page is about.

    Args:
        facts: the runs, in their order.
        courses: of each how it went, by its name.
    """

    facts: tuple[RunFacts, ...]
    courses: Mapping[str, Course]

    @staticmethod
    def of(facts: Sequence[RunFacts]) -> "Compared":
        """The runs with their courses, read now.

        Raises:
            UserError: one of them cannot be read.
        """
        return Compared(tuple(facts), {one.run.name: Course.of(one.run) for one in facts})

    @property
    def groups(self) -> tuple[Group, ...]:
        """The runs by their settings."""
        return grouped(self.facts)

    def courses_of(self, group: Group) -> tuple[Course, ...]:
        """How its runs went."""
        return tuple(self.courses[one.run.name] for one in group.runs)

    def chart(self, measure: Measure, along: Along) -> Chart:
        """The curves of all groups."""
        named = self.named()
        groups = [(name, self.courses_of(group), number) for number, (name, group) in enumerate(named)]
        return learning_chart(groups, measure, along, names_of(self.groups).shared)

    def results(self, cost: Cost) -> Chart:
        """Results against their cost."""
        return results_chart([(name, group, number) for number, (name, group) in enumerate(self.named())], cost)

    def named(self) -> tuple[tuple[str, Group], ...]:
        """Each group with a name that no other has here."""
        groups = self.groups
        return tuple(zip(names_of(groups).each, groups, strict=True))

    def usual_measure(self) -> Measure:
        """The hold-out where any run has one."""
        has_one = any(course.has_hold_out for course in self.courses.values())
        return Measure.HOLD_OUT if has_one else Measure.TRAINING


def as_html(compared: Compared, when: str) -> str:
    """The page as one document: charts are inside as SVG, and nothing is asked of any network.

    Args:
        compared: what it is about.
        when: the day and time, as people write it.
    """
    title = tr("Comparison of trainings")
    count = len(compared.facts)
    told = trn("{count} training, {when}", "{count} trainings, {when}", count).format(count=count, when=when)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">{escape(told)}</p>',
        _section(tr("Results"), _results_table(compared)),
        _section(tr("What they have otherwise"), _settings_table(compared)),
        _section(tr("While learning"), "\n".join(as_svg(chart, _CHART) for chart in _learning(compared))),
        _section(tr("Results against their cost"), "\n".join(as_svg(compared.results(cost), _CHART) for cost in Cost)),
        _section(tr("Epochs"), "\n".join(_epochs(compared))),
    ]
    head = (
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
    )
    body, language = "\n".join(parts), tr("en")
    return f'<!DOCTYPE html>\n<html lang="{language}">\n{head}\n<body><main>\n{body}\n</main></body>\n</html>\n'


def _learning(compared: Compared) -> Iterator[Chart]:
    first = compared.usual_measure()
    measures = (first, Measure.TRAINING_LOSS if first is Measure.TRAINING else Measure.HOLD_OUT_LOSS)
    for measure, along in ((measures[0], Along.EPOCH), (measures[0], Along.SECONDS), (measures[1], Along.EPOCH)):
        chart = compared.chart(measure, along)
        if not chart.is_empty:
            yield chart


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2><div>\n{content}\n</div></section>"


def _results_table(compared: Compared) -> str:
    heads = (tr("Training"), tr("Network"), tr("Right, %"), "n", tr("Best, %"), tr("Last, %"), tr("Seconds"))
    rows = [_row([*heads, tr("Parameters"), tr("Note")], "th", figures=range(2, 8))]
    for name, group in compared.named():
        parameters = "" if group.parameters is None else f"{group.parameters:,}"
        notes = "; ".join(dict.fromkeys(one.marks.note for one in group.runs if one.marks.note))
        cells = [
            name,
            group.runs[0].run.head.network_title,
            spread_text(group.accuracy),
            str(len(group.runs)),
            percent_text(group.best),
            percent_text(group.last),
            seconds_text(group.seconds),
            parameters,
            notes,
        ]
        rows.append(_row(cells, "td", figures=range(2, 8)))
    note = tr("± is the standard deviation over n seeds; best and last are of the epochs, on the hold-out.")
    return f'<table>{"".join(rows)}</table><p class="note">{escape(note)}</p>'


def _settings_table(compared: Compared) -> str:
    named = compared.named()
    names = [name for name in differing([group.settings for _, group in named]) if name != "seed"]
    nothing = tr("Nothing but their seeds.")
    if not names:
        return f"<p>{escape(nothing)}</p>"
    rows = [_row(["", *(name for name, _ in named)], "th")]
    for name in names:
        values = [value_text(name, group.settings.get(name)) for _, group in named]
        cells = [f'<td class="name">{escape(label(name))}</td>']
        for value in values:
            other = ' class="other"' if value != values[0] else ""
            cells.append(f"<td{other}>{escape(value)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _epochs(compared: Compared) -> Iterator[str]:
    heads = (tr("Epoch"), tr("Loss"), tr("Right, %"), tr("Hold-out: loss"), tr("Hold-out: right, %"), tr("Seconds"))
    for one in compared.facts:
        rows = [_row(heads, "th", figures=range(6))]
        for epoch in compared.courses[one.run.name].epochs:
            cells = (
                str(epoch.epoch),
                f"{epoch.train_loss:.4f}",
                _percent(epoch.train_accuracy),
                "" if epoch.validation_loss is None else f"{epoch.validation_loss:.4f}",
                _percent(epoch.validation_accuracy),
                f"{epoch.total_seconds:.1f}",
            )
            rows.append(_row(cells, "td", figures=range(6)))
        words = f"{one.title} · {one.run.name} · {one.run.state.label}"
        yield f"<details><summary>{escape(words)}</summary><table>{''.join(rows)}</table></details>"


def _row(cells: Sequence[str], kind: str, figures: Sequence[int] = ()) -> str:
    def looks(number: int) -> str:
        classes = ["figure"] if number in figures else []
        classes += ["name"] if number == 0 and kind == "td" and not classes else []
        return f' class="{" ".join(classes)}"' if classes else ""

    return f"<tr>{''.join(f'<{kind}{looks(n)}>{escape(cell)}</{kind}>' for n, cell in enumerate(cells))}</tr>"


def spread_text(spread: Spread | None) -> str:
    """Shares of right answers in percent, and how far seeds lie apart."""
    if spread is None:
        return ""
    mean = f"{100 * spread.mean:.2f}"
    return mean if spread.deviation is None else f"{mean} ± {100 * spread.deviation:.2f}"


def percent_text(spread: Spread | None) -> str:
    """The mean in percent."""
    return "" if spread is None else f"{100 * spread.mean:.2f}"


def seconds_text(spread: Spread | None) -> str:
    """The mean in seconds, in tenths where there are few."""
    return "" if spread is None else f"{spread.mean:,.{0 if spread.mean >= _FEW_SECONDS else 1}f}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.2f}"
