"""Learn the weights of recognition and resolution from corpora that people have marked.

Both models are log-linear, with a quadratic penalty, fitted by L-BFGS (scipy): recognition is a logistic
regression over segments, resolution a softmax over a name's candidates and "none of these". Weights are
rounded, and zeros are dropped, so that their file stays small and readable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import GeoError
from ..gazetteer import Gazetteer
from ..geodesy import geodesic_km
from ..languages import reading_language
from ..model import Place
from ..reading.resolve import NONE, Features, Mentions, Reading, Resolver
from ..reading.sentences import split_sentences
from ..reading.tokens import tokenise
from ..reading.toponyms import Reading as TextReading
from ..reading.toponyms import find_toponyms, segment_features, segments
from ..reading.weights import MODELS, Weights
from .evaluate import GoldDocument, GoldToponym, as_one_block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Objective = Callable[[Floats], tuple[float, Floats]]

_LEAST_SEEN = 3  # a rarer feature is not learned
_RECOGNITION_PENALTY = 4.0
_RESOLUTION_PENALTY = 1.0
_LEAST_WEIGHT = 0.04  # of recognition; smaller ones are half of all and change nothing
_DIGITS = 2
_TEMPERATURE = 0.9  # rare meanings get extra weight, so that confidences would be too low without this
_THRESHOLD = -0.6  # equally good on each corpus when learned on the other; chosen once, for both
_LANDSCAPE = ("lake", "river", "sea", "ocean", "island", "mountain", "valley", "desert", "region")
_PRIOR = {
    "a known name of several parts": 6.0,
    "a unit's code after what it contains": 4.0,
    "after a word of area, True": 2.0,
    "the name of a person or a thing": -8.0,
    "a unit without its type word": -2.0,
    "an abbreviation, in capitals": 4.0,
    "settlement PPLC": 2.0,
    "settlement PPLA2": 0.5,
    "a unit of this name around it": 0.5,
    "of the kind asked for": 4.0,
    "not of the kind asked for": -4.0,
    "of the kind asked for elsewhere": 1.0,
    "not of the kind asked for elsewhere": -1.0,
    "has the name with its type word": 2.0,
    "another name of the article means it": 1.0,
    "not in what the text puts around it": -1.0,
    "not in the unit whose abbreviation follows": -6.0,
    "after “the”, river": 2.0,
    "after “the”, sea": 2.0,
    "after “the”, ocean": 2.0,
    "after “the”, desert": 2.0,
    "after “the”, region": 2.0,
    "name of rank 0, landscape": 2.0,
    "in what the text puts around it": 4.0,
    "its country is named in the article": 3.0,
    "its country is named in the sentence": 1.0,
    "its unit is named in the sentence": 2.0,
    "the capital of the article's country": 4.0,
    "in the country that has its name": -3.0,
    "alone in its unit, and a larger unit elsewhere has its name": -3.0,
    "name of rank 0, country": 2.0,
    "after “the”, populated_place": -3.0,
    "after “the”, admin1": -4.0,
    "after “the”, admin2": -4.0,
    "name of rank 1, landscape": 3.0,
    "names of a settlement, scattered": 2.0,
    "name of rank 2, unit": -4.0,
    **{f"is a {kind}": 3.0 for kind in _LANDSCAPE},
    "others lie in this country": 3.0,
    "others lie in this unit": 3.0,
}
"""Prior values of weights that are not 0: the penalty pulls the weights towards them. The corpora are mostly
American local news and one month of world news; these values are for cases that are rare there."""

_FIRM = frozenset(
    {
        "a unit without its type word",
        "the name of a person or a thing",
        "an abbreviation, in capitals",
        "settlement PPLC",
        "settlement PPLA2",
        "a unit of this name around it",
        "of the kind asked for",
        "not of the kind asked for",
        "has the name with its type word",
        "in what the text puts around it",
        "not in what the text puts around it",
        "not in the unit whose abbreviation follows",
        "after “the”, populated_place",
        "after “the”, river",
        "after “the”, sea",
        "after “the”, ocean",
        "after “the”, desert",
        "after “the”, region",
        "name of rank 0, landscape",
        "name of rank 1, landscape",
        "names of a settlement, scattered",
        "name of rank 2, unit",
        "its unit is named in the sentence",
        "the capital of the article's country",
        "name of rank 0, country",
        "in the country that has its name",
        "alone in its unit, and a larger unit elsewhere has its name",
        *(f"is a {kind}" for kind in _LANDSCAPE),
    }
)
_FIRMNESS = 40.0  # factor of the penalty for these: most evidence against them is special to the corpora

_SAME_KM = 25.0  # a candidate this near to the gold point is the gold place
_NEAR_KM = 161.0  # the field's usual radius, used if no candidate is nearer


@dataclass(frozen=True)
class _Name:
    """Which of a reading's candidates are right by the gold, once for every mention."""

    reading: int
    right: tuple[tuple[bool, ...], ...]


@dataclass
class _Case:
    """A document's names with gold places, and the resolver that computes their features."""

    resolver: Resolver
    names: list[_Name]


def learn(
    documents: Sequence[GoldDocument],
    gazetteer: Gazetteer,
    corpora: Sequence[str],
    progress: Callable[[str], None] | None = None,
) -> Weights:
    """Learn weights from the documents of one corpus or several.

    Parameters
    ----------
    documents
        As `geo.evaluate.read_corpus` returns them.
    gazetteer
        Where names are looked up.
    corpora
        The names of the corpora, written into the weights.
    progress
        Called with one line at the start of each stage.

    Returns
    -------
    Weights
        The same for the same documents and gazetteer.

    Raises
    ------
    GeoError
        If scipy is missing, or the documents have no toponyms.
    """
    try:
        import scipy  # noqa: F401
    except ImportError:
        raise GeoError("learning needs scipy; install the extra: pip install 'dateline[train]'") from None
    if not any(d.toponyms for d in documents):
        raise GeoError("nothing to learn from: the corpora have no toponyms")
    report = progress or (lambda line: None)
    report(f"recognition: reading {len(documents)} documents")
    words = _lower_case_words(documents)
    recognition = _learn_recognition(documents, gazetteer, words)
    report("resolution: each name alone")
    settings = {"threshold": _THRESHOLD, "temperature": _TEMPERATURE}
    models = {"recognition": recognition, MODELS[1]: {}, MODELS[2]: {}}
    cases = [_case(d, gazetteer, Weights(tuple(corpora), settings, models, words)) for d in documents]
    models[MODELS[1]] = _learn_ranking(cases, [c.resolver.alone for c in cases])
    report("resolution: among the others")
    model, seen = MODELS[1], [c.resolver.alone for c in cases]
    for _ in range(2):
        meant = [c.resolver.meant(c.resolver.scores(model, f)) for c, f in zip(cases, seen, strict=True)]
        seen = [_with_context(c.resolver, m) for c, m in zip(cases, meant, strict=True)]
        model = MODELS[2]
        models[model] = _learn_ranking(cases, seen)
    return Weights(tuple(corpora), settings, models, words)


# -- recognition -------------------------------------------------------------------------------------------


def _lower_case_words(documents: Sequence[GoldDocument]) -> frozenset[str]:
    """Return the words that are in lower case in most of the documents that have them."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for document in documents:
        tokens = tokenise(document.text, 0, len(document.text))
        lower.update({t.key for t in tokens if not t.capital and t.key.isalpha()})
        capital.update({t.key for t in tokens if t.capital})
    return frozenset(word for word, n in lower.items() if n >= _LEAST_SEEN and n > capital[word])


def _learn_recognition(
    documents: Sequence[GoldDocument], gazetteer: Gazetteer, words: frozenset[str]
) -> dict[str, float]:
    rows: list[list[str]] = []
    wanted: list[bool] = []
    for document in documents:
        if not document.text.strip():
            continue
        gold = {span for t in document.toponyms for span in t.spans}
        optional = {at for t in document.toponyms if t.optional for at in range(t.start, t.end)}
        article = as_one_block(document.text)
        language = reading_language(article.language)
        reading = TextReading(article.text, split_sentences(article), gazetteer, words, language)
        for chunk in reading.chunks:
            for first, last in segments(reading, chunk):
                bare = (chunk.line.tokens[first].start, chunk.line.tokens[last - 1].end)
                if not optional.isdisjoint(range(*bare)):
                    continue
                wanted.append(bool(gold & {bare, reading.span(chunk.line, first, last)}))
                rows.append(segment_features(reading, chunk, first, last))
    counts = Counter(f for row in rows for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= _LEAST_SEEN or f in _PRIOR)
    matrix = _matrix([dict.fromkeys(row, 1.0) for row in rows], names)

    import numpy as np

    signs = np.where(wanted, 1.0, -1.0)

    def objective(w: Floats) -> tuple[float, Floats]:
        margin = signs * (matrix @ w)
        slope = matrix.T @ (-signs / (1.0 + np.exp(margin)))
        return float(np.logaddexp(0.0, -margin).sum()), slope

    found = _fitted(objective, names, _RECOGNITION_PENALTY)
    return {name: weight for name, weight in found.items() if abs(weight) >= _LEAST_WEIGHT}


# -- resolution --------------------------------------------------------------------------------------------


def _case(document: GoldDocument, gazetteer: Gazetteer, weights: Weights) -> _Case:
    article = as_one_block(document.text)
    sentences = split_sentences(article)
    gold = {(t.start, t.end): t for t in document.toponyms if t not in document.misplaced()}
    inside = [
        (start, end)
        for start, end in gold
        if any(s.start <= start < end <= s.end for s in sentences)
        and any(c.isalnum() for c in article.text[start:end])
    ]
    toponyms = find_toponyms(article, sentences, gazetteer, sorted(inside), weights)
    mentions = Mentions(article.text, toponyms, gazetteer, reading_language(article.language))
    resolver = Resolver(mentions, weights)
    index = {id(r): n for n, r in enumerate(mentions.readings)}
    right: dict[int, list[tuple[bool, ...]]] = {}
    for i, reading in mentions.reading.items():
        truth = gold[toponyms[i].start, toponyms[i].end]
        if truth.point and reading.candidates:
            right.setdefault(index[id(reading)], []).append(_right(reading, truth))
    return _Case(resolver, [_Name(n, tuple(r)) for n, r in sorted(right.items())])


def _with_context(resolver: Resolver, meant: Sequence[Place | None]) -> list[list[Features]]:
    return [
        [plain | context for plain, context in zip(*each, strict=True)]
        for each in zip(resolver.alone, resolver.among(meant), strict=True)
    ]


def _right(reading: Reading, gold: GoldToponym) -> tuple[bool, ...]:
    """Return for each candidate whether it is the gold place: by id, or within 25 km, or within 161 km."""
    assert gold.point
    wanted = f"geonames:{gold.geonames}"
    if any(c.place.id == wanted for c in reading.candidates):
        return tuple(c.place.id == wanted for c in reading.candidates)
    away = [geodesic_km(c.place.point, gold.point) for c in reading.candidates]
    within = _SAME_KM if min(away) <= _SAME_KM else _NEAR_KM
    return tuple(km <= within for km in away)


def _learn_ranking(cases: Sequence[_Case], context: Sequence[list[list[Features]]]) -> dict[str, float]:
    """Fit the softmax over a name's candidates and "none of these", once for each mention.

    A meaning that a name has n times has the weight √n: a newspaper's own town says little about other towns.
    """
    rows: list[Features] = []
    starts: list[int] = []
    right: list[bool] = []
    meanings: list[tuple[str, ...]] = []
    for case, readings in zip(cases, context, strict=True):
        for name in case.names:
            for flags in name.right:
                starts.append(len(rows))
                rows += [*readings[name.reading], {NONE: 1.0}]
                right += [*flags, not any(flags)]
                reading = case.resolver.mentions.readings[name.reading]
                ids = [c.place.id for c, flag in zip(reading.candidates, flags, strict=True) if flag]
                meanings.append((reading.key, *ids))
    names = sorted({f for row in rows for f in row} | _PRIOR.keys())
    matrix = _matrix(rows, names)

    import numpy as np

    begins = np.array(starts)
    group = np.repeat(np.arange(len(begins)), np.diff([*starts, len(rows)]))
    good = np.array(right)
    times = Counter(meanings)
    weight = np.array([times[meaning] ** -0.5 for meaning in meanings])

    def objective(w: Floats) -> tuple[float, Floats]:
        scores = np.asarray(matrix @ w)
        scores = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
        total = np.add.reduceat(scores, begins)
        found = np.add.reduceat(np.where(good, scores, 0.0), begins)
        slope = scores / total[group] - np.where(good, scores, 0.0) / found[group]
        return float(weight @ (np.log(total) - np.log(found))), matrix.T @ (weight[group] * slope)

    return _fitted(objective, names, _RESOLUTION_PENALTY)


# -- fitting -----------------------------------------------------------------------------------------------


def _matrix(rows: Sequence[Features], names: Sequence[str]) -> csr_array[np.float64]:
    """Return the rows as a sparse matrix, a column a name; features without a name are left out."""
    import numpy as np
    from scipy.sparse import csr_array

    column = {name: n for n, name in enumerate(names)}
    indices: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in rows:
        for name, value in row.items():
            if value and name in column:
                indices.append(column[name])
                values.append(value)
        ends.append(len(indices))
    return csr_array((np.array(values), np.array(indices), np.array(ends)), shape=(len(rows), len(names)))


def _fitted(loss: Objective, names: Sequence[str], penalty: float) -> dict[str, float]:
    """Minimise a loss plus the penalty on the weights' distance from the prior."""
    import numpy as np
    from scipy.optimize import minimize

    prior = np.array([_PRIOR.get(name, 0.0) for name in names])
    pull = np.array([penalty * (_FIRMNESS if name in _FIRM else 1.0) for name in names])

    def objective(w: Floats) -> tuple[float, Floats]:
        value, slope = loss(w)
        away = w - prior
        return value + 0.5 * float(away @ (pull * away)), slope + pull * away

    found = minimize(objective, prior, jac=True, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-10})
    rounded = {name: round(float(w), _DIGITS) for name, w in zip(names, found.x, strict=True)}
    return {name: w for name, w in rounded.items() if w}
