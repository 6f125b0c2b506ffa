"""Files without a picture that this program decodes, told by their first bytes, with what to do instead."""

from typing import BinaryIO

from lenet_app.errors import UserError
from lenet_app.language import tr

_HEAD = 1024  # bytes, within which a PDF has to name itself (ISO 32000-1, annex H.3.4.1)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs")  # ISO/IEC 23008-12, annex B
_FILE_TYPE = b"ftyp"
_PNG_SIZES = slice(16, 24)  # width and height, four bytes each


def refuse_documents(file: BinaryIO, name: str) -> None:
    """Read the head of `file` and set it back to its beginning.

    Raises:
        UserError: it is a HEIC photo, a PDF, or a PNG without pixels.
    """
    head = file.read(_HEAD)
    file.seek(0)
    if _is_heic(head):
        raise UserError(tr("{file} is a HEIC photo; save or share it as JPEG first.").format(file=name))
    if _is_pdf(head):
        sentence = tr("{file} is a PDF; open it, and save or paste the page as a picture.")
        raise UserError(sentence.format(file=name))
    if _is_empty_png(head):
        raise UserError(tr("{file} has no pixels.").format(file=name))


def _is_heic(head: bytes) -> bool:
    """Whether the file type names HEVC among its brands; AVIF, of the same family, does not."""
    if head[4:8] != _FILE_TYPE:
        return False
    brands = head[8 : min(int.from_bytes(head[:4], "big"), len(head))]
    return any(brands[place : place + 4] in _HEIC for place in range(0, len(brands), 4))


def _is_pdf(head: bytes) -> bool:
    """Whether the file names itself a PDF, and nothing before that is another format's beginning."""
    return head.startswith(b"%PDF-") or (b"%PDF-" in head and head.lstrip()[:1] in (b"%", b"@", b""))


def _is_empty_png(head: bytes) -> bool:
    """Whether a PNG's header, which has to come first, gives it no width or no height; Pillow takes it for no PNG."""
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR" or len(head) < _PNG_SIZES.stop:
        return False
    sizes = head[_PNG_SIZES]
    return not any(sizes[:4]) or not any(sizes[4:])
