"""Several leaders at once as a picture: how likely each is reached, and what was given up."""

from typing import Final

import plotly.graph_objects as go

from dashboards.texts import Say
from dashboards.theme import CHANCE_COLOURS, GREY, INK, PALE, PAPER, TEMPLATE
from graph.access.chances import chance, frequency
from graph.access.overviews import CampaignAnswer, LeaderAnswer

TICKS: Final = (0.2, 0.5, 0.8)
"""Where the words change, and what is far beyond."""
LONGEST: Final = 34
"""Letters of a name above its line: as many as a phone shows."""


def campaign_figure(answer: CampaignAnswer, say: Say) -> go.Figure:
    """Draw a line for each leader: a full dot for the way chosen, a ring for the best one alone.

    Leaders to whom no way leads are left out.
    """
    figure = go.Figure()
    drawn = [found for found in answer.leaders if found.alone is not None]
    for place, found in enumerate(drawn):
        _draw_leader(figure, say, found, -float(place))
    figure.update_layout(
        template=TEMPLATE,
        showlegend=False,
        dragmode=False,
        margin={"l": 16, "r": 24, "t": 4, "b": 30},
        xaxis={
            "range": [-0.03, 1.0],
            "tickvals": TICKS,
            "ticktext": [_in_words(say, share) for share in TICKS],
            "gridcolor": PALE,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "visible": False,
            "range": [0.6 - len(drawn), 0.75],
            "fixedrange": True,
        },
    )
    return figure


def _draw_leader(figure: go.Figure, say: Say, found: LeaderAnswer, y: float) -> None:
    name = found.leader.name_in_talk
    figure.add_annotation(
        x=0,
        xref="paper",
        y=y + 0.36,
        text=_label(name),
        showarrow=False,
        xanchor="left",
        font={"size": 13, "color": INK},
        bgcolor="rgba(255,255,255,0.85)",
    )
    figure.add_trace(
        go.Scatter(
            x=[0, 1], y=[y, y], mode="lines", line={"color": PALE, "width": 1}, hoverinfo="skip"
        )
    )
    alone = found.alone.probability if found.alone else 0.0
    chosen = found.chosen.probability if found.chosen else 0.0
    if alone > chosen:
        if chosen:
            figure.add_trace(
                go.Scatter(
                    x=[chosen, alone],
                    y=[y, y],
                    mode="lines",
                    line={"color": GREY, "width": 2, "dash": "dot"},
                    hoverinfo="skip",
                )
            )
        _dot(figure, alone, y, say("campaign.dot.alone", leader=name, chance=say.likelihood(alone)))
    if chosen:
        told = say("campaign.dot.chosen", leader=name, chance=say.likelihood(chosen))
        _dot(figure, chosen, y, told, is_chosen=True)


def _dot(
    figure: go.Figure, probability: float, y: float, told: str, *, is_chosen: bool = False
) -> None:
    colour = CHANCE_COLOURS[chance(probability)]
    figure.add_trace(
        go.Scatter(
            x=[probability],
            y=[y],
            mode="markers",
            marker={
                "size": 15,
                "color": colour if is_chosen else PAPER,
                "line": {"color": colour if is_chosen else GREY, "width": 2},
            },
            hovertext=[_escaped(told)],
            hoverinfo="text",
        )
    )


def _in_words(say: Say, share: float) -> str:
    said = frequency(share)
    return say("likelihood.some_in", few=said.numerator, many=said.denominator)


def _label(name: str) -> str:
    return _escaped(name if len(name) <= LONGEST else f"{name[:LONGEST]}…")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
