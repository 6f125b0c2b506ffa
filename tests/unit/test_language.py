"""Texts come in the user's language, with the form that a number asks for, and in English where there is no other."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from lenet_app import language
from lenet_app.language import LANGUAGE_VARIABLE, choose, tr, trn

PICTURES = ("{count} picture", "{count} pictures")


@pytest.fixture(autouse=True)
def no_language_chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test begins as the program does, and leaves English to the others."""
    for variable in (LANGUAGE_VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(language, "_chosen", None)
    yield
    choose("en")


@pytest.fixture
def polish(tmp_path: Path) -> Path:
    """A folder with a catalogue that has the forms of Polish, written by Babel as translators' tools do."""
    catalog = Catalog(locale="pl")
    catalog.add(PICTURES, ("{count} obraz", "{count} obrazy", "{count} obrazów"))
    catalog.add("Undo", "Cofnij")
    catalog.add("Redo", "")
    catalog.add("Clear", "Wyczyść", flags=["fuzzy"])
    catalog.add(("{count} row", "{count} rows"), ("{count} rząd", "", ""))
    catalog.add('First\n"second"\\\ttab ' + 30 * "long ", "Pierwszy\n„drugi”\\\ttab " + 30 * "długi ")
    catalog.obsolete["Gone"] = catalog.add("Gone", "Nie ma")
    catalog.delete("Gone")
    file = BytesIO()
    write_po(file, catalog)
    place = tmp_path / "pl" / "LC_MESSAGES" / "lenet-app.po"
    place.parent.mkdir(parents=True)
    place.write_bytes(file.getvalue())
    return tmp_path


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 obrazów"),
        (1, "1 obraz"),
        (2, "2 obrazy"),
        (4, "4 obrazy"),
        (5, "5 obrazów"),
        (12, "12 obrazów"),
        (21, "21 obrazów"),
        (22, "22 obrazy"),
        (112, "112 obrazów"),
    ],
)
def test_a_number_takes_the_form_of_its_language(polish: Path, count: int, text: str) -> None:
    choose("pl", folder=polish)
    assert trn(*PICTURES, count).format(count=count) == text


def test_english_has_two_forms() -> None:
    told = [trn(*PICTURES, count).format(count=count) for count in (0, 1, 2, 21)]
    assert told == ["0 pictures", "1 picture", "2 pictures", "21 pictures"]


def test_what_is_translated_is_told_so_and_all_else_in_english(polish: Path) -> None:
    choose("pl", folder=polish)
    assert tr("Undo") == "Cofnij"
    assert tr('First\n"second"\\\ttab ' + 30 * "long ") == "Pierwszy\n„drugi”\\\ttab " + 30 * "długi "
    for text in ("Redo", "Clear", "Gone", "Never met", ""):
        assert tr(text) == text


def test_a_form_that_is_missing_is_english(polish: Path) -> None:
    choose("pl", folder=polish)
    told = [trn("{count} row", "{count} rows", count).format(count=count) for count in (1, 2, 5)]
    assert told == ["1 rząd", "2 rows", "5 rows"]


@pytest.mark.parametrize("name", ["pl", "pl_PL", "pl_PL.UTF-8", "pl-PL", "pl@latin"])
def test_a_language_is_found_by_each_of_its_names(polish: Path, name: str) -> None:
    choose(name, folder=polish)
    assert tr("Undo") == "Cofnij"


@pytest.mark.parametrize("name", ["xx", "C", "C.UTF-8", "POSIX", "en_GB.UTF-8", ""])
def test_an_unknown_language_is_english(polish: Path, name: str) -> None:
    choose(name, folder=polish)
    assert tr("Undo") == "Undo"


def test_the_first_language_that_is_there_is_taken(polish: Path) -> None:
    choose("xx", "pl", folder=polish)
    assert tr("Undo") == "Cofnij"
    choose("en", "pl", folder=polish)
    assert tr("Undo") == "Undo"


def test_the_program_s_own_variable_goes_before_the_system_s(polish: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "pl_PL.UTF-8")
    choose(folder=polish)
    assert tr("Undo") == "Cofnij"
    monkeypatch.setenv("LANGUAGE", "en:pl")
    choose(folder=polish)
    assert tr("Undo") == "Undo"
    monkeypatch.setenv(LANGUAGE_VARIABLE, "pl")
    choose(folder=polish)
    assert tr("Undo") == "Cofnij"


def test_a_translator_names_a_file_and_it_is_chosen_with_the_first_text(
    polish: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, str(polish / "pl" / "LC_MESSAGES" / "lenet-app.po"))
    assert tr("Undo") == "Cofnij"
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    assert tr("Undo") == "Cofnij"
