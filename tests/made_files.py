# ruff: noqa: E501
"""Binary files that hold the article of `articles/made.json`, made in memory: the same bytes every time."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

STORY: dict[str, Any] = json.loads((Path(__file__).parent / "articles" / "made.json").read_text("utf-8"))
HTML = f"<h1>{STORY['title']}</h1><p>{STORY['byline']}</p>" + "".join(
    f"<p>{p}</p>" for p in STORY["paragraphs"]
)
PAGE = f"<!DOCTYPE html><html lang='en'><head><title>{STORY['title']}</title></head><body><article>{HTML}</article></body></html>"
TEXT = "\n\n".join([STORY["title"], STORY["byline"], *STORY["paragraphs"]]) + "\n"
LONG = "An earlier chapter tells of the rain that fell on the hills for a week. " * 5


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def docx() -> bytes:
    def p(words: str, style: str = "", extra: str = "") -> str:
        look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{look}<w:r><w:t>{escape(words)}</w:t></w:r>{extra}</w:p>"

    gone = f"<w:del><w:r><w:delText>{STORY['deleted']}</w:delText></w:r></w:del>"
    first, *rest = STORY["paragraphs"]
    half = len(first) // 2
    added = f"<w:ins><w:r><w:t>{escape(first[half:])}</w:t></w:r></w:ins>"
    body = [p(STORY["title"], "T1"), p(STORY["subtitle"], "Subtitle"), p(STORY["byline"])]
    body += [f"<w:p><w:r><w:t xml:space='preserve'>{escape(first[:half])}</w:t></w:r>{added}</w:p>"]
    body += [*(p(words) for words in rest), p("", "", gone), p(STORY["caption"], "Caption")]
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{"".join(body)}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{main}"><w:style w:styleId="T1"><w:name w:val="Title"/></w:style></w:styles>',
            "docProps/core.xml": '<c xmlns:dc="d"><dc:title>draft 7</dc:title><dc:creator>admin</dc:creator></c>',
        }
    )


def odt() -> bytes:
    spaces = 'xmlns:office="o" xmlns:text="t" xmlns:style="s"'
    rows = [f'<text:p text:style-name="P1">{STORY["title"]}</text:p>']
    rows += [
        f'<text:p text:style-name="Subtitle">{STORY["subtitle"]}</text:p><text:p>{STORY["byline"]}</text:p>'
    ]
    rows += [f"<text:p>{p}</text:p>" for p in STORY["paragraphs"]]
    style = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    content = f"<office:document-content {spaces}>{style}<office:body><office:text>{''.join(rows)}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub() -> bytes:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="d"><metadata><dc:title>The Post</dc:title><dc:language>en</dc:language>'
        '</metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="t/b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    chapter = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="x/p.opf"/></rootfiles></container>',
            "x/p.opf": package,
            "x/a.xhtml": chapter.format(f"<h1>Rain</h1><p>{LONG}</p>"),
            "x/t/b.xhtml": chapter.format(HTML),
        }
    )


def pdf_of(pages: list[list[tuple[float, float, float, str]]], scale: float = 1) -> bytes:
    """Write a PDF: of each page the lines, as (x, y, size, words); a browser writes pixels, scaled by .75."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(
            f"BT /F1 {size / scale} Tf {scale} 0 0 {scale} {x} {y} Tm ({words.replace('(', '[').replace(')', ']')}) Tj ET\n"
            for x, y, size, words in lines
        )
        objects.append(f"<</Length {len(shown)}>>stream\n{shown}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out, places = "%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{words}endobj\n"
    begin = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{at:010} 00000 n \n" for at in places
    )
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{begin}\n%%EOF\n"
    return out.encode("cp1252")


def wrapped(words: str, width: int) -> list[str]:
    """Wrap words; a word over seven letters that does not fit is cut with a hyphen."""
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) + 1 <= width:
            line = f"{line} {word}".strip()
        elif len(word) > 7 and word.isalpha() and len(line) + 5 < width:
            lines.append(f"{line} {word[:4]}-")
            line = word[4:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def pdf() -> bytes:
    lines = [(60.0, 760.0, 22.0, STORY["title"]), (60.0, 730.0, 11.0, STORY["byline"])]
    y = 700.0
    for paragraph in STORY["paragraphs"]:
        for words in wrapped(paragraph, 80):
            lines.append((60.0, y, 11.0, words))
            y -= 14
        y -= 10
    return pdf_of([lines])


def columns() -> bytes:
    """Two columns on each of two pages, the right one written first, with running heads and page numbers."""
    rows = [words for paragraph in STORY["paragraphs"] for words in [*wrapped(paragraph, 40), ""]]
    parts = [rows[n : n + 5] for n in range(0, len(rows), 5)]
    pages = []
    for sheet in range(0, len(parts), 2):
        page = [(60.0, 815.0, 9.0, STORY["running"]), (290.0, 25.0, 9.0, str(sheet // 2 + 1))]
        if sheet == 0:
            page += [(60.0, 760.0, 22.0, STORY["title"]), (60.0, 735.0, 10.0, STORY["byline"])]
        for side in (1, 0):
            y = 700.0
            for words in parts[sheet + side] if sheet + side < len(parts) else []:
                if words:
                    page.append((60.0 + 260 * side, y, 10.0, words))
                y -= 13
        pages.append(page)
    return pdf_of(pages)


def printed() -> bytes:
    """Two narrow columns with little between them, as a browser prints a page: scaled, with date and address."""
    lines = [(60.0, 760.0, 22.0, STORY["title"])]
    lines += [(24.0, 818.0, 8.0, "11/30/26, 10:47 AM"), (24.0, 16.0, 8.0, "https://example.org/flood 1/1")]
    rows = [words for paragraph in STORY["paragraphs"] for words in [*wrapped(paragraph, 48), ""]]
    half = (len(rows) + 1) // 2
    for side, part in enumerate(([STORY["byline"], "", *rows[:half]], rows[half:])):
        for n, words in enumerate(part):
            if words:
                lines.append((60.0 + 252 * side, 700.0 - 13 * n, 11.0, words))
    return pdf_of([lines], 0.75)


def several() -> bytes:
    return zipped({"docx.docx": docx(), "odt.odt": odt(), "epub.epub": epub()})


def gzipped() -> bytes:
    return gzip.compress(TEXT.encode(), mtime=0)


def archive() -> bytes:
    return zipped(
        {"a/flood.html": PAGE, "b.txt": f"Rain\n\n{LONG}\n", "__MACOSX/x": b"\0\1", "c.png": b"\x89PNG\r\n"}
    )


def warc() -> bytes:
    def record(kind: str, body: str) -> bytes:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        head += f"WARC-Target-URI: https://example.org/\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(body.encode())}\r\n\r\n"
        return (head + body + "\r\n\r\n").encode()

    page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}"
    gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html><p>Nothing in Rome</p></html>"
    picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxx"
    return b"".join(gzip.compress(record("response", body), mtime=0) for body in (gone, picture, page))


MADE = {
    "docx": docx,
    "odt": odt,
    "epub": epub,
    "pdf": pdf,
    "columns": columns,
    "printed": printed,
    "several": several,
    "gzip": gzipped,
    "zip": archive,
    "warc": warc,
}
"""Kind of file → what makes it."""
