"""The measures that can be asked for: what each means, what it does not, and how it is computed.

The words stand here, in both languages, so that pages, programs and terminals say the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from graph.analysis.prominence import eigenvector, katz, pagerank
from graph.analysis.sociogram import Floats, Sociogram
from graph.analysis.standing import Standing
from graph.analysis.views import Lens


class Undefined(StrEnum):
    """Why a value is not defined; it is null then, which is not 0, and has no rank."""

    NOT_CONNECTED = "not_connected"
    """Outside the largest part where all can reach all: the equation has several solutions."""
    NO_CIRCLE = "no_circle"
    """No tie leads back to where it began: every attenuation is as good as any."""
    ONE_MODE = "one_mode"
    """It presupposes vertices of one kind, and the view holds people and organisations."""


class Direction(StrEnum):
    """Which end of the values stands first in a ranking."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a measure in one language.

    ``meaning`` in a sentence; ``high`` what a high value means; ``beware`` what it does not mean.
    """

    name: str
    meaning: str
    high: str
    beware: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Parameters
    ----------
    id
        As addresses name it.
    words
        By language: ``en`` and ``id``.
    formula, value_range, cost, source
        As an analyst wants them; ``cost`` for n actors and m ties.
    compute
        Gives shape (n,), NaN where undefined; ``None``: undefined for all.
    undefined
        Why, where it is.
    direction
        Which values come first.
    is_one_mode
        Whether it presupposes vertices of one kind.

    """

    id: str
    words: Mapping[str, Words]
    formula: str
    value_range: str
    cost: str
    source: str
    compute: Callable[[Sociogram], Floats | None]
    undefined: Undefined | None = None
    direction: Direction = Direction.HIGH
    is_one_mode: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Values of a measure with ranks.

    Parameters
    ----------
    values
        Shape (n,), float64: NaN is undefined.
    rank
        Shape (n,), int64: 1 + number of strictly better ones; 0 where undefined.
    equals
        Shape (n,), int64: how many others share the rank.
    undefined
        Why values are undefined, where they are.

    """

    values: Floats
    rank: np.ndarray
    equals: np.ndarray
    undefined: Undefined | None


DIGITS: Final = 12
"""Significant digits to which values are compared: what only rounding tells apart is equal."""


def ranked(graph: Sociogram, measure: Measure, lens: Lens) -> Ranking:
    """Compute a measure and rank its values.

    Notes
    -----
    Values that agree to twelve digits share a rank: an exact tie must not depend on the order in
    which a sum was formed.
    """
    if measure.is_one_mode and lens is Lens.ALL:
        values, undefined = np.full(len(graph), np.nan), Undefined.ONE_MODE
    else:
        found = measure.compute(graph)
        values = np.full(len(graph), np.nan) if found is None else found.astype(np.float64)
        undefined = measure.undefined if np.isnan(values).any() else None
    rank, equals = np.zeros(len(values), np.int64), np.zeros(len(values), np.int64)
    defined = np.flatnonzero(~np.isnan(values))
    sign = -1.0 if measure.direction is Direction.HIGH else 1.0
    keys = sign * _rounded(values[defined])
    ordered = np.sort(keys)
    rank[defined] = 1 + np.searchsorted(ordered, keys, "left")
    equals[defined] = np.searchsorted(ordered, keys, "right") - rank[defined]
    return Ranking(values, rank, equals, undefined)


def _rounded(values: Floats) -> Floats:
    """Round to significant digits."""
    with np.errstate(divide="ignore"):
        size = np.floor(np.log10(np.abs(values)))
    scale = 10.0 ** (DIGITS - 1 - np.where(np.isfinite(size), size, 0.0))
    return np.round(values * scale) / scale


MEASURES: Final[Mapping[str, Measure]] = {
    measure.id: measure
    for measure in (
        Measure(
            "degree",
            {
                "en": Words(
                    "Degree",
                    "With how many others somebody is joined.",
                    "Knows many, or is known to many.",
                    "Not how well, and not whether those others matter.",
                ),
                "id": Words(
                    "Jumlah hubungan",
                    "Dengan berapa pihak lain seseorang terhubung.",
                    "Mengenal banyak pihak, atau dikenal banyak pihak.",
                    "Bukan seberapa erat, dan bukan apakah pihak itu penting.",
                ),
            },
            "k_i = number of distinct neighbours, whichever way the arcs point",
            "0 to n - 1",
            "O(m)",
            "Freeman (1979), Social Networks 1:215",
            lambda graph: Standing.of(graph).alters.astype(np.float64),
        ),
        Measure(
            "in_degree",
            {
                "en": Words(
                    "Indegree",
                    "How many others can approach somebody.",
                    "Many ways lead to this one.",
                    "Not that a request would be granted.",
                ),
                "id": Words(
                    "Jumlah yang dapat mendekati",
                    "Berapa pihak lain yang dapat mendekati seseorang.",
                    "Banyak jalan menuju ke sana.",
                    "Bukan berarti permohonan akan dikabulkan.",
                ),
            },
            "number of arcs that come in",
            "0 to n - 1",
            "O(m)",
            "Freeman (1979), Social Networks 1:215",
            lambda graph: Standing.of(graph).in_degree.astype(np.float64),
        ),
        Measure(
            "out_degree",
            {
                "en": Words(
                    "Outdegree",
                    "How many others somebody can approach.",
                    "Can turn to many.",
                    "Not that those others can be reached at the moment.",
                ),
                "id": Words(
                    "Jumlah yang dapat didekati",
                    "Berapa pihak lain yang dapat didekati seseorang.",
                    "Dapat menghubungi banyak pihak.",
                    "Bukan berarti mereka semua dapat ditemui saat ini.",
                ),
            },
            "number of arcs that go out",
            "0 to n - 1",
            "O(m)",
            "Freeman (1979), Social Networks 1:215",
            lambda graph: Standing.of(graph).out_degree.astype(np.float64),
        ),
        Measure(
            "strength",
            {
                "en": Words(
                    "Strength",
                    "How close somebody is to others, all added up.",
                    "Keeps up many or close contacts.",
                    "Many loose contacts and few close ones can add up to the same.",
                ),
                "id": Words(
                    "Kedekatan seluruhnya",
                    "Seberapa dekat seseorang dengan pihak lain, semuanya dijumlahkan.",
                    "Menjaga banyak hubungan, atau hubungan yang erat.",
                    "Banyak hubungan longgar dan sedikit yang erat dapat berjumlah sama.",
                ),
            },
            "s_i = sum of the strengths of i's records, each counted once",
            "0 and more",
            "O(m)",
            "Barrat et al. (2004), PNAS 101:3747",
            lambda graph: Standing.of(graph).strength,
        ),
        Measure(
            "eigenvector",
            {
                "en": Words(
                    "Eigenvector centrality",
                    "Whether somebody is approached by those who are approached themselves.",
                    "Stands in the middle of the best joined.",
                    "Not that others depend on this one: the best joined can pass by.",
                ),
                "id": Words(
                    "Sentralitas eigenvektor",
                    "Apakah seseorang didekati oleh mereka yang juga banyak didekati.",
                    "Berada di tengah lingkaran yang paling terhubung.",
                    "Bukan berarti pihak lain bergantung padanya.",
                ),
            },
            "λx = Aᵀx for the largest λ, sum of squares 1",
            "0 to 1",
            "O(m) a round",
            "Bonacich (1972), Journal of Mathematical Sociology 2:113",
            eigenvector,
            Undefined.NOT_CONNECTED,
            is_one_mode=True,
        ),
        Measure(
            "katz",
            {
                "en": Words(
                    "Katz centrality",
                    "How many ways of any length lead to somebody, longer ones counting less.",
                    "Is within reach of many, directly or by others.",
                    "Ways may lead to and fro: they are no routes that somebody would take.",
                ),
                "id": Words(
                    "Sentralitas Katz",
                    "Berapa jalan yang menuju seseorang; makin panjang makin kecil nilainya.",
                    "Terjangkau oleh banyak pihak, langsung atau lewat pihak lain.",
                    "Jalan itu boleh bolak-balik, jadi bukan jalan yang akan ditempuh orang.",
                ),
            },
            "x = (0.5/λ)Aᵀx + 1, λ the largest eigenvalue",
            "1 and more",
            "O(m) a round",
            "Katz (1953), Psychometrika 18:39",
            katz,
            Undefined.NO_CIRCLE,
            is_one_mode=True,
        ),
        Measure(
            "pagerank",
            {
                "en": Words(
                    "PageRank",
                    "How much of the time somebody is visited who wanders from tie to tie.",
                    "Is approached by those who approach few others.",
                    "Nobody wanders so; without direction it is close to strength.",
                ),
                "id": Words(
                    "PageRank",
                    "Seberapa sering seseorang disinggahi bila orang berjalan dari hubungan ke "
                    "hubungan.",
                    "Didekati oleh mereka yang mendekati sedikit pihak.",
                    "Tidak ada yang berjalan begitu; tanpa arah nilainya mirip jumlah kedekatan.",
                ),
            },
            "x = 0.85 (Aᵀ D⁻¹ x + idle/n) + 0.15/n, sum 1",
            "0 to 1, sum 1",
            "O(m) a round",
            "Brin & Page (1998), Computer Networks 30:107",
            pagerank,
            is_one_mode=True,
        ),
    )
}
"""All measures by id, in the order in which they are listed."""
