"""Text of files in UTF-8, whatever it was written in."""

import codecs

ENCODING = b"ltoplan-encoding"
"""Under this key a table says what its file was read as, where that is not UTF-8."""
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def in_utf8(content: bytes) -> tuple[bytes, str]:
    """The text in UTF-8 without a byte order mark, and what it was read as; empty where that is UTF-8.

    UTF-16 says so with its mark. What else is no UTF-8 is read as Windows-1252, which old office programs write.

    >>> in_utf8("Köln".encode("cp1252"))[0].decode(), in_utf8("Köln".encode())[1]
    ('Köln', '')

    Raises:
        UnicodeDecodeError: The bytes are no text.
    """
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    if marked:
        return content.decode(marked).encode(), marked.upper()
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\x00" in content:
            raise
        return content.decode("cp1252").encode(), "Windows-1252"
    return content.removeprefix(codecs.BOM_UTF8), ""
