"""Ways to a leader as a picture: left to right, one lane for each way, numbered steps."""

from textwrap import wrap
from typing import Final

import plotly.graph_objects as go

from dashboards.texts import Say
from dashboards.theme import BLUE, EDGE_WIDTHS, GREEN, GREY, INK, ORANGE, PAPER, PLUM, TEMPLATE
from graph.access.answers import Brief, PathAnswer, Step
from graph.access.chances import chance
from graph.vocabulary import ActorKind

LINE: Final = 12
"""Letters of a name in one line of its label: two names stand side by side on a phone."""
LINES: Final = 3
LONGEST_WORD: Final = 20
"""Letters of one word in a label."""
CROWDED: Final = 4
"""Steps from which the names in one lane take turns above and below."""

Point = tuple[float, float]
Drawn = tuple[Point, Brief, bool]
"""Where somebody stands, who it is, and whether the name stands below."""


def ways_figure(answer: PathAnswer, say: Say) -> go.Figure:
    """Draw the ways from the start on the left to the leader on the right.

    Ways of an organisation may begin at several of its people: each then has its own start.

    Thicker lines are likelier steps, dotted ones are inferred; circles are people, squares
    organisations, the leader is a diamond. The list of steps beside the picture says the same.
    """
    figure = go.Figure()
    lanes = len(answer.ways)
    middle = -(lanes - 1) / 2
    starts = [way.steps[0].source for way in answer.ways]
    ends = [way.steps[-1].target for way in answer.ways]
    leaders = {answer.leader.id, *(end.id for end in ends)}
    drawn: list[Drawn] = []
    for lane, way in enumerate(answer.ways):
        count, y = len(way.steps), -float(lane)
        points = [
            (0.0, middle if _is_shared(starts) else y),
            *((place / count, y) for place in range(1, count)),
            (1.0, middle if _is_shared(ends) else y),
        ]
        if lane == 0 or not _is_shared(starts):
            drawn.append((points[0], starts[lane], True))
        for place, step in enumerate(way.steps):
            _draw_step(figure, say, step, place + 1, (points[place], points[place + 1]))
            if place + 1 < count:
                is_below = count >= CROWDED and place % 2 == 1
                drawn.append((points[place + 1], step.target, is_below))
        if lane == 0 or not _is_shared(ends):
            drawn.append((points[-1], ends[lane], True))
    _draw_actors(figure, say, drawn, leaders)
    figure.update_layout(
        template=TEMPLATE,
        showlegend=False,
        dragmode=False,
        xaxis={"visible": False, "range": [-0.06, 1.06], "fixedrange": True},
        yaxis={"visible": False, "range": [-lanes + 0.2, 0.8], "fixedrange": True},
    )
    return figure


def _is_shared(ends: list[Brief]) -> bool:
    """Tell whether all ways have this end; else each way has its own in its own lane."""
    return len({end.id for end in ends}) == 1


def _draw_step(
    figure: go.Figure, say: Say, step: Step, number: int, ends: tuple[Point, Point]
) -> None:
    (x0, y0), (x1, y1) = ends
    key = chance(step.probability)
    figure.add_trace(
        go.Scatter(
            x=[x0, x1],
            y=[y0, y1],
            mode="lines",
            line={
                "color": GREY if step.is_inferred else BLUE,
                "width": EDGE_WIDTHS[key],
                "dash": "dot" if step.is_inferred else "solid",
            },
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[(x0 + x1) / 2],
            y=[(y0 + y1) / 2],
            mode="markers+text",
            marker={"size": 22, "color": PAPER, "line": {"color": GREY, "width": 1}},
            text=[str(number)],
            textfont={"size": 12, "color": INK},
            hovertext=[
                say(
                    "picture.step",
                    number=number,
                    source=step.source.name_in_talk,
                    target=step.target.name_in_talk,
                    chance=say.likelihood(step.probability),
                )
            ],
            hoverinfo="text",
        )
    )


def _draw_actors(figure: go.Figure, say: Say, drawn: list[Drawn], leaders: set[str]) -> None:
    figure.add_trace(
        go.Scatter(
            x=[x for (x, _), _, _ in drawn],
            y=[y for (_, y), _, _ in drawn],
            mode="markers",
            marker={
                "size": [26 if brief.id in leaders else 20 for _, brief, _ in drawn],
                "symbol": [_symbol(brief, leaders) for _, brief, _ in drawn],
                "color": [_colour(brief, leaders) for _, brief, _ in drawn],
                "line": {"color": PAPER, "width": 2},
                "opacity": 1,
            },
            hovertext=[
                say.listed(part for part in (brief.name, brief.title, brief.partner_name) if part)
                for _, brief, _ in drawn
            ],
            hoverinfo="text",
            cliponaxis=False,
        )
    )
    for (x, y), brief, is_below in drawn:
        figure.add_annotation(
            x=x,
            y=y,
            text=_label(brief.name_in_talk),
            showarrow=False,
            xanchor="left" if x == 0 else "right" if x == 1 else "center",
            xshift=-12 if x == 0 else 12 if x == 1 else 0,
            yanchor="top" if is_below else "bottom",
            yshift=-14 if is_below else 14,
            bgcolor="rgba(255,255,255,0.85)",
            font={"size": 13, "color": INK},
        )


def _symbol(brief: Brief, leaders: set[str]) -> str:
    if brief.id in leaders:
        return "diamond"
    return "square" if brief.kind is ActorKind.PARTNER else "circle"


def _colour(brief: Brief, leaders: set[str]) -> str:
    if brief.id in leaders:
        return PLUM
    if brief.kind is ActorKind.PARTNER:
        return GREEN
    return ORANGE if brief.is_leader else BLUE


def _label(name: str) -> str:
    """Break a name into short lines; very long names and words end with three dots."""
    lines = wrap(name, LINE, break_long_words=False)
    shown = [
        line if len(line) <= LONGEST_WORD else f"{line[:LONGEST_WORD]}…" for line in lines[:LINES]
    ]
    if len(lines) > LINES:
        shown[-1] += " …"
    return "<br>".join(line.replace("&", "&amp;").replace("<", "&lt;") for line in shown)
