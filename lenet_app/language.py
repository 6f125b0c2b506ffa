"""The user's language: every sentence that is read passes through `tr`, or `trn` where a number decides its form.

A catalogue is a .po file as translators write it, in locale/<language>/LC_MESSAGES/, and read as it stands: nothing
has to be built, and nothing can be stale. It is chosen once, with the first text that is asked for; English needs none.
"""

import gettext
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

LANGUAGE_VARIABLE = "LENET_APP_LANGUAGE"
"""The environment variable that goes before the system's language: `pl`, `zh_CN`, or the path of a .po file."""

# In the package in every kind of installation, so that `paths`, which has texts of its own, is not needed.
_FOLDER = Path(__file__).resolve().parent / "locale"
_SYSTEM_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_chosen: gettext.NullTranslations | None = None


def tr(text: str) -> str:
    """The English `text` in the user's language, its {placeholders} kept."""
    return (_chosen or choose()).gettext(text)


def trn(one: str, many: str, count: int) -> str:
    """The form for `count` of an English text, in the user's language, its {placeholders} kept.

    Args:
        one: the text for 1, with the number as `{count}`: other languages take this form for other numbers, too.
        many: the text for every other number.
        count: decides the form; the caller puts it into the text.
    """
    return (_chosen or choose()).ngettext(one, many, count)


def choose(*languages: str, folder: Path = _FOLDER) -> gettext.NullTranslations:
    """Take the first language that there is a catalogue for, else English, for all texts from now on.

    Args:
        languages: as LENET_APP_LANGUAGE names them, the dearest first; without any the environment is asked.
        folder: where the catalogues lie.
    """
    global _chosen  # noqa: PLW0603 - one language for the whole process
    _chosen = _first_of(languages or _wanted(), folder)
    return _chosen


def _wanted() -> tuple[str, ...]:
    """The languages of the program's own variable, else of the first of the system's that is set."""
    for variable in (LANGUAGE_VARIABLE, *_SYSTEM_VARIABLES):
        if value := os.environ.get(variable):
            return (value,) if variable == LANGUAGE_VARIABLE else tuple(value.split(":"))
    return _wanted_by_windows()


def _wanted_by_windows() -> tuple[str, ...]:
    if sys.platform != "win32":
        return ()
    import ctypes  # noqa: PLC0415 - only there
    import locale  # noqa: PLC0415

    return (locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""),)


def _first_of(languages: tuple[str, ...], folder: Path) -> gettext.NullTranslations:
    for language in languages:
        for place in _places(language, folder):
            if place.is_file():
                with place.open("rb") as file:
                    return _Catalogue(file)
        if language.startswith("en"):
            break
    return gettext.NullTranslations()


def _places(language: str, folder: Path) -> Iterator[Path]:
    """Where the catalogue of a language may lie: of `pl_PL.UTF-8` in pl_PL, else in pl."""
    if language.endswith(".po"):
        yield Path(language)
    name = re.split(r"[.@]", language)[0].replace("-", "_")
    for folder_name in dict.fromkeys((name, name.partition("_")[0])):
        yield folder / folder_name / "LC_MESSAGES" / "lenet-app.po"


class _Catalogue(gettext.NullTranslations):
    """The texts of a .po file; one that is not translated, or marked as fuzzy, stays English."""

    def _parse(self, fp: "gettext._TranslationsReader") -> None:  # gettext's own place for other formats than its .mo
        self._forms: dict[str, dict[int, str]] = {}
        self._form_of = gettext.c2py("n != 1")
        for entry in _entries(fp.read().decode("utf-8-sig")):
            if not entry["msgid"]:
                if rule := re.search(r"plural=([^;\n]+)", entry["msgstr"]):
                    self._form_of = gettext.c2py(rule[1])
                continue
            forms = {int(key[7:-1] or 0): text for key, text in entry.items() if key.startswith("msgstr") and text}
            self._forms[entry["msgid"]] = forms

    def gettext(self, message: str) -> str:
        return self._forms.get(message, {}).get(0, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._forms.get(msgid1, {}).get(self._form_of(n)) or super().ngettext(msgid1, msgid2, n)


def _entries(text: str) -> Iterator[dict[str, str]]:
    """What stands under each keyword (msgid, msgid_plural, msgstr, msgstr[0], …) of every entry, header included."""
    for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")):
        entry: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if line.strip() and not line.startswith("#"):
                name, quote, rest = line.strip().partition('"')
                keyword = name.strip() or keyword
                entry[keyword] = entry.get(keyword, "") + json.loads(quote + rest, strict=False)
        is_fuzzy = re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE) is not None
        if entry and not (is_fuzzy and entry["msgid"]):
            yield entry
