"""Ask in worlds whose truth is known and write what came of it: ``make planted``.

Writes `docs/planted-truth.md`. Worlds are drawn from seeds, so that every run writes the same.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from scipy.stats import t

from graph.access.scoring import reliability, wilson
from graph.synthetic import planted
from graph.synthetic.trial import Choice, Trial, trial

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "planted-truth.md"
WORLDS: Final = 100
FEWER_WORLDS: Final = 25
REQUESTS: Final = 300
LESSONS: Final = (30, 100, 300, 1_000)
MINUS: Final = "\N{MINUS SIGN}"

WORDS: Final = {
    Choice.TRUTH: "the true odds, which nobody knows (no choice can do better)",
    Choice.LEARNED: "**recommended**: the model and what outcomes taught",
    Choice.ASSUMED: "the model before any outcome",
    Choice.FEWEST_STEPS: "fewest steps",
    Choice.STRONGEST_TIE: "strongest weakest tie, then fewest steps",
    Choice.BEST_CONNECTED: "by the people with the most relationships",
}

PAGE_TEXT: Final = """\
# Planted truth

In real life nobody knows how likely a yes was. So worlds are drawn in which it is known, requests
are made in them as in life, and what was learned is laid beside the truth. Made by `make planted`;
every run writes the same figures.

**A world**: {offices} offices of {people} people, chance acquaintances with a stated closeness,
{brokers} brokers, the head of each office as leader. The *true* coefficients lie around those of
[access-model-1](methods/odds.md) as far as its priors say, the base {base_miss} lower on average;
brokers differ by ±{broker_spread} and ties by ±{tie_spread} in log-odds, which no record tells.

**Requests** go one after the other along the likeliest way or, half of the time, another likely
one, by message, telephone, letter or in person. Each step is agreed to or declined by the true
odds; one in ten is never answered; answers come after days and are written down later still. Model
and ties learn from what is in the records.

Figures are means over worlds with their 95 % intervals (Student's t over worlds).

## What was learned from {requests} requests predicts new ones

{worlds} worlds, 150 further requests each; nothing is learned from these.

| Said by | Brier (less is better) | learned minus this one | worlds in which learned is better |
|---|---:|---:|---:|
{predictions}

The share of agreement is the one known before the new requests.

| 80 % intervals | hold the true odds |
|---|---:|
| of all new questions | {covered} |
| of those on ties with an answer before | {covered_asked} |

Predictions of all worlds beside what happened; the range is Wilson's, at 95 %:

| said | requests | mean said | agreed | range |
|---|---:|---:|---:|---|
{bins}

## Which way to the leader succeeds

Every broker to every leader after {requests} requests, by message, at most four steps: the true
probability that the chosen way arrives.

| Chosen by | arrives | recommended minus this one | worlds in which recommended is better |
|---|---:|---:|---:|
{choices}

## How soon

{fewer} worlds each; from 200 outcomes on, coefficients are fitted anew.

| requests learned from | Brier, learned | minus the model | minus the share of agreement |
|---:|---:|---:|---:|
{lessons}

## What this does not show

The worlds obey a model of the same form, with other numbers and with ties that differ; so this
tests learning and choice and not whether people are like that. For that there are the scores of a
network's own requests, stored before the outcome.
"""


def main() -> None:
    """Play all worlds and write the page."""
    trials = [_played(seed, REQUESTS) for seed in range(WORLDS)]
    page = PAGE_TEXT.format(
        offices=planted.OFFICES,
        people=planted.PEOPLE_IN_AN_OFFICE,
        brokers=planted.BROKERS,
        base_miss=abs(planted.BASE_MISS),
        broker_spread=planted.BROKER_SPREAD,
        tie_spread=planted.TIE_SPREAD,
        requests=REQUESTS,
        worlds=WORLDS,
        fewer=FEWER_WORLDS,
        predictions=_predictions(trials),
        covered=_percent([float(each.covered.mean()) for each in trials]),
        covered_asked=_percent([float(each.covered_asked.mean()) for each in trials]),
        bins=_bins(trials),
        choices=_choices(trials),
        lessons="\n".join(_lesson(count, trials) for count in LESSONS),
    )
    PAGE.write_text(page, encoding="utf-8")
    print(f"written: {PAGE.relative_to(PAGE.parent.parent)}")


def _played(seed: int, requests: int) -> Trial:
    print(f"world {seed}, {requests} requests", flush=True)
    return trial(seed=seed, requests=requests)


def _predictions(trials: Sequence[Trial]) -> str:
    learned = [each.brier(each.learned) for each in trials]
    rows = [f"| **learned** | {_number(learned)} | | |"]
    for words, said in (
        ("the model before any outcome", [each.brier(each.assumed) for each in trials]),
        ("the share of agreement", [each.brier(each.base) for each in trials]),
    ):
        rows.append(f"| {words} | {_number(said)} | {_less(learned, said)} |")
    return "\n".join(rows)


def _choices(trials: Sequence[Trial]) -> str:
    best = [each.success[Choice.LEARNED] for each in trials]
    rows: list[str] = []
    for choice, words in WORDS.items():
        other = [each.success[choice] for each in trials]
        beside = "| |" if choice is Choice.LEARNED else f"{_less(best, other, more=True)} |"
        rows.append(f"| {words} | {_percent(other)} | {beside}")
    return "\n".join(rows)


def _bins(trials: Sequence[Trial]) -> str:
    said = np.concatenate([each.learned for each in trials])
    agreed = np.concatenate([each.has_agreed for each in trials])
    return "\n".join(
        f"| {bin_.low:.1f} to {bin_.high:.1f} | {bin_.count:,} | {bin_.predicted:.2f}"
        f" | {bin_.share:.2f} | {bin_.least:.2f} to {bin_.most:.2f} |"
        for bin_ in reliability(said, agreed)
    )


def _lesson(requests: int, trials: Sequence[Trial]) -> str:
    played = (
        trials[:FEWER_WORLDS]
        if requests == REQUESTS
        else [_played(seed, requests) for seed in range(FEWER_WORLDS)]
    )
    learned = [each.brier(each.learned) for each in played]
    others = ([each.brier(getattr(each, name)) for each in played] for name in ("assumed", "base"))
    beside = " | ".join(
        _number([one - two for one, two in zip(learned, other, strict=True)]) for other in others
    )
    return f"| {requests:,} | {_number(learned)} | {beside} |"


def _less(ours: Sequence[float], other: Sequence[float], *, more: bool = False) -> str:
    """Show the paired difference, and the share of worlds in which ours is better."""
    differences = [one - two for one, two in zip(ours, other, strict=True)]
    better = sum((one > 0) if more else (one < 0) for one in differences)
    low, high = wilson(better, len(differences))
    show: Callable[[Sequence[float]], str] = _percent if more else _number
    return f"{show(differences)} | {better} of {len(differences)} ({low:.0%} to {high:.0%})"


def _number(values: Sequence[float]) -> str:
    centre, half = _interval(values)
    return f"{centre:.4f} ± {half:.4f}".replace("-", MINUS)


def _percent(values: Sequence[float]) -> str:
    centre, half = _interval(values)
    return f"{100 * centre:.1f} ± {100 * half:.1f} %".replace("-", MINUS)


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """Give the mean over worlds and half of its 95 % interval."""
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    return float(np.mean(values)), float(t.ppf(0.975, len(values) - 1)) * error


if __name__ == "__main__":
    main()
