"""Which layers have a title of their own, that says something of each of their places."""

from __future__ import annotations

from ...document import MapDocument
from ...languages import reading_language


def own_title(document: MapDocument, title: str) -> str:
    """Return a layer's title; "" for a plain one, and for one that holds for no place.

    Such is a thing of the headline that no place is: "Nickel road", not "Floods".
    """
    language = reading_language(document.article.language)
    story = language.story
    if title in (story.main, story.aside, story.moved):
        return ""
    text = document.article.text.casefold()
    headline = " ".join(text[s.start : s.end] for s in document.sentences if s.kind == "title")
    last = title.casefold().split()[-1]
    several = last in language.grammar.plurals or language.grammar.plural.search(last)
    thing = title.casefold() in headline and not several and last not in story.events
    return "" if thing else title
