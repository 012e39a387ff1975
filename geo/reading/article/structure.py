"""The role of every run: title, heading, paragraph, comment, furniture; and the repeats."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from ..dates import is_date
from .layout import Draft
from .lines import (
    date_after_place,
    ends_sentence,
    is_comment_frame,
    is_comments_heading,
    is_desk_line,
    is_furniture,
    is_person,
    is_short,
    is_title,
    split_byline,
)
from .people import names_of

_PROSE = 120  # a longer run (characters) is prose even without a closing mark
_UNSPACED = 20  # characters between two spaces, on average; with more the script has none between words
_TOP = 3  # bylines and dates stand above the third paragraph
_SUBSTANTIAL = 40  # characters; a shorter passage that recurs is a refrain, not a repeat
_BODY = 3  # paragraphs; a repeat of at least so many is a second copy of the body, not a repeated teaser


def assign_roles(text: str, drafts: list[Draft], writers: Sequence[str] = ()) -> list[Draft]:
    """Give every draft its kind, find repeats and comments; a draft may be split in two.

    Parameters
    ----------
    text
        The article's text.
    drafts
        Its runs in order; a kind that markup has already given is kept.
    writers
        Names of its writers that the file declares: a line of nothing else is a byline.

    Returns
    -------
    list of Draft
        In order, each with a kind. Empty for an empty list.
    """
    drafts = _read_top_and_tail(text, drafts, frozenset(map(str.casefold, writers)))
    _find_headings(text, drafts)
    return _find_repeats(text, drafts)


def _is_prose(words: str) -> bool:
    unspaced = len(words) > _UNSPACED * max(3, len(words.split()))
    return len(words) > _PROSE or ends_sentence(words) or unspaced


def _read_top_and_tail(text: str, drafts: list[Draft], writers: frozenset[str]) -> list[Draft]:
    """Find title, byline, date, furniture and the comments section."""
    last_prose = max((i for i, d in enumerate(drafts) if not d.kind and _is_prose(d.slice(text))), default=-1)
    title = next((d for d in drafts if d.kind == "title"), None)
    title_words = normalised(title.slice(text)) if title else None
    out: list[Draft] = []
    paragraphs = 0
    commenting = False
    for i, draft in enumerate(drafts):
        out.append(draft)
        words = draft.slice(text)
        if draft.kind not in (None, "heading", "comment"):
            continue
        if paragraphs and is_comments_heading(words):
            draft.kind, draft.level, commenting = "furniture", 0, True
        elif commenting or draft.kind == "comment":
            draft.kind, draft.level = "furniture" if is_comment_frame(words) else "comment", 0
        elif title and normalised(words) == title_words:
            draft.kind, draft.level, draft.repeats = "title", 0, title
        elif _is_signed(words, writers):
            draft.kind, draft.level = "byline", 0
        elif draft.kind == "heading":
            continue
        elif is_furniture(words) or is_desk_line(words):
            draft.kind = "furniture"
        elif paragraphs < _TOP and (end := split_byline(words)) is not None:
            draft.kind = "byline"
            if end < len(words):
                out.append(Draft(draft.start + end, draft.end, "date"))
                draft.end = draft.start + len(words[:end].rstrip())
        elif title and not paragraphs and is_person(words):
            draft.kind = "byline"
        elif paragraphs < _TOP and (is_date(words) or date_after_place(words)):
            draft.kind = "date"
        elif _continues_byline(text, out):
            draft.kind = "byline"
        elif title is None and not paragraphs and i < last_prose and is_title(words):
            draft.kind, title, title_words = "title", draft, normalised(words)
        elif _is_prose(words):
            paragraphs += 1
    return out


def _is_signed(words: str, writers: frozenset[str]) -> bool:
    """Whether a short run names only writers that the file declares."""
    if not writers or len(words) > 160:
        return False
    names = names_of(words)
    return bool(names) and all(name.casefold() in writers for name in names)


def _continues_byline(text: str, out: list[Draft]) -> bool:
    """Whether the last run is the line under a byline: the agency, the writer's post."""
    if len(out) < 2 or out[-2].kind != "byline":
        return False
    gap = text[out[-2].end : out[-1].start]
    words = out[-1].slice(text)
    return gap in ("\n", "\r\n", "\r") and len(words.split()) <= 5 and is_short(words)


def _find_headings(text: str, drafts: list[Draft]) -> None:
    """Mark one or two short runs right above prose as headings, and the rest as paragraphs."""
    body = [draft for draft in drafts if draft.kind is None]
    runs = [(short, list(run)) for short, run in groupby(body, key=lambda draft: is_short(draft.slice(text)))]
    marked = any(draft.kind == "heading" for draft in drafts)  # then the markup shows the headings
    for (short, run), (_, following) in pairwise(runs):
        if not marked and short and len(run) <= 2 and _is_prose(following[0].slice(text)):
            for draft in run:
                draft.kind, draft.level = "heading", 2
    for draft in body:
        draft.kind = draft.kind or "paragraph"


def normalised(words: str) -> str:
    """Collapse white space, so that a passage is found again if it is wrapped in another way."""
    return " ".join(words.split())


def _find_repeats(text: str, drafts: list[Draft]) -> list[Draft]:
    """Mark passages that repeat an earlier one, in linear time, and everything after a second body."""
    passages = _Passages(text, [draft for draft in drafts if draft.kind != "furniture"])
    drafts = sorted(drafts + passages.mark(), key=lambda draft: draft.start)
    after = passages.after_body
    if after is not None:
        _read_comments(text, [draft for draft in drafts if draft.start > after and not draft.repeats])
    return drafts


class _Passages:
    """The drafts of an article, of which some repeat earlier ones; what is short is never a repeat.

    ``first`` and ``begins`` are words → the first draft that has them, or begins with them; ``body`` the
    paragraphs that are new, ``after_body`` where a second copy of the whole body begins.
    """

    def __init__(self, text: str, drafts: list[Draft]) -> None:
        self.text = text
        self.drafts = drafts
        self.words = [normalised(draft.slice(text)) for draft in drafts]
        self.first: dict[str, int] = {}
        self.begins: dict[str, int] = {}
        self.body: list[int] = []
        self.after_body: int | None = None

    def mark(self) -> list[Draft]:
        """Mark the repeats; return those that were cut off from the beginning of a longer draft."""
        cut: list[Draft] = []
        at = 0
        while at < len(self.drafts):
            source, length, partly = self._repeated(at)
            if source < 0:
                self._add(at)
                at += 1
                continue
            for step in range(length):
                _repeat(self.drafts[at + step], self.drafts[source + step])
            end = source + length + partly
            whole = len(self.body) >= _BODY and source <= self.body[0] and self.body[-1] < end
            if whole and self.after_body is None:
                self.after_body = self.drafts[at].start
            at += length
            if partly:
                cut.append(_split(self.text, self.drafts[at], self.drafts[source + length]))
                self.first.setdefault(normalised(self.drafts[at].slice(self.text)), at)
                self.body.append(at)
                at += 1
        return cut

    def _repeated(self, at: int) -> tuple[int, int, bool]:
        """Return the earlier draft from which drafts from `at` on are repeated (-1: none), and how many.

        Also whether the next one begins with the words of the next of those.
        """
        words = self.words
        source = self.first.get(words[at], self.begins.get(words[at][:_SUBSTANTIAL], -1))
        if source < 0:
            return -1, 0, False
        length = 0
        while at + length < len(words) and words[source + length] == words[at + length]:
            length += 1
        partly = at + length < len(words) and _begins_with(words[at + length], words[source + length])
        size = sum(map(len, words[at : at + length])) + (len(words[source + length]) if partly else 0)
        return (source, length, partly) if size >= _SUBSTANTIAL else (-1, 0, False)

    def _add(self, at: int) -> None:
        words = self.words[at]
        self.first.setdefault(words, at)
        if len(words) >= _SUBSTANTIAL:
            self.begins.setdefault(words[:_SUBSTANTIAL], at)
        if self.drafts[at].kind == "paragraph":
            self.body.append(at)


def _repeat(draft: Draft, source: Draft) -> None:
    origin = source.repeats or source
    if draft is not origin:
        draft.kind, draft.level, draft.repeats = origin.kind, origin.level, origin


def _begins_with(words: str, earlier: str) -> bool:
    if len(earlier) < _SUBSTANTIAL or len(words) <= len(earlier) or not words.startswith(earlier):
        return False
    return words[len(earlier)] == " " or not earlier[-1].isalnum()


def _split(text: str, draft: Draft, source: Draft) -> Draft:
    """Cut off, and return, the beginning of a draft that repeats the whole of an earlier one."""
    left = sum(1 for character in source.slice(text) if not character.isspace())
    end = draft.start
    while left:
        left -= not text[end].isspace()
        end += 1
    repeat = Draft(draft.start, end, draft.kind)
    _repeat(repeat, source)
    while text[end].isspace():
        end += 1
    draft.start = end
    return repeat


def _read_comments(text: str, drafts: list[Draft]) -> None:
    # Text below a second copy of the whole body is not body: it is from readers or from the site.
    for draft in drafts:
        frame = draft.kind == "furniture" or is_comment_frame(draft.slice(text))
        draft.kind, draft.level = "furniture" if frame else "comment", 0
