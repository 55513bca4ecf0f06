"""What pages and the terminal say alike of steps and ways: ranges, lessons, advice, factors."""

from datetime import date

from dashboards.texts import Say
from graph.access.answers import Improvement, Interest, NotAsked, PathAnswer, Step
from graph.access.remedies import Act
from graph.strength.bands import band_of
from graph.strength.used import Speaks


def before_asking(say: Say, step: Step, on: date) -> list[str]:
    """Say what comes before asking: whom to tell first, and whether to wait."""
    name, burden = step.target.name_in_talk, step.burden
    told = [
        say("ways.told_first", name=name, superior=superior.name_in_talk)
        for superior in step.told_first
    ]
    if burden.is_full:
        told.append(say("ways.at_cap", name=name, open=burden.open, cap=burden.cap))
    elif burden.rested_on is not None and burden.rested_on > on:
        told.append(say("ways.asked_often", name=name, count=burden.lately, until=burden.rested_on))
    return told


def range_of(say: Say, step: Step) -> str:
    """Say how likely a step is, and how sure: "about 1 in 5, between 1 in 20 and 2 in 5"."""
    told = say(
        "ways.range", odds=say.odds(step.probability), range=say.between(step.low, step.high)
    )
    return f"{told[:1].upper()}{told[1:]}."


def so_far(say: Say, step: Step) -> str:
    """Say what earlier requests on the tie came to: "agreed 3 of 4 times"."""
    count = step.agreed + step.declined
    if not count:
        return say("ways.never_asked")
    name = step.target.name_in_talk
    if count == 1:
        return say("ways.agreed_once" if step.agreed else "ways.declined_once", name=name)
    return say("ways.agreed_of", name=name, agreed=step.agreed, count=count)


def closeness(say: Say, strength: float, speaks: Speaks) -> str:
    """Say how close two are in a word, and how that is known."""
    band = say.word("band", band_of(strength))
    return say("ways.closeness", band=band, source=say.word("speaks", speaks.name.lower()))


def idea(say: Say, step: Step, found: Improvement) -> str:
    """Say what could be done about a step, and what odds that would lead to."""
    return say("improvement.then", what=_act(say, step, found), odds=say.odds(found.probability))


def _act(say: Say, step: Step, found: Improvement) -> str:
    target = step.target.name_in_talk
    match found.act:
        case Act.OTHER_CHANNEL:
            return say("improvement.other_channel", channel=say.word("channel", found.channel))
        case Act.WAIT:
            return say("improvement.wait", day=found.day or "", target=target)
        case Act.MEET_FIRST:
            return say(f"improvement.meet_first.{found.occasion}", target=target)
        case Act.BY_GATEKEEPER | Act.BY_EQUAL:
            via = found.via.name_in_talk if found.via else ""
            return say(f"improvement.{found.act}", via=via)


def how_many(say: Say, answer: PathAnswer) -> str:
    """Say how many ways share nobody; nothing where that was not asked."""
    if answer.number is None:
        return ""
    key = "ways.independent" if answer.is_exact else "ways.independent_at_least"
    return say(key, count=answer.number)


def only_doors(say: Say, answer: PathAnswer) -> list[str]:
    """Name the people whom no way can do without."""
    leader = answer.leader.name_in_talk
    return [
        say("ways.only_door", leader=leader, name=door.name_in_talk) for door in answer.only_doors
    ]


def left_out(say: Say, one: NotAsked) -> str:
    """Say who is asked enough for now."""
    name, count, until = one.actor.name_in_talk, one.burden.open, one.burden.rested_on
    if until is None:
        return say("ways.left_out_one", name=name, count=count)
    return say("ways.left_out_until", name=name, count=count, until=until)


def interest(say: Say, found: Interest) -> tuple[str, str]:
    """Say a conflict of interest, and how it is handled."""
    record = found.record
    told = say(
        "ways.interest.about",
        name=found.person.name_in_talk,
        about=say.all_of([brief.name_in_talk for brief in found.about]),
        interest=record.interest,
    )
    more = [say("ways.interest.handling", handling=record.handling)] if record.handling else []
    if record.declared_on is None:
        more.append(say("ways.interest.not_declared"))
    return told, say.listed(more)


def signed(say: Say, value: float) -> str:
    """Write what a factor adds or takes, with its sign; nothing is 0."""
    told = say.number(abs(value))
    if told == say.number(0):
        return told
    return f"+{told}" if value > 0 else f"\u2212{told}"
