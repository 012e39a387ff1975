"""What titles are made of: the closed classes that end a noun phrase, plurals and stems."""

from __future__ import annotations

from ...languages import GrammarWords, Language
from ..tokens import Token


def closes(t: Token, language: Language) -> bool:
    """Whether a word ends a noun phrase: a preposition, a conjunction, a pronoun or a verb."""
    grammar, key = language.grammar, t.key
    return (
        key in grammar.verbs
        or key in grammar.locative
        or key in grammar.speech
        or key in grammar.compass
        or (key in language.toponyms.function_words and key not in grammar.phrase_words)
    )


def plural(word: str, grammar: GrammarWords) -> bool:
    """Whether a word looks like the plural of a noun."""
    return word in grammar.plurals or (len(word) > 3 and grammar.plural.search(word) is not None)


def stem(word: str, grammar: GrammarWords) -> str:
    """Return a word without the ending of its plural.

    Examples
    --------
    >>> from geo.languages import reading_language
    >>> grammar = reading_language("en").grammar
    >>> stem("alternatives", grammar), stem("cities", grammar), stem("glass", grammar)
    ('alternative', 'city', 'glass')
    """
    for ending, singular in grammar.endings:
        if word.endswith(ending) and len(word) > len(ending) + 1 and plural(word, grammar):
            return f"{word.removesuffix(ending)}{singular}"
    return word
