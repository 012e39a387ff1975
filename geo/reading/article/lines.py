"""What a line is, by itself: a byline, a date, a dateline, furniture, the heading over comments."""

from __future__ import annotations

import datetime
import re

# --- prose -----------------------------------------------------------------------------------------------

_END = re.compile(r"[.!?…:;,。！？؟।։][\"'”’»)\]\s]*$")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")


def ends_sentence(words: str) -> bool:
    """Tell whether a line ends with a closing mark, quotation marks after it aside.

    Examples
    --------
    >>> ends_sentence("“It rained.”"), ends_sentence("Schools closed"), ends_sentence("Storm nears U.S.")
    (True, False, False)
    """
    tail = words[-40:]
    return _END.search(tail) is not None and _INITIALS.search(tail) is None


def is_short(words: str) -> bool:
    """Tell whether a run could be a heading: up to 14 words and 100 characters, no list item, not closed.

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
    """Tell whether a run could be a title: at most 30 words and 250 characters, not closed by a full stop.

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

_FURNITURE = re.compile(
    r"""(?:
    (?:share|tweet|print|e-?mail|save|copy\ link|menu|search|home|ads?|advertisement|sponsored|subscribe
      |listen|log\ in|sign\ (?:in|up)|register|(?:read|show|load)\ more|(?:continue|keep)\ reading
      |skip\ to\ (?:main\ )?content|back\ to\ top|reply|(?:leave\ a|post\ a)\ (?:comment|reply)
      |facebook|twitter|whatsapp|telegram|linkedin|instagram|youtube
      |(?:share|follow|like)\ (?:this|us|on)\b.{0,40}
      |(?:most|more)\ (?:read|popular|stories|news|from)\b.{0,40}
      |(?:related|recommended)(?:\ (?:articles?|stories|news|topics|posts|coverage))?
      |(?:article|story)\ continues\ below.{0,40}
      |compartir|publicidad|anuncio|leer\ más|imprimir|suscr[ií]b[ae]se|compartilhar|publicidade|leia\ mais
      |partager|publicité|lire\ la\ suite|imprimer|teilen|anzeige|werbung|weiterlesen|drucken
      |condividi|pubblicità|leggi\ (?:anche|tutto)|delen|advertentie|lees\ meer
      |поделиться|реклама|читать\ далее|مشاركة|إعلان|اقرأ\ المزيد|شارك)(?:\.\.\.|[…:>»])?
    |(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}|by\b)).{0,200}
    |(?:(?:file\ )?(?:photo(?:graph)?|image|picture|video|foto|fotograf[ií]a|imagen|bild)s?
       (?:\ (?:by|credit|courtesy|de))?|credits?|source|fuente|quelle)\s?[:/|©].{0,200}
    |(?:read\ (?:more|also|next)|also\ read|see\ also|related|more|watch|tags?|topics?|filed\ under
       |(?:lea|lee)\ también|leia\ também|à\ lire|lire\ aussi|siehe\ auch|lesen\ sie\ auch
       |leggi\ anche|etiquetas)
       \s?[:|>–—].{0,200}
    |\(?(?:additional\ )?(?:reporting|editing|writing)\ by\ .{0,200}
    |(?:sign\ up|subscribe|click\ here|follow\ us|download\ our|join\ our)\ .{0,100}
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_COMMENTS = re.compile(
    r"\W*(?:\d+\s+)?(?:(?:reader|user|your|all)s?['’]?\s+)?"
    r"(?:comments?|comentarios?|comentários?|commentaires?|kommentare?|commenti|reacties|комментарии|коментарі"
    r"|التعليقات|تعليقات)\s*(?:\(\d+\)|[:\d]*)\W*",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r".{1,60}\b(?:says?|said|wrote|writes|dice|dijo|escribió|a écrit|schreibt):|\d+ likes?", re.I
)


def is_furniture(words: str) -> bool:
    """Tell whether a run belongs to the site, not to the article: buttons, credits, copyright lines.

    Examples
    --------
    >>> is_furniture("Share"), is_furniture("© 2019 The Post"), is_furniture("Share prices fell.")
    (True, True, False)
    """
    return len(words) <= 300 and (
        _FURNITURE.fullmatch(words) is not None or "all rights reserved" in words.lower()
    )


def is_comments_heading(words: str) -> bool:
    """Tell whether a line heads what readers wrote.

    Examples
    --------
    >>> is_comments_heading("3 Comments"), is_comments_heading("Comments on the law")
    (True, False)
    """
    return len(words) <= 40 and _COMMENTS.fullmatch(words) is not None


def is_comment_frame(words: str) -> bool:
    """Tell whether a run among comments is not a comment: a button, who wrote one, when.

    Examples
    --------
    >>> is_comment_frame("Share"), is_comment_frame("jane says:"), is_comment_frame("I live there, it rained")
    (True, True, False)
    """
    return (
        (len(words) <= 30 and len(words.split()) <= 3)
        or is_furniture(words)
        or is_date(words)
        or _SAYS.fullmatch(words) is not None
    )


# --- dates -------------------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero janeiro janvier januar gennaio januari января janv ene",
            "february feb febrero fevereiro février februar febbraio februari февраля févr fév",
            "march mar marzo março mars märz maart марта",
            "april apr abril avril aprile апреля avr abr",
            "may mayo maio mai maggio mei мая",
            "june jun junio junho juin juni giugno июня",
            "july jul julio julho juillet juli luglio июля juil",
            "august aug agosto août augustus августа ago",
            "september sep sept septiembre setiembre setembro septembre settembre сентября",
            "october oct octubre outubro octobre oktober ottobre октября okt",
            "november nov noviembre novembro novembre ноября",
            "december dec diciembre dezembro décembre dezember dicembre декабря dic dez déc",
        ),
        1,
    )
    for name in names.split()
}
_BESIDE_DATE = """
published publicado publicada publié publie veröffentlicht pubblicato updated actualizado actualizada mis
à jour posted modified created issued last first date fecha datum on at of the de del do le am um il den
op el as utc gmt est edt cst cdt mst mdt pst pdt cet cest bst ist st nd rd th er h min hs hrs uhr local
time z года г p m a pm monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur
thurs fri sat sun lunes martes miércoles jueves viernes sábado domingo segunda terça quarta quinta sexta
feira lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag
samstag sonntag lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag
donderdag vrijdag zaterdag zondag
"""
_DATE_WORDS = frozenset(_BESIDE_DATE.split()) | _MONTHS.keys()
_TIME = re.compile(
    r"[T\s]*(?<!\d)\d{1,2}(?:[:.h]\d{2}(?!\d|\.\d)(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?)?"
    r"|\s*[ap]\.?m\b\.?|h\b)(?:\s*Z\b|\s*[+-]\d{2}:?\d{2}\b)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def is_date(words: str) -> bool:
    """Tell whether a line is nothing but a full date, with its time and "Published" or not.

    Examples
    --------
    >>> is_date("Updated: 4 December 2014, 17:30"), is_date("04/12/2014"), is_date("December 2014")
    (True, True, False)
    """
    return bool(_readings(words))


def iso_date(words: str) -> str | None:
    """Read a line that is a date; None where it is none, or has two readings.

    Examples
    --------
    >>> iso_date("December 04, 2014"), iso_date("4 de diciembre de 2014"), iso_date("2014-12-04T10:00Z")
    ('2014-12-04', '2014-12-04', '2014-12-04')
    >>> iso_date("25/12/2014"), iso_date("04/12/2014")
    ('2014-12-25', None)
    """
    readings = _readings(words)
    return readings.pop() if len(readings) == 1 else None


def date_after_place(words: str) -> int | None:
    """Find where the date begins in a line that is a place and a date; None where it is none.

    Examples
    --------
    >>> date_after_place("Lima, Peru, 3 May 2020"), date_after_place("3 May 2020")
    (12, None)
    """
    commas = [match.end() for match in re.finditer(r",\s+", words[:90])]
    start = next((start for start in commas if is_date(words[start:])), 0)
    place = words[:start].rstrip(", ").replace(",", " ").split()
    named = 0 < len(place) <= 5 and not any(w[0].islower() and not _PARTICLES.fullmatch(w) for w in place)
    return start if named and not any(w.lower() in _DATE_WORDS or w.isdecimal() for w in place) else None


def _readings(words: str) -> set[str]:
    """Read a line as a full date: none, one or (where day and month may be swapped) two ISO dates."""
    if len(words) > 90 or not re.search(r"\d{4}", words):
        return set()
    words = _TIME.sub(" ", words)
    numeric = _YEAR_FIRST.search(words) or _YEAR_LAST.search(words)
    if numeric:
        words = words[: numeric.start()] + " " + words[numeric.end() :]
    tokens = _TOKEN.findall(words.lower())
    months = [_MONTHS[token] for token in tokens if token in _MONTHS]
    numbers = sorted((token for token in tokens if token.isdecimal()), key=len)
    if any(token not in _DATE_WORDS for token in tokens if not token.isdecimal()):
        return set()
    if numeric and not months and not numbers:
        first, second, third = map(int, numeric.groups())
        if numeric.re is _YEAR_FIRST:
            return _iso(first, second, third)
        return _iso(third, first, second) | _iso(third, second, first)
    if numeric or len(months) != 1 or [len(number) > 2 for number in numbers] != [False, True]:
        return set()
    return _iso(int(numbers[1]), months[0], int(numbers[0])) if len(numbers[1]) == 4 else set()


def _iso(year: int, month: int, day: int) -> set[str]:
    try:
        return {datetime.date(year, month, day).isoformat()}
    except ValueError:
        return set()


# --- bylines and datelines -----------------------------------------------------------------------------

_NAME = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_NAMES = (
    rf"(?:{_NAME})(?:\s+(?:(?:de|da|do|dos|del|la|le|van|von|der|den|bin|al|el|y|e|and|et|und|di)\s+)*{_NAME}"
    rf"|,\s+{_NAME}|\s+(?:and|y|et|und|e|&)\s+{_NAME}){{0,9}}"
)
_BY = re.compile(
    r"(?:(?:(?:written|reported|words|text|story)\s+)?[Bb][Yy]|(?:Escrito\s+)?[Pp][Oo][Rr]|[Pp][Aa][Rr]|Von|Di|Door"
    rf"|Autore?s?:|Authors?:|Автор:|بقلم:?|كتب:?)\s+(?P<names>{_NAMES})"
)
_POST = re.compile(
    r"(?:\s*[,|/]|\s+(?:[–—-]|of))\s+(?:the\s+)?(?:[\w’'.-]+\s+){0,4}(?i:writers?|reporters?|correspondents?|editors?"
    r"|staff|columnists?|contributors?|associated\s+press|reuters|afp|ap|efe|redactora?|corresponsal)"
)
_NAME_AND_POST = re.compile(rf"(?P<names>{_NAME}(?:\s+{_NAME}){{1,3}}){_POST.pattern}")
_PARTICLES = re.compile("de|la|del|da|dos?|di|du|des|les?|el|al|and|the|of|upon|sur|am|an|der")
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_](?:[^\d()—–:;!?\"“”\r\n]|\r?\n){1,70}?)"
    r"(?:,\s+[^\W\d_]{3,9}\.?\s+\d{1,2}(?:,\s+\d{4})?|,\s+\d{1,2}\s+[^\W\d_]{3,10}(?:\s+\d{4})?)?"
    r"(?P<agency>\s*\([^()\d]{2,40}\))?(?:\s*(?:—|―|--)\s*|\s+[–-]\s+)(?=[^\s\d])"
)


def split_byline(words: str) -> int | None:
    """Find where a line that is a byline ends and its date, if one shares the line, begins.

    Returns
    -------
    int or None
        Offset of the date in ``words``, their length where there is none; None where it is no byline.

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
    if _BY.match(words) or _NAME_AND_POST.match(words):
        for match in reversed(list(re.finditer(r"\w[^\s|]*", words))):
            if any(not t.isdecimal() and t not in _DATE_WORDS for t in _TOKEN.findall(match[0].lower())):
                break
            starts.append(match.start())
    start = next((start for start in reversed(starts) if is_date(words[start:])), 0)
    return start if start and _names(words[:start]) else None


def byline_name(words: str) -> str | None:
    """Take the names out of a byline; None where it is none.

    Examples
    --------
    >>> byline_name("By JANE ROE, Staff Writer"), byline_name("Por Ana de la Cruz"), byline_name("Share")
    ('JANE ROE', 'Ana de la Cruz', None)
    """
    return _names(words[: split_byline(words)])


def _names(words: str) -> str | None:
    bare = words.strip(" \t|•·,–—-")
    if not _BY.match(bare):
        named = _NAME_AND_POST.fullmatch(bare)
        return named["names"] if named else None
    post = next((match for match in _POST.finditer(bare) if match.end() == len(bare)), None)
    by = _BY.fullmatch(bare[: post.start()] if post else bare)
    return by["names"] if by else None


def stands_alone(words: str) -> bool:
    """Tell whether a line is a run of its own whatever surrounds it."""
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

    A place in capitals, or any short one before an agency in brackets, or at most three capitalised words
    before a spaced dash and a capital.

    Examples
    --------
    >>> dateline_place("LIMA, Peru (AP) — Rain fell."), dateline_place("Washington – The vote is on.")
    ('LIMA, Peru', 'Washington')
    >>> dateline_place("Rain – and wind – came."), dateline_place("NAIROBI, Kenya, March 3 (Reuters) - Rain.")
    (None, 'NAIROBI, Kenya')
    """
    match = _DATELINE.match(words)
    if not match:
        return None
    place = " ".join(match["place"].split()).rstrip(",")
    names = place.replace(",", " ").split()
    if len(names) > 7 or any(name[0].islower() and not _PARTICLES.fullmatch(name) for name in names):
        return None
    capitals = place.split(",")[0]
    if match["agency"] or (capitals.isupper() and len(capitals) > 2):
        return place
    after = words[match.end() :].lstrip("“‘\"'«")[:1]
    if len(names) <= 3 and after.isupper():
        return place
    return None


def starts_paragraph(words: str) -> bool:
    """Tell whether a line begins with a dateline in capitals or with an agency, so with a paragraph."""
    place = dateline_place(words) if len(words) > 20 else None
    return place is not None and (place.split(",")[0].isupper() or ")" in words[:90])
