"""Tile an article's blocks into sentences with stable ids; in the flow between article and toponyms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ..languages import reading_language
from ..model import Article, Block, Sentence

# White space of several bytes in UTF-8, at which sentencex may end in a panic.
_SPACES = dict.fromkeys(map(ord, "\x85\u2028\u2029"), "\n")
_SPACES |= dict.fromkeys((*map(ord, "\xa0\u1680\u202f\u205f\u3000"), *range(0x2000, 0x200B)), " ")
_WINDOW, _LONGEST = 10_000, 20_000  # characters that are segmented at once; no sentence is longer
# Sentencex wrongly splits a sentence after a title that begins a passage ("Ms. Underwood"), and after
# initials behind a hyphen ("D-N.Y."), as measured on English local news.
_INITIAL = re.compile(r"(?<!\w{2})[A-Z]\.$")
_ORDINAL = "ºª"  # "18.º"


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    r"""Split every block of an article into sentences (sentencex; English rules for a language it lacks).

    A sentence is inside one block, without white space at its ends. The sentences and the gaps between them,
    joined, are ``article.text``; a gap holds only text outside all blocks, and white space.

    Returns
    -------
    tuple of Sentence
        In reading order, with ids ``s01``, ``s02``, … ``s100``. Ids and bounds do not depend on later text:
        a blank line and further text after it change neither (as long as the format and the language that
        are recognised stay the same), but the text after a last short line may turn it into a heading.
        ``repeats`` is set in a repeated block, if the earlier block has the same sentence. ``heading`` is
        the first sentence of the heading above a paragraph (in a repeat, above the earlier one), and None
        for other kinds. Empty for an article without blocks.

    Examples
    --------
    >>> from geo.reading.article import article_from_text
    >>> article = article_from_text("It rained. Dr. Roe left for St. Louis.\n\nIt cleared up.")
    >>> [(s.id, article.text[s.start : s.end]) for s in split_sentences(article)]
    [('s01', 'It rained.'), ('s02', 'Dr. Roe left for St. Louis.'), ('s03', 'It cleared up.')]
    """
    sentences: list[Sentence] = []
    ids: dict[str, dict[str, str]] = {}  # block id → words → sentence id
    heading: str | None = None
    headings: dict[str, str | None] = {}  # block id → the heading above it
    for block in article.blocks:
        earlier = ids.get(block.repeats, {}) if block.repeats else {}
        own = ids.setdefault(block.id, {})
        if block.kind == "heading":
            heading = f"s{len(sentences) + 1:02d}"
        elif block.kind in ("title", "comment"):
            heading = None
        # What stands above the headline may repeat it, and then comes before what it repeats.
        headings[block.id] = headings.get(block.repeats, heading) if block.repeats else heading
        under = headings[block.id] if block.kind == "paragraph" else None
        for start, end in _spans(article.text, block, block.language or article.language):
            number = f"s{len(sentences) + 1:02d}"
            words = " ".join(article.text[start:end].split())
            own.setdefault(words, number)
            sentences.append(Sentence(number, start, end, block.id, block.kind, earlier.get(words), under))
    return tuple(sentences)


@cache
def _before_a_name(language: str) -> re.Pattern[str]:
    """Return a pattern of a title that ends a text, and no sentence."""
    return re.compile(rf"(?:^|\s)[\"“(]?{reading_language(language).article.unfinished}\s*$")


def _spans(text: str, block: Block, language: str) -> Iterator[tuple[int, int]]:
    """Yield a block's sentences, code points of the article's text, ``end`` exclusive."""
    at = block.start
    for piece in _joined(_pieces(language, text[block.start : block.end]), _before_a_name(language)):
        words = piece.strip()
        start = at + piece.index(words)
        at += len(piece)
        yield start, start + len(words)


def _pieces(language: str, words: str) -> Iterator[str]:
    """Segment a block through a window: sentencex takes quadratic time if many quotations stay open.

    A sentence of the greatest length is cut there, between two words.
    """
    from sentencex import segment

    at, window, plain = 0, _WINDOW, words.translate(_SPACES)
    while at < len(words):
        pieces = segment(language, plain[at : at + window])
        if at + window < len(words):
            if len(pieces) == 1 and window < _LONGEST:
                window *= 2
                continue
            pieces = pieces[:-1] or [pieces[0].rpartition(" ")[0] or pieces[0]]
        for length in map(len, pieces):
            yield words[at : at + length]
            at += length
        window = _WINDOW


def _joined(pieces: Iterable[str], title: re.Pattern[str]) -> Iterator[str]:
    """Join pieces that sentencex split wrongly: without a letter or digit, after titles or initials."""
    sentence: list[str] = []
    wordy = False
    for piece in pieces:
        has_words = any(map(str.isalnum, piece))
        if wordy and has_words and not _unfinished(sentence[-1], piece, title):
            yield "".join(sentence)
            sentence, wordy = [], False
        sentence.append(piece)
        wordy = wordy or has_words
    if sentence:
        yield "".join(sentence)


def _unfinished(before: str, piece: str, title: re.Pattern[str]) -> bool:
    return (
        title.search(before[-10:]) is not None
        or piece[0] in _ORDINAL
        or (piece[0].isupper() and _INITIAL.search(before[-4:]) is not None)
    )
