"""The language of a text, by its script and its commonest words: small, deterministic, no model."""

from __future__ import annotations

import re
from collections import Counter

# Very common function words; those that several of these languages share weigh for each of them.
_STOP_WORDS = {
    "en": "the of and to in is that for it was on with as by at from his are were has have this be an not",
    "es": "el la los las de del y en que un una por con para se su al lo es fue como más pero sus este",
    "pt": "o a os as de do da dos das e em no na um uma que por com para se ao não foi é mais pelo são",
    "fr": "le la les de des du et en que un une pour dans est par sur au aux qui ne pas ce il plus avec",
    "de": "der die das und in den von zu mit dem im des ist nicht auf für ein eine sich als auch es an",
    "it": "il la di e che i gli le del della dei in un una per con è non si al sono da nel alla più",
    "nl": "de het een van en in op te dat is met voor zijn aan niet door er bij uit naar ook om werd",
    "sv": "och att det i en som på är av för med till den har inte om ett var men sig från de",
    "pl": "w i na z do się że nie to jest o jak po od przez za dla są był oraz ale przy",
    "ro": "de și în a la cu pe din că nu o un este mai pentru care au fost sau prin",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ise en ne",
    "id": "yang dan di dari untuk dengan ini itu pada dalam tidak akan oleh ke juga para",
    "sw": "ya na wa kwa ni katika za la kuwa hiyo huo cha hii alisema baada",
}
_VOTES: dict[str, list[str]] = {}
for _language, _words in _STOP_WORDS.items():
    for _word in _words.split():
        _VOTES.setdefault(_word, []).append(_language)

_SCRIPTS = {  # what a script's letters say by themselves; Cyrillic and Han are told apart below
    "ar": "\u0600-\u06ff\u0750-\u077f",
    "he": "\u0590-\u05ff",
    "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ta": "\u0b80-\u0bff",
    "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
    "am": "\u1200-\u137f",
}
_SCRIPT = re.compile(
    "|".join(f"(?P<{tag}>[{span}]+)" for tag, span in _SCRIPTS.items()) + r"|(?P<en>[^\W\d_])"
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_ENOUGH = 3


def guess_language(text: str) -> str:
    """Guess a text's language from its first 20,000 characters.

    Returns
    -------
    str
        BCP 47 primary language; ``"en"`` where the text is too short or nothing decides.

    Examples
    --------
    >>> guess_language("El río creció el domingo y los vecinos de la aldea dejaron sus casas.")
    'es'
    >>> guess_language("Річка піднялася."), guess_language("川が増水した。"), guess_language("Lima")
    ('uk', 'ja', 'en')
    """
    sample = text[:_SAMPLE]
    letters: Counter[str] = Counter()
    for match in _SCRIPT.finditer(sample):
        letters[match.lastgroup or "en"] += match.end() - match.start()
    script = max(letters, key=lambda tag: letters[tag], default="en")
    if script == "zh" and letters["ja"]:
        return "ja"
    if script == "ru":
        return "uk" if re.search("[іїєґІЇЄҐ]", sample) else "ru"
    if script == "ar":
        return "fa" if len(re.findall("[پچژگ]", sample)) * 100 > letters["ar"] else "ar"
    return script if script != "en" else _latin(sample)


def stop_words(language: str) -> frozenset[str]:
    """Return very common function words of a language, in lower case; none of a language without a list.

    Parameters
    ----------
    language
        BCP 47 tag; what follows the primary language is not looked at.

    Examples
    --------
    >>> sorted(stop_words("es-MX"))[:3], len(stop_words("und"))
    (['al', 'como', 'con'], 0)
    """
    return frozenset(_STOP_WORDS.get(language.split("-")[0], "").split())


def _latin(sample: str) -> str:
    votes: Counter[str] = Counter({"en": 0})
    for word in _WORD.findall(sample.lower()):
        votes.update(_VOTES.get(word, ()))
    best = max(_STOP_WORDS, key=lambda language: votes[language])
    return best if votes[best] >= _ENOUGH else "en"
