"""What every reader of a format gives: a text, its runs, and what the file says about itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from ...model import Head, HeadFact
from .layout import Draft
from .people import names_of

if TYPE_CHECKING:
    from ...model import BlockKind

NOTHING = Head()
"""The head of what says nothing about itself."""

LONGEST = 300
"""Characters of a fact of the head; what is longer is no title, name or place."""


class Page(Struct, frozen=True):
    """A text, its runs, what the file declares about it, its language, and (start, end, id) of marked places.

    ``fallback`` is declared too, but what the text says of itself counts more.
    """

    text: str
    drafts: list[Draft] = field(default_factory=list)
    head: Head = NOTHING
    language: str | None = None
    marked: tuple[tuple[int, int, str], ...] = ()
    fallback: Head = NOTHING

    def titled(self, head: Head, language: str | None) -> Page:
        """Return the page with a head, whose title stands first in the text, and its language."""
        runs = [Run(draft.slice(self.text), draft.kind, draft.level) for draft in self.drafts]
        return page_of(runs, head, self.language or language)


class Run(NamedTuple):
    """A run of words with the role that the format gives it, and the (start, end, id) of places in it."""

    words: str
    kind: BlockKind | None = None
    level: int = 0
    marked: tuple[tuple[int, int, str], ...] = ()


def page_of(runs: Iterable[Run], head: Head | None = None, language: str | None = None) -> Page:
    """Join runs to a page, a blank line between two; a declared title that no run has is its first line.

    Examples
    --------
    >>> page_of([Run("It rained.")], head_of("e-mail", title="Rain")).text
    'Rain\\n\\nIt rained.'
    """
    head = head or Head()
    rows = [run for run in runs if run.words.strip()]
    title = head.title.value if head.title else ""
    first = next((n for n, run in enumerate(rows[:4]) if run.kind == "title"), None)
    if first is None and title and rows:
        first = next((n for n, run in enumerate(rows[:4]) if _same(run.words, title)), None)
        if first is None:
            rows.insert(0, Run(title, "title"))
        else:
            rows[first] = rows[first]._replace(kind="title", level=0)
    drafts, marked, at = [], [], 0
    for run in rows:
        drafts.append(Draft(at, at + len(run.words), run.kind, run.level))
        marked += [(at + start, at + end, place) for start, end, place in run.marked]
        at += len(run.words) + 2
    return Page("\n\n".join(run.words for run in rows), drafts, head, language, tuple(marked))


def _same(words: str, title: str) -> bool:
    return " ".join(words.split()).casefold() == " ".join(title.split()).casefold()


def fact(value: Any, where: str) -> HeadFact | None:
    """Make a declared fact of a value; None for what is empty, too long, or no text."""
    words = " ".join(value.split()) if isinstance(value, str) else ""
    words = "".join(c for c in words if c.isprintable())
    return HeadFact(words, "declared", where) if 0 < len(words) <= LONGEST else None


def head_of(
    where: str | Mapping[str, str],
    *,
    bylines: Iterable[Any] = (),
    captions: Iterable[Any] = (),
    **values: Any,
) -> Head:
    """Make a head of declared values.

    Parameters
    ----------
    where
        What declares them: one name, or a name for each member.
    bylines, captions
        Each as the file has it; a byline is cut into its writers' names.
    values
        The other members of `Head`; what is not text, or empty, is left out.

    Examples
    --------
    >>> [fact.value for fact in head_of("e-mail", bylines=["By Jane Roe and John Doe"]).bylines]
    ['Jane Roe', 'John Doe']
    """
    at = where if isinstance(where, Mapping) else dict.fromkeys((*Head.__struct_fields__,), where)
    names: dict[str, HeadFact] = {}
    for byline in bylines:
        for name in names_of(byline) if isinstance(byline, str) else ():
            if made := fact(name, at["bylines"]):
                names.setdefault(made.value.casefold(), made)
    under = (HeadFact(" ".join(c.split()), "declared", at["captions"]) for c in captions if c and c.strip())
    facts = {key: fact(value, at[key]) for key, value in values.items()}
    return Head(**facts, bylines=tuple(names.values()), captions=tuple(dict.fromkeys(under)))


def filled(head: Head, other: Head) -> Head:
    """Fill what a head leaves open from another one."""
    return Head(*(getattr(head, key) or getattr(other, key) for key in Head.__struct_fields__))
