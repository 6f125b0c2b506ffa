"""Translation of the texts that are made outside the window.

The core may not know Qt, but its sentences are read by users. They pass through `tr`, which hands the English text
back until the window (or anybody else) installs a translator.
"""

from collections.abc import Callable

Translator = Callable[[str], str]


def _untranslated(text: str) -> str:
    return text


_translator: Translator = _untranslated


def install_translator(translator: Translator | None) -> None:
    """Translate all later texts of the core with `translator`; None goes back to English."""
    global _translator  # noqa: PLW0603 - one language for the whole process, as in Qt itself
    _translator = translator or _untranslated


def tr(text: str) -> str:
    """The English `text` in the user's language, its {placeholders} kept."""
    return _translator(text)
