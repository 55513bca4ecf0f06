"""The card of a request: the way to a leader, to print or to read in a car.

A page by itself, without scripts and with its style inside, so that it can be kept as one file.
It shows no figures, no notes and no remarks, and names nobody who is not asked: superiors who
should be told first stand there by their office, meetings without their subject, and a letter
without its copies and without the desks that it lay on.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Final

from dashboards.texts import Say
from dashboards.words import office, spoken, words_for
from graph.access.asking import Asking, Card, CommonGround, Words
from graph.records.phones import dialled
from graph.vocabulary import RequestState

DATED: Final = (RequestState.ASKED, RequestState.REMINDED)
"""States of which the day is told."""


@cache
def style() -> str:
    """Read the style of a card, for screens and for paper."""
    return files("dashboards").joinpath("card.css").read_text("utf-8")


@cache
def style_source() -> str:
    """Name the style as a content security policy does, by its digest."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return f"'sha256-{digest}'"


def card_page(
    card: Card, say: Say, *, phrases: Mapping[str, str] | None = None, own_language: str = ""
) -> str:
    """Write the card as a page.

    Parameters
    ----------
    card
        Facts of the request.
    say
        Language of the card.
    phrases, own_language
        Templates that the network replaces, and the language that it writes in.

    """
    leader = card.steps[-1].asked
    told = (
        (
            one,
            words_for(
                _without_subject(one),
                say,
                form=one.spoken_form(),
                phrases=phrases,
                own_language=own_language,
            ),
        )
        for one in card.steps
    )
    title = escape(say("card.title", leader=spoken(leader, say)))
    steps = "".join(_step(one, words, say) for one, words in told)
    return (
        f'<!doctype html>\n<html lang="{say.language}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style()}</style></head>\n"
        f'<body><main id="main">\n<h1>{title}</h1>\n{_facts(_about(card, say))}'
        f"<ol>\n{steps}</ol>\n<p>{escape(say('card.others'))}</p>\n"
        f'<p class="foot">{escape(say("card.made", on=card.on, network=card.network))}</p>\n'
        "</main></body>\n</html>\n"
    )


def _without_subject(asking: Asking) -> Asking:
    """Leave out what a meeting was about: people write names there."""
    return replace(asking, met=asking.met and CommonGround(asking.met.on))


def _about(card: Card, say: Say) -> Iterator[tuple[str, str]]:
    if card.purpose:
        yield say("card.purpose"), card.purpose
    where = office(card.steps[-1].asked, say)
    if where and not card.steps[-1].asked.is_partner:
        yield say("card.office"), where
    if card.letter is not None:
        dated = say.date(card.letter.dated) if card.letter.dated else ""
        if told := ", ".join(part for part in (card.letter.number, dated) if part):
            yield say("card.letter"), told


def _step(asking: Asking, words: Words, say: Say) -> str:
    asker, asked = spoken(asking.asker, say), spoken(asking.asked, say)
    heading = escape(say("card.asks", asker=asker, asked=asked))
    number = escape(say("card.step", number=asking.step + 1))
    lines = [f'<li class="step"><h2><span class="number">{number}</span> {heading}</h2>\n']
    lines += [f'<p class="first">{escape(line)}</p>\n' for line in _first(asking, say)]
    lines.append(_facts(_of_step(asking, say)))
    label, text = escape(say("card.say")), escape(words.text)
    lines.append(f'<p class="number">{label}</p>\n<p class="say">{text}</p>\n')
    if number := dialled(asking.asked.phone):
        call = escape(say("words.link.telephone"))
        lines.append(f'<p class="links"><a href="tel:+{number}">{call}</a></p>\n')
    return "".join([*lines, "</li>\n"])


def _first(asking: Asking, say: Say) -> Iterator[str]:
    """Say what comes before asking: whom to tell out of courtesy, and whom not to ask now."""
    if asking.asked.is_not_to_be_asked:
        yield say("card.not_now", name=spoken(asking.asked, say))
    if asking.superiors:
        above = say("card.superior", name=spoken(asking.asked, say))
        offices = dict.fromkeys(office(one, say) or above for one in asking.superiors)
        yield say("card.courtesy", offices=say.all_of(list(offices)))


def _of_step(asking: Asking, say: Say) -> Iterator[tuple[str, str]]:
    asked = asking.asked
    where = office(asked, say)
    if where and not asked.is_partner:
        yield say("card.office"), where
    channel = asking.channel or asked.preferred
    if channel is not None:
        yield say("card.channel"), say.word("channel", channel)
    if asking.due is not None:
        yield say("card.due"), say.date(asking.due)
    if asking.state in DATED and asking.state_since is not None:
        yield say("card.stands"), say(f"card.state.{asking.state}", on=asking.state_since)
    elif asking.state not in DATED:
        yield say("card.stands"), say(f"card.state.{asking.state}")


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    written = "".join(f"<dt>{escape(name)}</dt><dd>{escape(told)}</dd>" for name, told in rows)
    return f"<dl>{written}</dl>\n" if written else ""
