"""The page about some runs: whole, alone, and with every figure."""

import re
from html.parser import HTMLParser

import pytest

from lenet_app.runs.comparison.courses import Along, Measure
from lenet_app.runs.comparison.facts import facts_of
from lenet_app.runs.comparison.report import Compared, as_html
from lenet_app.runs.kept.marks import Marks, write_marks
from tests.unit.runs.comparison.made import put, store

LOADING = {"src", "href", "srcset", "data", "poster", "action", "background", "xlink:href", "cite", "manifest"}
"""Attributes by which a page has something loaded."""


class Reader(HTMLParser):
    """Every element, what could be loaded, and the texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loaded += [value or "" for name, value in attrs if name in LOADING]
        if tag not in ("meta", "link"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


@pytest.fixture
def page() -> str:
    for seed, accuracy in enumerate((0.99, 0.992)):
        put(f"a{seed}", seed=seed, accuracy=accuracy)
    put("b", network="lenet-caffe", learning_rate=0.005)
    note = '<img src="http://example.org/x.png" onerror="x()"> & more'
    write_marks(store().folder / "b", Marks("A <b>name</b>", note))
    return as_html(Compared.of([facts_of(store().find(name)) for name in ("a0", "a1", "b")]), "2026-01-02 03:04")


def test_nothing_of_it_is_loaded_from_anywhere(page: str) -> None:
    read = Reader(page)
    assert read._open == []
    assert read.loaded == ["data:,"]  # no icon is asked for, either
    assert not {"script", "iframe", "object", "embed", "img", "base", "form"} & set(read.tags)
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|javascript:", page)
    rest = page.replace("http://www.w3.org/2000/svg", "").replace("&quot;http://example.org/x.png&quot;", "")
    assert "//" not in rest


def test_it_tells_every_run_and_what_it_has_otherwise(page: str) -> None:
    read = Reader(page)
    texts = read.texts
    for text in ("A <b>name</b>", "99.10 ± 0.14", "61,706", "431,080", "0.005", "Caffe's LeNet"):
        assert text in texts, text
    assert '<img src="http://example.org/x.png" onerror="x()"> & more' in texts
    assert read.tags.count("svg") == 5
    assert read.tags.count("details") == 3
    assert page.count('class="other"') >= 2  # network and rate of the second


def test_runs_that_have_nothing_otherwise() -> None:
    put("a", seed=1)
    put("b", seed=2)
    page = as_html(Compared.of([facts_of(store().find(name)) for name in "ab"]), "")
    assert "Nothing but their seeds." in page


def test_a_run_without_an_epoch_is_told_as_it_is() -> None:
    put("a", shares=(), accuracy=None)
    read = Reader(as_html(Compared.of([facts_of(store().find("a"))]), ""))
    assert "LeNet-5" in read.texts
    assert read.tags.count("svg") == 2  # results, in which nothing is drawn yet
    assert "Nothing is drawn yet." in read.texts


def test_names_are_told_apart_where_they_are_the_same() -> None:
    put("a")
    put("b", learning_rate=0.5)
    compared = Compared.of([facts_of(store().find(name)) for name in "ab"])
    assert [name for name, _ in compared.named()] == ["rate 0.002", "rate 0.5"]
    assert compared.chart(Measure.TRAINING, Along.EPOCH).title == "Accuracy, training · LeNet-5"
