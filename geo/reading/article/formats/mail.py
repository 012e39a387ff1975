"""E-mail: newsletters, forwarded articles, and web pages that a browser saved as one (MHTML)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from ....errors import ArticleError
from ...dates import iso_moment
from ..decoding import EXPECTED
from ..html import read_html_file
from ..layout import plain_drafts
from ..pages import Page, filled, head_of
from ..rules import line_rules

_SIGNATURE = re.compile(r"^-- \r?\n.*\Z", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"^>.*\r?\n?", re.MULTILINE)
_MOST_PARTS = 500


def mail(data: bytes, where: str) -> list[Page]:
    """Read a message: its HTML, else its plain text; signature and quoted lines left out."""
    try:
        message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
        header = {key.lower(): " ".join(str(value).split()) for key, value in message.items()}
        parts = _parts(message)
        html, plain = (_content(parts, kind) for kind in ("html", "plain"))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError) as error:
        said = " ".join(str(error).split())[:80]
        raise ArticleError(f"{where}: damaged e-mail ({said}); expected {EXPECTED}; save its text") from None
    saved = "snapshot-content-location" in header
    subject = line_rules().forwarded.sub("", header.get("subject", ""))
    if html.strip():
        page = read_html_file(html, where)
    else:
        text = _QUOTED.sub("", _SIGNATURE.sub("", plain)).strip()
        if not text:
            raise ArticleError(
                f"{where}: e-mail without text; expected {EXPECTED}; save what is attached to it"
            )
        if subject:
            text = f"{subject}\n\n{text}"
        page = Page(text, plain_drafts(text))
        if subject:
            page.drafts[0].kind = "title"
    name, address = parseaddr(header.get("from", ""))
    said_by = head_of(
        {"title": "Subject", "date": "Date", "publisher": "From", "url": "Location"},
        title=subject,
        date=iso_moment(header.get("date", "")),
        url=header.get("snapshot-content-location"),
        publisher=None if saved else name or address.rpartition("@")[2],
    )
    # A newsletter's sender is its publisher, not the writer; its page's own head counts more than the mail's.
    return [Page(page.text, page.drafts, filled(page.head, said_by), page.language)]


def _parts(message: EmailMessage) -> list[EmailMessage]:
    parts: list[EmailMessage] = []
    for part in message.walk():
        if len(parts) == _MOST_PARTS:
            break
        if not part.is_multipart() and not part.get_filename():
            parts.append(part)
    return parts


def _content(parts: list[EmailMessage], kind: str) -> str:
    """Decode the first part of a kind."""
    for part in parts:
        if part.get_content_maintype() == "text" and part.get_content_subtype() == kind:
            raw = part.get_payload(decode=True)
            charset = part.get_content_charset() or "utf-8"
            data = raw if isinstance(raw, bytes) else str(raw).encode("utf-8", "replace")
            try:
                return data.decode(charset).replace("\0", "")
            except (LookupError, UnicodeDecodeError):
                return data.decode("utf-8" if _is_utf8(data) else "cp1252", "replace").replace("\0", "")
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
