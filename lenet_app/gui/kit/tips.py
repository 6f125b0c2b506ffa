"""Tooltips that show a text as it stands."""

from html import escape

from PySide6.QtGui import Qt


def plain(text: str) -> str:
    """The tooltip for a text that others wrote, such as a title: Qt takes what looks like markup for markup."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if Qt.mightBeRichText(text) else text
