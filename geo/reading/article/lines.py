"""What a line is, seen alone: a byline, a date, a dateline, furniture, the heading over comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...model import Block, Head, HeadFact
from ..dates import is_date, is_date_word, iso_moment
from .people import names_of
from .rules import line_rules

# --- prose -----------------------------------------------------------------------------------------------

_END = re.compile(r"[.!?…:;,。！？؟।։][\"'”’»)\]\s]*$")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def ends_sentence(words: str) -> bool:
    """Whether a line ends with a closing mark; quotation marks after it do not count.

    Examples
    --------
    >>> ends_sentence("“It rained.”"), ends_sentence("Schools closed"), ends_sentence("Storm nears U.S.")
    (True, False, False)
    """
    tail = words[-40:]
    return _END.search(tail) is not None and _INITIALS.search(tail) is None


def is_short(words: str) -> bool:
    """Whether a run could be a heading: up to 14 words and 100 characters, not a list item, not closed.

    Examples
    --------
    >>> is_short("Schools closed"), is_short("- bread"), is_short("It rained.")
    (True, False, False)
    """
    return (
        len(words) <= 100
        and len(words.split()) <= 14
        and (words[0].isalnum() or words[0] in "“‘\"'«¿¡")
        and not words[0].islower()
        and not ends_sentence(words)
        and "\t" not in words  # the row of a table
        and any(map(str.isalpha, words))
    )


def is_title(words: str) -> bool:
    """Whether a run could be a title: at most 30 words and 250 characters, not closed by a full stop.

    Examples
    --------
    >>> is_title("Will the river rise again?"), is_title("It rained.")
    (True, False)
    """
    bare = words.rstrip("\"'”’»")
    return (
        len(words) <= 250
        and len(words.split()) <= 30
        and any(map(str.isalpha, words))
        and (not ends_sentence(words) or bare.endswith(("?", "!")))
    )


# --- furniture and comments --------------------------------------------------------------------------------


def is_furniture(words: str) -> bool:
    """Whether a run belongs to the site, not to the article: buttons, credits, copyright lines.

    Examples
    --------
    >>> is_furniture("Share"), is_furniture("© 2019 The Post"), is_furniture("Share prices fell.")
    (True, True, False)
    """
    rules = line_rules()
    return len(words) <= 300 and (
        rules.furniture.fullmatch(words) is not None or rules.rights.search(words) is not None
    )


def is_desk_line(words: str) -> bool:
    """Whether a run of wire copy is from the desk to editors, or ends the story: a slug, an embargo, "-30-".

    Examples
    --------
    >>> is_desk_line("ENDS"), is_desk_line("Eds: Updates with quotes"), is_desk_line("The road ends.")
    (True, True, False)
    """
    rules = line_rules()
    if len(words) > 300:
        return False
    return (
        rules.ends.fullmatch(words) is not None or rules.desk.fullmatch(words) is not None or _is_slug(words)
    )


_SLUG = re.compile(r"[A-Z][A-Z0-9&]*(?:[-/][A-Z0-9&]+)+(?:\s\([^()]{1,40}\))?|[a-z]{1,3}\d{3,4}")


def _is_slug(words: str) -> bool:
    """Whether a line is the short name of a story ("BC-FLOOD/RIVER (UPDATE 1)")."""
    return len(words) <= 60 and _SLUG.fullmatch(words) is not None


def is_comments_heading(words: str) -> bool:
    """Whether a line is the heading above the readers' comments.

    Examples
    --------
    >>> is_comments_heading("3 Comments"), is_comments_heading("Comments on the law")
    (True, False)
    """
    return len(words) <= 40 and line_rules().comments.fullmatch(words) is not None


def is_comment_frame(words: str) -> bool:
    """Whether a run among comments is not a comment: a button, a writer's name, a date.

    Examples
    --------
    >>> is_comment_frame("Share"), is_comment_frame("jane says:"), is_comment_frame("I live there, it rained")
    (True, True, False)
    """
    return (
        (len(words) <= 30 and len(words.split()) <= 3)
        or is_furniture(words)
        or is_date(words)
        or line_rules().says.fullmatch(words) is not None
    )


# --- bylines and datelines -----------------------------------------------------------------------------

_DAY = r"(?:[^\W\d_]{3,9}\.?\s+\d{1,2}(?:,\s+\d{4})?|\d{1,2}\s+[^\W\d_]{3,10}(?:\s+\d{4})?)"
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_](?:[^\d()—–:;!?\"“”\r\n]|\r?\n){1,70}?)"
    rf"(?:,\s+{_DAY})?(?P<agency>\s*\((?:[^()\d]{{2,40}}|{_DAY})\))?"
    r"(?:\s*(?:—|―|--)\s*|\.\s?[–-]\s+|\s+[–-]\s+)(?=[^\s\d])"  # not the hyphen of "U.S.-led"
)
_LABEL = re.compile(r"(?P<place>[^\W\d_](?:[^\W\d_]|[ ,.'-]){2,40}):\s+(?=[^\s\d])")


def date_after_place(words: str) -> int | None:
    """Find where the date begins in a line that is a place and a date; None for another line.

    Examples
    --------
    >>> date_after_place("Lima, Peru, 3 May 2020"), date_after_place("3 May 2020")
    (12, None)
    """
    commas = [match.end() for match in re.finditer(r",\s+", words[:90])]
    start = next((start for start in commas if is_date(words[start:])), 0)
    place = words[:start].rstrip(", ").replace(",", " ").split()
    named = 0 < len(place) <= 5 and not any(
        w[0].islower() and w not in line_rules().place_particles for w in place
    )
    return start if named and not any(map(is_date_word, place)) else None


def split_byline(words: str) -> int | None:
    """Find where the byline in a line ends, and its date, if there is one, begins.

    Returns
    -------
    int or None
        Offset of the date in ``words``; the length of ``words`` if there is no date; None for another line.

    Examples
    --------
    >>> split_byline("By Jane Roe | March 3, 2019"), split_byline("By Jane Roe"), split_byline("By the river")
    (14, 11, None)
    """
    if len(words) > 160:
        return None
    if _names(words):
        return len(words)
    starts = []
    rules = line_rules()
    if rules.by.match(words) or rules.name_and_post.match(words):
        for match in reversed(list(re.finditer(r"\w[^\s|]*", words))):
            if not all(map(is_date_word, _TOKEN.findall(match[0]))):
                break
            starts.append(match.start())
    start = next((start for start in reversed(starts) if is_date(words[start:])), 0)
    return start if start and _names(words[:start]) else None


def is_person(words: str) -> bool:
    """Whether a line is a name that shows itself as a person's.

    Examples
    --------
    >>> is_person("Karl von der Heide"), is_person("Ali al-Basra"), is_person("Ann York, M.D.")
    (True, True, True)
    >>> is_person("Rio de Janeiro"), is_person("Lyon, France"), is_person("Côte d'Ivoire")
    (False, False, False)
    """
    return len(words) <= 60 and line_rules().person.fullmatch(words.strip()) is not None


def is_named(words: str) -> bool:
    """Whether every word of a name has a capital, or is a small word of names; in any other script, too.

    Examples
    --------
    >>> is_named("Ana de la Cruz"), is_named("Account You're logged")
    (True, False)
    """
    small = line_rules().particles
    return all(word in small or not word[0].islower() for word in words.split())


def _names(words: str) -> str | None:
    bare = words.strip(" \t|•·,–—-")
    rules = line_rules()
    if not rules.by.match(bare):
        named = rules.name_and_post.fullmatch(bare)
        return named["names"] if named else None
    post = next((match for match in rules.post.finditer(bare) if match.end() == len(bare)), None)
    by = rules.by.fullmatch(bare[: post.start()] if post else bare)
    return by["names"] if by else None


def stands_alone(words: str) -> bool:
    """Whether a line is always a run of its own, whatever surrounds it."""
    return (
        len(words) <= 300
        and not words[0].islower()  # the last word of a wrapped paragraph may be "home"
        and (
            is_date(words)
            or date_after_place(words) is not None
            or split_byline(words) is not None
            or is_furniture(words)
            or is_comments_heading(words)
        )
    )


def dateline_place(words: str) -> str | None:
    """Take the place words out of a paragraph's dateline; None where it has none.

    A dateline is a place in capitals, or any short place before an agency in brackets, or at most three
    capitalised words before a spaced dash and a capital.

    Examples
    --------
    >>> dateline_place("LIMA, Peru (AP) — Rain fell."), dateline_place("Washington – The vote is on.")
    ('LIMA, Peru', 'Washington')
    >>> dateline_place("Rain – and wind – came."), dateline_place("NAIROBI, Kenya, March 3 (Reuters) - Rain.")
    (None, 'NAIROBI, Kenya')
    """
    match = _dateline(words)
    return _place_of(match) if match else None


def after_dateline(words: str) -> int:
    """Find where the words behind a paragraph's dateline begin, or behind a place in capitals and a colon.

    It is 0 where there is none.

    Examples
    --------
    >>> after_dateline("LIMA, Peru (AP) — Rain fell."), after_dateline("Rain – and wind – came.")
    (18, 0)
    >>> after_dateline("LIMA: Rain fell."), after_dateline("Lima: Rain fell.")
    (6, 0)
    """
    match = _dateline(words)
    if match is None:
        label = _LABEL.match(words)
        match = label if label and label["place"].isupper() else None
    return match.end() if match else 0


def _dateline(words: str) -> re.Match[str] | None:
    match = _DATELINE.match(words)
    if not match:
        return None
    place = _place_of(match)
    names = place.replace(",", " ").split()
    if len(names) > 7 or any(
        name[0].islower() and name not in line_rules().place_particles for name in names
    ):
        return None
    capitals = place.split(",")[0]
    following = words[match.end() :].lstrip("“‘\"'«")[:1]
    found = match["agency"] or (capitals.isupper() and len(capitals) > 2)
    return match if found or (len(names) <= 3 and following.isupper()) else None


def _place_of(match: re.Match[str]) -> str:
    return " ".join(match["place"].split()).rstrip(",")


def starts_paragraph(words: str) -> bool:
    """Whether a line begins with a dateline in capitals or with an agency, and so begins a paragraph."""
    place = dateline_place(words) if len(words) > 20 else None
    return place is not None and (place.split(",")[0].isupper() or ")" in words[:90])


def read_head(text: str, blocks: Sequence[Block]) -> Head:
    """Read title, bylines, date and dateline from the blocks of a text; each fact names its block."""
    bylines: dict[str, HeadFact] = {}
    title = date = dateline = None
    paragraphs = 0
    for block in blocks:
        if block.repeats:
            continue
        words = " ".join(text[block.start : block.end].split())
        if block.kind == "title" and title is None:
            title = _read(words, block)
        elif block.kind == "byline" and not bylines:
            for name in names_of(text[block.start : block.end]):
                if made := _read(name, block):
                    bylines.setdefault(name.casefold(), made)
        elif block.kind == "date" and date is None:
            begins = date_after_place(words) or 0
            date = _read(iso_moment(words[begins:]), block)
            dateline = dateline or _read(words[:begins].rstrip(", "), block)
        elif block.kind == "paragraph" and paragraphs < 3:
            paragraphs += 1
            dateline = dateline or _read(dateline_place(text[block.start : block.end]), block)
    return Head(title=title, bylines=tuple(bylines.values()), date=date, dateline=dateline)


def _read(value: str | None, block: Block) -> HeadFact | None:
    return HeadFact(value, "read", block.id) if value else None
