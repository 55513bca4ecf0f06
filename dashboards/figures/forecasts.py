"""Forecasts beside what came of them, as a picture with the counts."""

from collections.abc import Sequence
from math import sqrt
from textwrap import wrap
from typing import Any, Final

import plotly.graph_objects as go

from dashboards.texts import Say
from dashboards.theme import BLUE, GREY, INK, TEMPLATE
from graph.access.scoring import Bin

TICKS: Final = {0.0: "never", 0.25: "quarter", 0.5: "half", 0.75: "most", 1.0: "always"}
LINE: Final = 8
"""Letters of a tick in one line: a phone leaves little beside the picture."""
LEAST_DOT: Final = 9.0
MOST_DOT: Final = 18.0


def reliability_figure(bins: Sequence[Bin], say: Say) -> go.Figure:
    """Draw forecasts from left to right and how often they came true from below to above.

    On the dotted line both are the same. A dot is larger the more requests it stands for, their
    number is written beside it, and its line is the range of chance (95 %).
    """
    most = max((found.count for found in bins), default=1)
    ticks: dict[str, Any] = {
        "tickvals": list(TICKS),
        "ticktext": [
            "<br>".join(wrap(say(f"forecasts.tick.{name}"), LINE)) for name in TICKS.values()
        ],
        "range": [-0.06, 1.06],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": "#E3E7EC",
        "zeroline": False,
    }
    across = [
        text if place % 2 == 0 else "" for place, text in enumerate(ticks["ticktext"])
    ]  # every other one: all five would run into each other on a phone
    figure = go.Figure(
        go.Scatter(
            x=[0, 1],
            y=[0, 1],
            mode="lines",
            line={"color": GREY, "dash": "dot", "width": 2},
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[found.predicted for found in bins],
            y=[found.share for found in bins],
            mode="markers+text",
            text=[say.number(found.count) for found in bins],
            textposition="middle right",
            textfont={"color": INK},
            cliponaxis=False,
            marker={
                "color": BLUE,
                "size": [
                    LEAST_DOT + (MOST_DOT - LEAST_DOT) * sqrt(found.count / most) for found in bins
                ],
            },
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [found.most - found.share for found in bins],
                "arrayminus": [found.share - found.least for found in bins],
                "color": BLUE,
                "thickness": 1.5,
                "width": 5,
            },
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        template=TEMPLATE,
        showlegend=False,
        dragmode=False,
        margin={"l": 4, "r": 16, "t": 8, "b": 4},
        xaxis={
            **ticks,
            "ticktext": across,
            "title": {"text": say("forecasts.axis.forecast")},
            "automargin": True,
        },
        yaxis={**ticks, "title": {"text": say("forecasts.axis.agreed")}, "automargin": True},
    )
    return figure
