"""Make the lexicon of English, ``languages/en/lexicon.tsv``, of two packages from PyPI.

    python -m geo.making.builder.lexicon TEXTBLOB.whl LEMMINFLECT.whl

The most frequent part of speech of a word is that of Brill's lexicon (Brown corpus and Penn Treebank), as
textblob has it; the forms of verbs are those of lemminflect (NIH's SPECIALIST lexicon). Only words in small
letters are taken; a noun only if it has a verb beside it, or an ending that misleads ("family", "news"): a
word that is not in the lexicon is what its ending says, else a noun.
"""

from __future__ import annotations

import gzip
import re
import sys
import zipfile
from pathlib import Path

from ...files import language_folder

_WORD = re.compile(r"[a-z]+")
_FORMS = {"VB": "B", "VBP": "B", "VBD": "D", "VBN": "N", "VBG": "G", "VBZ": "S"}
_MISLEADING = re.compile(r"(?:ly|ed|ing|[^sui]s)$")
_RARE = {"B": "NN", "S": "NNS", "D": "VBD", "N": "VBN", "G": "VBG"}  # for a form that Brill's lexicon lacks
_HEAD = """\
# Word, part of speech (Penn Treebank), and of a verb its base and which of its forms the word is:
# Base, S, past (D), participle (N), G for -ing. Made by geo/making/builder/lexicon.py of
# - Brill's lexicon in textblob: Copyright 1993 by the Massachusetts Institute of Technology and the
#   University of Pennsylvania, MIT license; with words of the Twitter Part-of-Speech Annotated Data,
#   Carnegie Mellon University, CC-BY 3.0;
# - the forms of verbs in lemminflect, Copyright 2019 Brad Jascob, MIT license, from the NIH's
#   SPECIALIST lexicon.
"""


def lexicon(textblob: Path, lemminflect: Path) -> str:
    """Return the lexicon as tab-separated lines, by words."""
    tags = _tags(textblob)
    verbs = _verbs(lemminflect, tags)
    known = {base for word, (base, _) in verbs.items() if word in tags}
    lines = []
    for word in sorted(tags.keys() | verbs.keys()):
        base, forms = verbs.get(word, ("", ""))
        verbal = forms[:1] == "S" and tags.get(base, "").startswith("VB")
        tag = tags.get(word) or ("VBZ" if verbal else _RARE[forms[0]])
        if base in known or (word in tags and (tag not in ("NN", "NNS") or _misleads(word, tag))):
            lines.append("\t".join((word, tag, *([base, forms] if base in known else []))))
    return _HEAD + "\n".join(lines) + "\n"


def _misleads(word: str, tag: str) -> bool:
    """Whether a noun has the ending of an adverb, of a verb or of the other number: "family", "news"."""
    if len(word) < 4:
        return False
    return bool(_MISLEADING.search(word)) if tag == "NN" else not word.endswith("s")


def _tags(wheel: Path) -> dict[str, str]:
    found = {}
    text = zipfile.ZipFile(wheel).read("textblob/en/en-lexicon.txt").decode()
    for line in text.splitlines():
        word, _, tag = line.rpartition(" ")
        if _WORD.fullmatch(word) and re.fullmatch(r"(NNS?|JJ[RS]?|RB[RS]?|VB[DGNPZ]?)(\|.*)?", tag):
            found[word] = tag.split("|")[0]
    return found


def _verbs(wheel: Path, tags: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return form of a verb → base, and which forms it is; of several bases the one that fits its tag."""
    raw = zipfile.ZipFile(wheel).read("lemminflect/resources/infl_lu.csv.gz")
    bases: dict[str, dict[str, str]] = {}
    for line in gzip.decompress(raw).decode().splitlines():
        base, kind, *forms = line.split(",")
        if kind == "verb" and _WORD.fullmatch(base):
            past, participle, ing, s = (forms + [""] * 4)[:4]
            for form, words in (("B", base), ("D", past), ("N", participle or past), ("G", ing), ("S", s)):
                for word in filter(_WORD.fullmatch, words.split("/")):
                    bases.setdefault(word, {}).setdefault(base, "")
                    bases[word][base] += form
    return {w: min(of.items(), key=lambda one: _rank(w, one[0], one[1], tags)) for w, of in bases.items()}


def _rank(word: str, base: str, forms: str, tags: dict[str, str]) -> tuple[bool, bool, int, str]:
    fits = _FORMS.get(tags.get(word, ""), "DN")
    return not set(fits) & set(forms), base not in tags, len(base), base


if __name__ == "__main__":
    path = language_folder() / "en" / "lexicon.tsv"
    path.write_text(lexicon(*map(Path, sys.argv[1:3])), "utf-8")
