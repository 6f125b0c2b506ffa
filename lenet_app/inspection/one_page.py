"""One page of a drawing, its way through every layer, and the answer: HTML that holds all it shows."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import numpy as np

from lenet_app.inspection.passage import Passage, Range
from lenet_app.inspection.pictures import as_png, layer_picture
from lenet_app.language import tr
from lenet_app.networks.forward import Array
from lenet_app.networks.kind import shape_text
from lenet_app.recognition.recognizer import Recognition

WIDTH, HEIGHT = 700, 960
"""Pixels, 96 to an inch, of what fits A4 and Letter with their margins."""
_PICTURE, _HEAD = 150, 300
"""Of the drawing's sides, and of all that stands above the layers."""
_BARS, _BAR = 10, 150
"""The classes that are told, and the length of a full bar."""
_IN_A_LINE, _CLOSE_IN_A_LINE, _FEW = 2, 3, 12
"""Layers side by side; more than a few stand closer."""
_WORDS, _LEAST, _GAP = 40, 10, 12
"""Pixels of the words above a layer, that a layer is high at least, and between two."""
_LARGEST_CELL, _LARGE_ENOUGH = 12, 0.8
"""Pixels of a value at most, and the share of what is possible that will do where no line has gaps then."""

_STYLE = """
@page { size: auto; margin: 12mm; }
body { font-family: sans-serif; font-size: 12px; color: #14161a; background: #ffffff; }
table { border-collapse: collapse; }
td { vertical-align: top; padding: 0 12px 4px 0; }
td.bar { padding: 0; }
img { image-rendering: pixelated; }
h1 { font-size: 18px; margin: 0 0 8px 0; }
.note { color: #5b616b; }
.answer { font-size: 44px; font-weight: bold; margin: 0; }
"""


@dataclass(frozen=True, eq=False)
class OnePage:
    """What the page tells.

    Args:
        passage: the picture's way through the network.
        recognition: the answer; where the digit was read again, the page tells what the first reading said.
        answer: in words, "7, 99.1 % sure".
        model: the name of the model.
        drawing: what was drawn or opened, as PNG.
        when: the day and time, as people write it.
    """

    passage: Passage
    recognition: Recognition
    answer: str
    model: str
    drawing: bytes
    when: str


def as_html(page: OnePage) -> str:
    """The page as one HTML document: pictures are inside, nothing is loaded, and it prints on one sheet."""
    title = tr("{model}: {answer}").format(model=page.model, answer=page.answer)
    way, language = tr("The way through the layers"), tr("en")
    parts = [
        f"<h1>{escape(title)}</h1>",
        _above(page),
        f"<h1>{escape(way)}</h1>",
        _layers(page.passage),
        f'<p class="note">{escape(_legend())}</p>',
    ]
    head = f'<head><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html lang="{language}">\n{head}\n<body>\n{body}\n</body>\n</html>\n'


def _above(page: OnePage) -> str:
    """The drawing, what the network received, and the answer with the likeliest classes."""
    passage, found = page.passage, page.recognition
    facts = [
        (tr("Model"), page.model),
        (tr("Network"), passage.architecture.title),
        (tr("Certainty"), page.answer),
        (tr("Date"), page.when),
    ]
    if found.first is not None:
        layers = tr("{label} ({percent:.1f} %), of which the layers tell; the answer is the mean of three readings")
        share = 100 * found.first.confidence
        told = layers.format(label=found.first.label, percent=share)
        facts.insert(3, (tr("First reading"), told))
    lines = "".join(f'<span class="note">{escape(name)}</span> {escape(text)}<br>' for name, text in facts)
    cells = (
        _captioned(tr("Drawing"), f'<img src="{_uri(page.drawing)}" width="{_PICTURE}" height="{_PICTURE}">'),
        _captioned(tr("Network input"), _picture(_ink(passage.network_input), _PICTURE, _PICTURE)),
        f'<p class="answer">{escape(found.label if found.sure else "?")}</p><p>{lines}</p>',
        f"<table>{''.join(_bars(found))}</table>",
    )
    return f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"


def _bars(found: Recognition) -> Iterator[str]:
    """A line for each class, in their order, or for the likeliest of many."""
    chosen = range(len(found.class_names)) if len(found.class_names) <= _BARS else found.ranking[:_BARS]
    for number in chosen:
        share = float(found.confidences[number])
        bar = max(1, round(_BAR * share))
        filled = f'<td class="bar" width="{bar}" bgcolor="#2563eb"></td><td class="bar" width="{_BAR - bar + 1}"></td>'
        words = f"<td>{escape(found.class_names[number])}</td>"
        yield f'<tr>{words}<td><table><tr height="10">{filled}</tr></table></td><td>{100 * share:.1f} %</td></tr>'


def _layers(passage: Passage) -> str:
    """Every layer that does something, as many in a line as fit."""
    plans = [plan for plan in passage.architecture.plans if not plan.layer.only_in_training]
    in_a_line = _IN_A_LINE if len(plans) <= _FEW else _CLOSE_IN_A_LINE
    lines = -(-len(plans) // in_a_line)
    width = WIDTH // in_a_line - _GAP
    height = max(_LEAST, (HEIGHT - _HEAD) // lines - _WORDS)
    cells = []
    for plan in plans:
        values = passage.activations[plan.name]
        found = Range.of(values)
        text = tr("{shape}, {low:.3g} to {high:.3g}, {zeros:.0f} % zeros")
        note = text.format(
            shape=shape_text(plan.output_shape), low=found.minimum, high=found.maximum, zeros=100 * found.zeros
        )
        name = tr("Output") if plan.layer.name == "output" else plan.name
        words = f'<b>{escape(name)}</b> <span class="note">{escape(note)}</span><br>'
        cells.append(f'<td width="{width + _GAP}">{words}{_picture(values, width, height)}</td>')
    rows = ("".join(cells[start : start + in_a_line]) for start in range(0, len(cells), in_a_line))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _picture(values: Array, width: int, height: int) -> str:
    """A layer's maps or units as large as there is room."""
    values = values.reshape(-1) if values.shape[1:] == (1, 1) else values
    cells = {across: _cell(values, across, width, height) for across in range(1, len(values) + 1)}
    largest = max(cells.values())
    large = (across for across, cell in cells.items() if cell >= _LARGE_ENOUGH * largest)
    across = min(large, key=lambda across: (-len(values) % across, -cells[across], -across))
    colours, cell = layer_picture(values, across=across), cells[across]
    sides = f'width="{round(colours.shape[1] * cell)}" height="{round(colours.shape[0] * cell)}"'
    return f'<img src="{_uri(as_png(colours))}" {sides}>'


def _cell(values: Array, across: int, width: int, height: int) -> float:
    """Pixels of a value where so many maps stand in a line."""
    rows, columns = (values.shape[1] + 1, values.shape[2] + 1) if values.ndim == 3 else (1, 1)
    lines = -(-len(values) // across)
    return float(np.clip(min(width / (across * columns), height / (lines * rows)), 0, _LARGEST_CELL))


def _ink(network_input: Array) -> Array:
    """The network input from 0, its background or its ink, to 1."""
    low, high = float(network_input.min()), float(network_input.max())
    return np.asarray((network_input - low) / max(high - low, 1e-6), network_input.dtype)


def _captioned(words: str, picture: str) -> str:
    return f'<span class="note">{escape(words)}</span><br>{picture}'


def _legend() -> str:
    return tr("Each layer has its own scale: blue to orange where numbers have a sign, else white (0) to dark blue.")


def _uri(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode()}"
