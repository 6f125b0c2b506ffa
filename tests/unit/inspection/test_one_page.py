"""The page of drawing, layers and answer: whole in itself, with every layer's numbers as pictures."""

import re
from base64 import b64decode
from html.parser import HTMLParser
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from lenet_app.inspection.one_page import OnePage, as_html
from lenet_app.inspection.pictures import as_png, coloured
from lenet_app.networks.forward import probabilities, scores
from lenet_app.recognition.recognizer import Recognition
from tests.unit.inspection.networks import FAMILY, model_of, passage_of

VOID = {"img", "br", "meta"}


class _Reader(HTMLParser):
    """Balanced tags, and what is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.sources += [facts[name] or "" for name in ("src", "href") if name in facts]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(name: str, answer: str = "3, 99.9 % sure", model: str = "A model") -> OnePage:
    passage, made = passage_of(name), model_of(name)
    found = Recognition(probabilities(scores(passage.architecture, passage.output[None]))[0], made.class_names)
    return OnePage(passage, found, answer, model, as_png(coloured(passage.network_input[0])), "2026-01-02 03:04")


@pytest.mark.parametrize("name", FAMILY)
def test_a_page_of_every_network(name: str) -> None:
    page, reader = page_of(name), _Reader()
    html = as_html(page)
    reader.feed(html)
    assert reader.open == []
    assert all(source.startswith("data:image/png;base64,") for source in reader.sources)
    assert not re.search(r"https?://|url\(|@import|<script|<link", html)
    for words in ("A model", "3, 99.9 % sure", "2026-01-02 03:04", page.passage.architecture.title):
        assert words in reader.text
    layers = [plan for plan in page.passage.architecture.plans if not plan.layer.only_in_training]
    assert len(reader.sources) == 2 + len(layers)
    for plan, source in zip(layers, reader.sources[2:], strict=True):
        assert ("Output" if plan.name == "output" else plan.name) in reader.text
        with Image.open(BytesIO(b64decode(source.partition(",")[2]))) as image:
            values = np.unique(page.passage.activations[plan.name])
            assert image.size[0] * image.size[1] >= 64 * page.passage.activations[plan.name].size
            assert (len(image.convert("RGB").getcolors(1 << 24) or ()) > 1) == (len(values) > 1 or len(layers) == 0)


def test_what_a_name_holds_is_text() -> None:
    html = as_html(page_of("lenet5", answer="<7> & more", model="<script>alert(1)</script>"))
    assert "<script" not in html
    assert "&lt;7&gt; &amp; more" in html
