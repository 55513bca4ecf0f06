"""What a computed closeness is made of, as bars that add up."""

from textwrap import wrap
from typing import Final

import plotly.graph_objects as go

from dashboards.advice import signed
from dashboards.texts import Say
from dashboards.theme import BLUE, GREEN, GREY, INK, ORANGE, TEMPLATE
from graph.strength.factors import StrengthFactors

FACTORS: Final = ("rhythm", "silence", "depth", "one_sidedness")
"""Parts of the computed strength, in the order in which they are added up."""
LINE: Final = 14
"""Letters of a label in one line: half of a phone stays for the bars."""


def factors_figure(factors: StrengthFactors, say: Say) -> go.Figure:
    """Draw each factor where the one before it ended, and their sum below.

    The list beside the picture says the same in words.
    """
    values = [float(getattr(factors, name)) for name in FACTORS]
    labels = ["<br>".join(wrap(say(f"strengths.factor.{name}"), LINE)) for name in FACTORS]
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            measure=["relative"] * len(FACTORS) + ["total"],
            x=[*values, 0.0],
            y=[*labels, f"<b>{say('strengths.factor.sum')}</b>"],
            text=[*(signed(say, value) for value in values), say.number(factors.strength)],
            textposition="outside",
            textfont={"color": INK},
            cliponaxis=False,
            constraintext="none",
            increasing={"marker": {"color": GREEN}},
            decreasing={"marker": {"color": ORANGE}},
            totals={"marker": {"color": BLUE}},
            connector={"line": {"color": GREY, "width": 1, "dash": "dot"}},
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        template=TEMPLATE,
        showlegend=False,
        dragmode=False,
        margin={"l": 0, "r": 8, "t": 4, "b": 4},
        xaxis={"range": [-0.14, 1.14], "visible": False, "fixedrange": True},
        yaxis={
            "autorange": "reversed",
            "automargin": True,
            "fixedrange": True,
            "ticklabelstandoff": 6,
        },
    )
    return figure
