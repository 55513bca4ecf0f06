"""The measures that can be asked for: what each means, what it does not, and how it is computed.

The words stand here, in both languages, so that pages, programs and terminals say the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from graph.analysis.bridging import StructuralHoles, pieces_gained
from graph.analysis.prominence import eigenvector, katz, pagerank
from graph.analysis.reachability import betweenness, closeness, harmonic
from graph.analysis.sociogram import Floats, Sociogram
from graph.analysis.standing import Standing
from graph.analysis.views import Lens


class Undefined(StrEnum):
    """Why a value is not defined; it is null then, which is not 0, and has no rank."""

    NOT_CONNECTED = "not_connected"
    """Outside the largest part where all can reach all: the equation has several solutions."""
    NO_CIRCLE = "no_circle"
    """No tie leads back to where it began: every attenuation is as good as any."""
    NO_TIE = "no_tie"
    """Whoever has no tie has no contacts of which this could be said."""
    NOBODY_ELSE = "nobody_else"
    """There is nobody else."""
    TOO_MANY_ROUTES = "too_many_routes"
    """Two actors have more equally short routes between them than a number can hold."""
    TOO_LARGE = "too_large"
    """It would take longer than a question may; a smaller view can be asked."""
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
    most_work
        Largest n · m that is computed while somebody waits; ``None``: any.

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
    most_work: int | None = None


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
    work = len(graph) * len(graph.out)
    if measure.is_one_mode and lens is Lens.ALL:
        values, undefined = np.full(len(graph), np.nan), Undefined.ONE_MODE
    elif measure.most_work is not None and work > measure.most_work:
        values, undefined = np.full(len(graph), np.nan), Undefined.TOO_LARGE
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


CLOSENESS_WORK: Final = 10**10
BETWEENNESS_WORK: Final = 10**9
"""Some seconds each."""

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
        Measure(
            "harmonic",
            {
                "en": Words(
                    "Harmonic closeness",
                    "How near somebody comes to all others, in steps.",
                    "Reaches many others in few steps.",
                    "Not how likely those steps are.",
                ),
                "id": Words(
                    "Kedekatan harmonik",
                    "Seberapa dekat seseorang mencapai semua pihak lain, dihitung langkahnya.",
                    "Mencapai banyak pihak dalam sedikit langkah.",
                    "Bukan seberapa besar peluang setiap langkah.",
                ),
            },
            "H_i = mean of 1/d(i, j) over all others, 0 for those out of reach",
            "0 to 1",
            "O(nm)",
            "Marchiori & Latora (2000), Physica A 285:539",
            harmonic,
            Undefined.NOBODY_ELSE,
            most_work=CLOSENESS_WORK,
        ),
        Measure(
            "in_harmonic",
            {
                "en": Words(
                    "Harmonic closeness, in",
                    "How near all others come to somebody, in steps.",
                    "Is within few steps of many others.",
                    "Not that a request would be granted.",
                ),
                "id": Words(
                    "Kedekatan harmonik, ke arahnya",
                    "Seberapa dekat semua pihak lain mencapai seseorang, dihitung langkahnya.",
                    "Banyak pihak mencapainya dalam sedikit langkah.",
                    "Bukan berarti permohonan akan dikabulkan.",
                ),
            },
            "the same over d(j, i)",
            "0 to 1",
            "O(nm)",
            "Marchiori & Latora (2000), Physica A 285:539",
            lambda graph: harmonic(graph, toward=True),
            Undefined.NOBODY_ELSE,
            most_work=CLOSENESS_WORK,
        ),
        Measure(
            "closeness",
            {
                "en": Words(
                    "Closeness",
                    "How short the ways to those within reach are, and how many that is.",
                    "Is in the middle of a large part of the network.",
                    "One far away weighs much; harmonic closeness is steadier.",
                ),
                "id": Words(
                    "Kedekatan",
                    "Seberapa pendek jalan kepada yang terjangkau, dan berapa banyak jumlahnya.",
                    "Berada di tengah bagian besar jejaring.",
                    "Satu pihak yang jauh sangat berpengaruh; kedekatan harmonik lebih tenang.",
                ),
            },
            "(r/(n - 1)) (r/Σd) over the r within reach",
            "0 to 1",
            "O(nm)",
            "Wasserman & Faust (1994), p. 201",
            closeness,
            Undefined.NOBODY_ELSE,
            most_work=CLOSENESS_WORK,
        ),
        Measure(
            "betweenness",
            {
                "en": Words(
                    "Betweenness",
                    "For how many pairs of others the shortest way passes somebody.",
                    "Many would go through this one to meet.",
                    "Shortest is not likeliest, and nobody has to take the shortest way.",
                ),
                "id": Words(
                    "Keantaraan",
                    "Untuk berapa pasang pihak lain jalan terpendek melewati seseorang.",
                    "Banyak pihak akan melewatinya untuk bertemu.",
                    "Yang terpendek belum tentu yang paling mungkin, dan tidak harus ditempuh.",
                ),
            },
            "share of the shortest routes of s and t that pass v, summed, over all pairs of others",
            "0 to 1",
            "O(nm)",
            "Freeman (1977), Sociometry 40:35; Brandes (2001), J. Mathematical Sociology 25:163",
            betweenness,
            Undefined.TOO_MANY_ROUTES,
            most_work=BETWEENNESS_WORK,
        ),
        Measure(
            "constraint",
            {
                "en": Words(
                    "Constraint",
                    "How much all of somebody's contacts lead back to the same ones.",
                    "Contacts know each other: little room to bring people together.",
                    "Low does not mean close to anybody; who has one contact alone is at 1.",
                ),
                "id": Words(
                    "Keterbatasan",
                    "Seberapa jauh semua kontak seseorang kembali ke orang yang sama.",
                    "Kontaknya saling mengenal: sedikit ruang untuk mempertemukan orang.",
                    "Nilai rendah bukan berarti dekat; yang hanya punya satu kontak bernilai 1.",
                ),
            },
            "C_i = Σ_j (p_ij + Σ_q p_iq p_qj)²",
            "above 0, not bounded by 1",
            "O(Σ k²)",
            "Burt (1992), Structural Holes, ch. 2",
            lambda graph: StructuralHoles.of(graph).constraint,
            Undefined.NO_TIE,
            Direction.LOW,
            is_one_mode=True,
        ),
        Measure(
            "effective_size",
            {
                "en": Words(
                    "Effective size",
                    "How many of somebody's contacts are not known to each other.",
                    "Brings together people who would not meet otherwise.",
                    "Not that this one does bring them together.",
                ),
                "id": Words(
                    "Ukuran efektif",
                    "Berapa kontak seseorang yang tidak saling mengenal.",
                    "Dapat mempertemukan orang yang tanpa dia tidak bertemu.",
                    "Bukan berarti ia memang mempertemukan mereka.",
                ),
            },
            "Σ_j (1 - Σ_q p_iq m_jq)",
            "up to the number of contacts",
            "O(Σ k²)",
            "Burt (1992), Structural Holes, ch. 2; Borgatti (1997), Connections 20:35",
            lambda graph: StructuralHoles.of(graph).effective_size,
            Undefined.NO_TIE,
            is_one_mode=True,
        ),
        Measure(
            "efficiency",
            {
                "en": Words(
                    "Efficiency",
                    "Effective size as a share of the number of contacts.",
                    "Hardly any contact repeats another one.",
                    "With one contact it is always 1.",
                ),
                "id": Words(
                    "Efisiensi",
                    "Ukuran efektif dibagi jumlah kontak.",
                    "Hampir tidak ada kontak yang mengulang kontak lain.",
                    "Dengan satu kontak nilainya selalu 1.",
                ),
            },
            "effective size / k",
            "up to 1",
            "O(Σ k²)",
            "Burt (1992), Structural Holes, ch. 2",
            lambda graph: StructuralHoles.of(graph).efficiency,
            Undefined.NO_TIE,
            is_one_mode=True,
        ),
        Measure(
            "pieces",
            {
                "en": Words(
                    "Cut point",
                    "Into how many more pieces the network falls without somebody.",
                    "Holds parts together that nobody else joins.",
                    "0 does not mean that nothing would be lost.",
                ),
                "id": Words(
                    "Titik pemersatu",
                    "Menjadi berapa bagian lagi jejaring terpecah tanpa seseorang.",
                    "Mempersatukan bagian yang tidak dihubungkan pihak lain.",
                    "0 bukan berarti tidak ada yang hilang.",
                ),
            },
            "components without v minus components",
            "0 and more",
            "O(n + m)",
            "Tarjan (1972), SIAM Journal on Computing 1:146",
            pieces_gained,
        ),
    )
}
"""All measures by id, in the order in which they are listed."""
