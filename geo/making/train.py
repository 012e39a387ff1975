"""Learn the weights of recognition and resolution from corpora that people have marked.

Both models are log-linear, with a quadratic penalty, fitted by L-BFGS (scipy): recognition is a logistic
regression over segments, resolution a softmax over a name's candidates and "none of these". Weights are
rounded, and zeros are dropped, so that their file stays small and readable.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ..errors import GeoError
from ..gazetteer import Gazetteer
from ..geodesy import geodesic_km
from ..languages import reading_language
from ..model import Place
from ..reading.resolve import NONE, Features, Mentions, Reading, Resolver, confidence
from ..reading.sentences import split_sentences
from ..reading.tokens import tokenise
from ..reading.toponyms import Reading as TextReading
from ..reading.toponyms import find_toponyms, segment_features, segments
from ..reading.weights import MODELS, Weights
from .evaluate import GoldDocument, GoldToponym, Ruler, as_one_block, predictions, stands_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Objective = Callable[[Floats], tuple[float, Floats]]

_LEAST_SEEN = 3  # a rarer feature is not learned
_RECOGNITION_PENALTY = 4.0
_RESOLUTION_PENALTY = 2.0
_LEAST_WEIGHT = 0.04  # of recognition; smaller ones are half of all and change nothing
_DIGITS = 2
_CERTAINTY_PENALTY = 4.0
_NO_PLACE = 1.25  # so many times counts what is no place: corpora have few names that mislead
_FOLDS = 4
_OURS = 2  # so many times our own articles count: only they have units and landscapes of all the world
_SURE = 0.95  # so many of what is sure are right, place and level, in the mean of the corpora
_THRESHOLD = -0.8  # equally good on each corpus when learned on the others; chosen once, for all
_LANDSCAPE = ("lake", "river", "sea", "ocean", "island", "mountain", "valley", "desert", "region")
_RECOGNITION_PRIOR = {
    "a known name of several parts": 6.0,
    "a unit's code after what it contains": 4.0,
    "after a word of area, True": 2.0,
    "the name of a person or a thing": -8.0,
    "a unit without its type word": -2.0,
    "like a river, True": 2.0,
    "before a ware": -3.0,
    "the name of a ware": -6.0,
    "a person elsewhere who acts": -8.0,
    "a thing elsewhere, True": -1.0,
    "a dateline, True": 2.0,
    "after a letter and a hyphen, True": 3.0,
    "like a river, False": 1.0,
}
"""Prior values of weights of recognition that are not 0: the penalty pulls the weights towards them."""

_FIRM = {
    "the name of a person or a thing",
    "the name of a ware",
    "a person elsewhere who acts",
    "before a ware",
    "a unit without its type word",
}
_FIRMNESS = 40.0  # factor of the penalty for these: most evidence against them is special to the corpora

_RESOLUTION_PRIOR = {
    "an abbreviation, in capitals": 2.0,
    "settlement PPLC": 1.0,
    "settlement PPLA2": 0.25,
    "a unit of this name around it": 0.25,
    "of the kind asked for": 4.0,
    "not of the kind asked for": -4.0,
    "of the kind asked for elsewhere": 0.5,
    "not of the kind asked for elsewhere": -0.5,
    "has the name with its type word": 1.0,
    "another name of the article means it": 0.5,
    "not in what the text puts around it": -2.0,
    "not in the unit whose abbreviation follows": -3.0,
    "after “the”, river": 3.0,
    "after “the”, sea": 1.0,
    "after “the”, ocean": 1.0,
    "after “the”, desert": 1.0,
    "after “the”, region": 1.0,
    "name of rank 0, landscape": 1.0,
    "in what the text puts around it": 3.0,
    "its country is named in the article": 1.5,
    "its country is named in the sentence": 0.5,
    "its unit is named in the sentence": 1.0,
    "the capital of the article's country": 2.0,
    "a capital in one list with another": 1.5,
    "in the country that has its name": -1.5,
    "alone in its unit, and a larger unit elsewhere has its name": -1.5,
    "name of rank 0, country": 1.0,
    "after “the”, populated_place": -1.5,
    "after “the”, admin1": -2.0,
    "after “the”, admin2": -2.0,
    "name of rank 1, landscape": 1.5,
    "names of a settlement, scattered": 1.0,
    "name of rank 2, unit": -2.0,
    "others lie in this country": 1.5,
    "others lie in this unit": 1.5,
    "does not hold the name before": -2.0,
    "in what stands right behind it": 1.0,
    "not in what stands right behind it": -3.0,
    "after “the” elsewhere, river": 1.0,
    "far from the town that it is a part of": -4.0,
    "has named parts, populated_place": 2.0,
    "other places of the name are ruled out": 2.0,
    "a larger unit has its name, no container": -2.0,
    "a larger city has its name, no container": -1.0,
    "of the kind said behind": 2.0,
    "not of the kind said behind": -2.0,
    "the name is that of one beside it": -3.0,
    **{f"is a {kind}": 1.5 for kind in _LANDSCAPE},
}
"""The same for resolution, of what is rare in the corpora."""

_SAME_KM = 25.0  # a candidate this near to the gold point is the gold place
_NEAR_KM = 161.0  # the field's usual radius, used if no candidate is nearer


class _Name(Struct, frozen=True):
    """Which of a reading's candidates are right by the gold, once for every mention."""

    reading: int
    right: tuple[tuple[bool, ...], ...]


class _Drawn(Struct, frozen=True):
    """A drawn place's evidence, whether place and level are right, and whether there is a place at all."""

    features: Features
    right: bool
    is_place: bool


class _Case(Struct):
    """A document's names with gold places, and the resolver that computes their features."""

    resolver: Resolver
    names: list[_Name]
    ours: bool


Corpora = Mapping[str, Sequence[GoldDocument]]


def learn(corpora: Corpora, gazetteer: Gazetteer, progress: Callable[[str], None] | None = None) -> Weights:
    """Learn weights from one corpus or several.

    Parameters
    ----------
    corpora
        Name → documents, as `geo.evaluate.read_corpus` returns them.
    gazetteer
        Where names are looked up.
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
    return _Learner(corpora, gazetteer, progress).learn(tuple(corpora))


def learn_all(
    corpora: Corpora, gazetteer: Gazetteer, progress: Callable[[str], None] | None = None
) -> Iterator[tuple[str, Weights]]:
    """Learn the weights that the program ships, each with its name.

    Raises
    ------
    GeoError
        As `learn`.
    """
    learner = _Learner(corpora, gazetteer, progress)
    yield "all", learner.learn(tuple(corpora))
    for left_out in corpora:
        if left_out != "regional":  # its other half is measured
            name = f"without-{left_out}"
            yield name, learner.learn(tuple(corpus for corpus in corpora if corpus != left_out))


class _Learner:
    """Learns from some of the corpora, and remembers what it learned: certainty is learned across corpora."""

    def __init__(
        self, corpora: Corpora, gazetteer: Gazetteer, progress: Callable[[str], None] | None
    ) -> None:
        try:
            import scipy  # noqa: F401
        except ImportError:
            raise GeoError("learning needs scipy; install the extra: pip install 'dateline[train]'") from None
        if not any(d.toponyms for documents in corpora.values() for d in documents):
            raise GeoError("nothing to learn from: the corpora have no toponyms")
        self.parts: dict[str, Sequence[GoldDocument]] = {n: d for n, d in corpora.items() if d}
        if len(self.parts) == 1:  # certainty is learned in folds of it
            [(name, documents)] = self.parts.items()
            self.parts = {f"{name} {n}": documents[n::_FOLDS] for n in range(_FOLDS)}
        self.gazetteer = gazetteer
        self.report = progress or (lambda line: None)
        self._cases: dict[str, list[_Case]] = {}
        self._models: dict[frozenset[str], Weights] = {}

    def learn(self, corpora: Sequence[str]) -> Weights:
        """Learn every model from these corpora."""
        chosen = [part for part in self.parts if part.split()[0] in corpora]
        weights = self._weights(chosen, corpora)
        rows: list[Features] = []
        right: list[bool] = []
        share: list[float] = []
        weight: list[float] = []
        for held in chosen:
            others = self._weights([part for part in chosen if part != held], ())
            found = list(self._judged(held, others))
            rows += [row.features for row in found]
            right += [row.right for row in found]
            share += [1 / len(found)] * len(found)
            weight += [(1.0 if row.is_place else _NO_PLACE) / len(found) for row in found]
        models = {**weights.models, "certainty": _learn_certainty(rows, right, weight)}
        sure = _least_sure(rows, right, share, models["certainty"])
        return replace(weights, models=models, settings={**weights.settings, "sure": sure})

    def _weights(self, parts: Sequence[str], corpora: Sequence[str]) -> Weights:
        """Learn recognition and resolution from parts of the corpora."""
        key = frozenset(parts)
        if key not in self._models:
            words, recognition = self._recognition(parts)
            self.report(f"{', '.join(parts)}: resolution")
            cases = [case for part in parts for case in self._cases_of(part)]
            alone, among = _learn_resolution(cases)
            models = dict(zip(MODELS, (recognition, alone, among, {}), strict=True))
            self._models[key] = Weights((), {"threshold": _THRESHOLD, "sure": 1.0}, models, words)
        return replace(self._models[key], corpora=tuple(corpora))

    def _recognition(self, parts: Sequence[str]) -> tuple[frozenset[str], dict[str, float]]:
        documents = [d for part in parts for d in self.parts[part]]
        self.report(f"{', '.join(parts)}: recognition, {len(documents)} documents")
        words = _lower_case_words(documents)
        return words, _learn_recognition(documents, self.gazetteer, words)

    def _cases_of(self, part: str) -> list[_Case]:
        if part not in self._cases:
            words = _lower_case_words(self.parts[part])
            weights = Weights((), {"threshold": 0.0, "sure": 1.0}, {model: {} for model in MODELS}, words)
            self._cases[part] = [_case(d, self.ruler, weights) for d in self.parts[part]]
        return self._cases[part]

    def _judged(self, part: str, weights: Weights) -> Iterator[_Drawn]:
        """Read documents; yield what is drawn, judged."""
        for document in self.parts[part]:
            if not document.text.strip():
                continue
            article = as_one_block(document.text)
            sentences = split_sentences(article)
            toponyms = find_toponyms(article, sentences, self.gazetteer, None, weights)
            mentions = Mentions(article.text, toponyms, self.gazetteer, reading_language(article.language))
            resolver = Resolver(mentions, weights)
            resolved = resolver.resolve()
            told = zip(resolver.evidence(), resolver.twins(), strict=True)
            evidence = dict(zip(((t.start, t.end) for t in resolved), told, strict=True))
            for p in predictions(document, resolved, self.ruler):
                features, twin = evidence[p.start, p.end]
                if p.drawn and features and (p.gold is None or p.gold.point):
                    left_open = twin and p.gold and stands_for(twin.kind, p.gold.kind)
                    level = p.level is None or p.level or bool(left_open)
                    yield _Drawn(features, p.answer.right and level, p.gold is not None)

    @cached_property
    def ruler(self) -> Ruler:
        """What measures from places to true positions."""
        return Ruler(self.gazetteer)


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
    names = sorted(f for f, n in counts.items() if n >= _LEAST_SEEN or f in _RECOGNITION_PRIOR)
    matrix = _matrix([dict.fromkeys(row, 1.0) for row in rows], names)

    import numpy as np

    signs = np.where(wanted, 1.0, -1.0)

    def objective(w: Floats) -> tuple[float, Floats]:
        margin = signs * (matrix @ w)
        slope = matrix.T @ (-signs / (1.0 + np.exp(margin)))
        return float(np.logaddexp(0.0, -margin).sum()), slope

    found = _fitted(objective, names, _RECOGNITION_PENALTY, _RECOGNITION_PRIOR)
    return {name: weight for name, weight in found.items() if abs(weight) >= _LEAST_WEIGHT}


# -- resolution --------------------------------------------------------------------------------------------


def _case(document: GoldDocument, ruler: Ruler, weights: Weights) -> _Case:
    gazetteer = ruler.gazetteer
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
            right.setdefault(index[id(reading)], []).append(_right(reading, truth, ruler))
    return _Case(resolver, [_Name(n, tuple(r)) for n, r in sorted(right.items())], bool(document.half))


def _learn_resolution(cases: Sequence[_Case]) -> tuple[dict[str, float], dict[str, float]]:
    """Learn the two models of resolution.

    What the others mean is predicted for each article by a model of other articles, as for new articles.
    """
    features = [c.resolver.alone for c in cases]
    ranking = _Ranking(cases, features)
    alone = ranking.fit()
    meant: dict[int, list[Place | None]] = {}
    for fold in range(_FOLDS):
        model = ranking.fit(fold, alone)
        for n in range(fold, len(cases), _FOLDS):
            resolver = cases[n].resolver
            meant[n] = resolver.meant(resolver.scored(model, features[n]))
    context = [_with_context(c.resolver, meant[n]) for n, c in enumerate(cases)]
    return alone, _Ranking(cases, context).fit(start=alone)


def _with_context(resolver: Resolver, meant: Sequence[Place | None]) -> list[list[Features]]:
    return [
        [plain | context for plain, context in zip(*each, strict=True)]
        for each in zip(resolver.alone, resolver.among(meant), strict=True)
    ]


def _right(reading: Reading, gold: GoldToponym, ruler: Ruler) -> tuple[bool, ...]:
    """Return for each candidate whether it is the gold place: by id, else by level and distance.

    The distance is that of the points, and only where none is near enough that of the extent: a river's point
    may be far from the gold one, and a town lies in many units.
    """
    assert gold.point
    wanted = f"geonames:{gold.geonames}"
    places = [c.place for c in reading.candidates]
    if any(p.id == wanted for p in places):
        return tuple(p.id == wanted for p in places)
    points = [geodesic_km(p.point, gold.point) for p in places]
    extents = [ruler.measure(p, gold.point).extent_km for p in places]
    level = [not gold.kind or stands_for(p.kind, gold.kind) for p in places]
    ways = ((points, _SAME_KM, level), (points, gold.tolerance_km, level), (points, _SAME_KM, None))
    for km, within, fits in (*ways, (points, _NEAR_KM, None), (extents, gold.tolerance_km, level)):
        found = tuple(km[n] <= within and (not fits or fits[n]) for n in range(len(places)))
        if any(found):
            return found
    return found


class _Ranking:
    """The candidates of names and "none of these", as a matrix, to fit a softmax over each name's.

    Every mention counts, those of our own articles `_OURS` times, but a meaning that a name has n times in
    all has the weight √n: a newspaper's own town says little about other towns.
    """

    def __init__(self, cases: Sequence[_Case], context: Sequence[list[list[Features]]]) -> None:
        import numpy as np

        rows: list[Features] = []
        starts: list[int] = []
        right: list[bool] = []
        times: list[int] = []
        scales: list[int] = []
        meanings: list[tuple[str, ...]] = []
        fold: list[int] = []
        for n, (case, readings) in enumerate(zip(cases, context, strict=True)):
            scale = _OURS if case.ours else 1
            for name in case.names:
                for flags, count in Counter(name.right).items():
                    starts.append(len(rows))
                    rows += [*readings[name.reading], {NONE: 1.0}]
                    right += [*flags, not any(flags)]
                    reading = case.resolver.mentions.readings[name.reading]
                    ids = [c.place.id for c, flag in zip(reading.candidates, flags, strict=True) if flag]
                    meanings.append((reading.key, *ids))
                    times.append(count)
                    scales.append(scale)
                    fold.append(n % _FOLDS)
        seen = Counter(f for row in rows for f, value in row.items() if value)
        rare = {f for f, n in seen.items() if n < _LEAST_SEEN}
        self.names = sorted((seen.keys() - rare) | _RESOLUTION_PRIOR.keys() | {NONE})
        self.matrix = _matrix(rows, self.names)
        self.right = np.array(right)
        self.sizes = np.diff([*starts, len(rows)])
        self.folds = np.array(fold)
        total: Counter[tuple[str, ...]] = Counter()
        for meaning, count in zip(meanings, times, strict=True):
            total[meaning] += count
        parts = zip(meanings, times, scales, strict=True)
        self.weight = np.array([scale * count * total[m] ** -0.5 for m, count, scale in parts])

    def fit(self, but: int | None = None, start: Mapping[str, float] | None = None) -> dict[str, float]:
        """Fit to all, or to all but one fold of the documents; ``start`` is where the search begins."""
        import numpy as np

        chosen = self.folds != (-1 if but is None else but)
        if not chosen.any():
            chosen[:] = True
        kept = np.repeat(chosen, self.sizes)
        matrix, right, weight = self.matrix[kept], self.right[kept], self.weight[chosen]
        sizes = self.sizes[chosen]
        begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        group = np.repeat(np.arange(len(sizes)), sizes)
        turned = matrix.T.tocsr()

        def objective(w: Floats) -> tuple[float, Floats]:
            scores = np.asarray(matrix @ w)
            scores = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
            total = np.add.reduceat(scores, begins)
            found = np.add.reduceat(np.where(right, scores, 0.0), begins)
            slope = scores / total[group] - np.where(right, scores, 0.0) / found[group]
            return float(weight @ (np.log(total) - np.log(found))), turned @ (weight[group] * slope)

        return _fitted(objective, self.names, _RESOLUTION_PENALTY, _RESOLUTION_PRIOR, start)


# -- certainty ---------------------------------------------------------------------------------------------


def _learn_certainty(
    rows: Sequence[Features], right: Sequence[bool], weights: Sequence[float]
) -> dict[str, float]:
    """Fit a logistic regression; the weights of the rows are scaled to be as many as there are rows."""
    import numpy as np

    names = sorted({f for row in rows for f in row})
    matrix = _matrix(rows, names)
    signs = np.where(right, 1.0, -1.0)
    weight = np.array(weights) * len(rows) / max(sum(weights), 1)

    def objective(w: Floats) -> tuple[float, Floats]:
        margin = signs * (matrix @ w)
        slope = matrix.T @ (-signs * weight / (1.0 + np.exp(margin)))
        return float(weight @ np.logaddexp(0.0, -margin)), slope

    return _fitted(objective, names, _CERTAINTY_PENALTY, {})


def _least_sure(
    rows: Sequence[Features], right: Sequence[bool], share: Sequence[float], weights: Mapping[str, float]
) -> float:
    """Return the least confidence from which on enough is right, every corpus counting alike."""
    order = sorted(
        ((confidence(f, weights), ok, part) for f, ok, part in zip(rows, right, share, strict=True)),
        reverse=True,
    )
    least, good, total = 1.0, 0.0, 0.0
    for likely, ok, part in order:
        total += part
        good += part * ok
        if good >= _SURE * total:
            least = likely
    return math.floor(least * 100) / 100


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


def _fitted(
    loss: Objective,
    names: Sequence[str],
    penalty: float,
    priors: Mapping[str, float],
    start: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Minimise a loss plus the penalty on the weights' distance from the prior."""
    import numpy as np
    from scipy.optimize import minimize

    prior = np.array([priors.get(name, 0.0) for name in names])
    pull = np.array([penalty * (_FIRMNESS if name in _FIRM else 1.0) for name in names])

    def objective(w: Floats) -> tuple[float, Floats]:
        value, slope = loss(w)
        away = w - prior
        return value + 0.5 * float(away @ (pull * away)), slope + pull * away

    begin = np.array([start.get(name, p) for name, p in zip(names, prior, strict=True)]) if start else prior
    found = minimize(objective, begin, jac=True, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-8})
    rounded = {name: round(float(w), _DIGITS) for name, w in zip(names, found.x, strict=True)}
    return {name: w for name, w in rounded.items() if w}
