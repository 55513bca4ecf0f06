"""How many of all can be reached with which chance, as one bar."""

from collections.abc import Mapping
from typing import Final

import plotly.graph_objects as go

from dashboards.texts import Say
from dashboards.theme import CHANCE_COLOURS, INK, PALE, PAPER, TEMPLATE
from graph.access.chances import Chance

OUT_OF_REACH: Final = "none"
ORDER: Final = (*Chance, OUT_OF_REACH)


def nearness_figure(counts: Mapping[str, int], say: Say) -> go.Figure:
    """Draw a bar of four parts: good chance, possible, difficult, not within reach.

    ``counts``: how many there are of each; the sentence below the bar says the same.
    """
    figure = go.Figure()
    for part in ORDER:
        if not counts[part]:
            continue
        is_reached = part != OUT_OF_REACH
        figure.add_trace(
            go.Bar(
                x=[counts[part]],
                y=[""],
                orientation="h",
                text=[say.number(counts[part])],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": PAPER if is_reached else INK, "size": 15},
                marker={
                    "color": CHANCE_COLOURS[part] if is_reached else PALE,
                    "line": {"color": PAPER, "width": 2},
                },
                hovertext=[say(f"within.bar.{part}", count=counts[part])],
                hoverinfo="text",
            )
        )
    figure.update_layout(
        template=TEMPLATE,
        barmode="stack",
        showlegend=False,
        dragmode=False,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"visible": False, "fixedrange": True, "range": [0, sum(counts.values())]},
        yaxis={"visible": False, "fixedrange": True},
    )
    return figure
