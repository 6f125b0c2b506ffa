"""Tooltips that show a text as it stands."""

from html import escape

from PySide6.QtGui import Qt, QTextDocumentFragment


def plain(text: str) -> str:
    """The tooltip for a text that others wrote, such as a title: Qt takes what looks like markup for markup."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if is_rich(text) else text


def is_rich(text: str) -> bool:
    """Whether Qt takes a tooltip for markup."""
    return Qt.mightBeRichText(text)


def without_markup(text: str) -> str:
    """What is read of a tooltip, whether it has markup or not."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if is_rich(text) else text
