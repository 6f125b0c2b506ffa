"""The page of drawing, layers and answer, as HTML or as PDF."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from lenet_app.gui.inside.keep.keepsake import Form, Keepsake
from lenet_app.inspection.one_page import WIDTH, OnePage, as_html
from lenet_app.language import tr
from lenet_app.storage.files import write_whole

_MARGIN = 12
"""Millimetres around the page."""


def page_keepsake(page: OnePage) -> Keepsake:
    """The page in both forms."""

    def write_html(path: Path) -> None:
        write_whole(path, as_html(page).encode())

    def write_pdf(path: Path) -> None:
        write_whole(path, as_pdf(as_html(page), page.answer))

    title = tr("One page: drawing, layers, answer")
    name = f"{page.model} {page.recognition.label}"
    return Keepsake(title, name, {Form.HTML: lambda: write_html, Form.PDF: lambda: write_pdf})


def as_pdf(html: str, title: str) -> bytes:
    """The document on one sheet of A4, as large as it fits; from any thread, as Qt lays out documents in any."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setHtml(html)
    document.setTextWidth(WIDTH)
    painter = QPainter(writer)
    room = QRectF(painter.viewport())
    scale = min(room.width() / WIDTH, room.height() / document.size().height())
    painter.scale(scale, scale)
    document.drawContents(painter)
    painter.end()
    return bytes(content.data())
