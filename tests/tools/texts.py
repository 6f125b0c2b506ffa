"""The catalogue of all texts, for translators, and a pseudo-language that shows what a translation would meet.

Run `make texts` to write lenet_app/locale/lenet-app.pot, `make pseudo` to write build/pseudo.po as well. With `--check`
nothing is written: what the catalogue lacks, and what the code has no more, is printed, and the exit status is 1 then.
"""

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.tools.pseudo import pseudo

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "lenet_app"
TEMPLATE = CODE / "locale" / "lenet-app.pot"
PSEUDO = ROOT / "build" / "pseudo.po"

_KEYWORDS = {"tr": None, "trn": (1, 2)}
_COMMENTS = "Translators:"
# Without a date, so that the same texts make the same file, and without plural forms, which each language brings.
_HEADER = """\
# The texts of lenet-app. `make texts` writes this file.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

"""


def main() -> int:
    """Write or check the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--pseudo", action="store_true", help="write the pseudo-language, too")
    options = parser.parse_args()
    if options.check:
        faults = differences(CODE, TEMPLATE)
        print("\n".join(faults), file=sys.stderr)
        return 1 if faults else 0
    TEMPLATE.write_bytes(written(extracted(CODE)))
    if options.pseudo:
        PSEUDO.parent.mkdir(exist_ok=True)
        PSEUDO.write_bytes(written(in_pseudo(extracted(CODE))))
        print(f"LENET_APP_LANGUAGE={PSEUDO.relative_to(ROOT)} shows the program in it")
    return 0


def extracted(code: Path) -> Catalog:
    """Every text that the modules below a folder pass to `tr` and `trn`, by file."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(
        code, [("**.py", "python")], keywords=_KEYWORDS, comment_tags=(_COMMENTS,), strip_comment_tags=True
    )
    for file, _line, text, comments, context in found:
        catalog.add(text, None, [(f"{code.name}/{file}", 0)], auto_comments=comments, context=context)
    return catalog


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file, texts in the order of their files."""
    file = BytesIO()
    write_po(file, catalog, width=100, omit_header=True, sort_by_file=True, include_lineno=False)
    return _HEADER.encode() + file.getvalue()


def differences(code: Path, template: Path) -> list[str]:
    """A line for each text that the catalogue lacks, and for each that the code has no more."""
    now = extracted(code)
    before = template.read_bytes() if template.is_file() else b""
    if written(now) == before:
        return []
    there, known = set(_texts(now)), set(_texts(read_po(BytesIO(before))))
    missing = [f"not in {template.name}: {text!r}" for text in sorted(there - known)]
    dead = [f"in {template.name}, but not in the code: {text!r}" for text in sorted(known - there)]
    return [*missing, *dead] or [f"{template.name} tells comments or files otherwise than the code"]


def _texts(catalog: Catalog) -> Iterator[tuple[str, ...]]:
    for message in catalog:
        if message.id:
            yield _forms(message)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def in_pseudo(catalog: Catalog) -> Catalog:
    """The same texts, each translated into the pseudo-language."""
    for message in catalog:
        if message.id:
            forms = tuple(pseudo(text) for text in _forms(message))
            message.string = forms if message.pluralizable else forms[0]
    return catalog


if __name__ == "__main__":
    sys.exit(main())
