"""Colours, type and the Plotly template; safe for colour-blind readers."""

from typing import Any, Final

import plotly.graph_objects as go

BLUE: Final = "#0B5FA5"
GREEN: Final = "#1B9E77"
ORANGE: Final = "#D55E00"
PLUM: Final = "#882255"
GREY: Final = "#8A939E"
PALE: Final = "#D9DEE4"
INK: Final = "#1F2933"
PAPER: Final = "#FFFFFF"

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"

CHANCE_COLOURS: Final = {"good": "#0F6B50", "possible": BLUE, "difficult": "#A34700"}
"""Text colours of likelihoods, dark enough on white (4.5 to 1 and more)."""

EDGE_WIDTHS: Final = {"good": 5.0, "possible": 3.0, "difficult": 1.5}

MANTINE: Final[Any] = {
    "primaryColor": "restu",
    "primaryShade": 7,
    "colors": {
        "restu": [
            "#EAF3FB",
            "#D3E5F5",
            "#A7CBEA",
            "#78AFDE",
            "#4F96D3",
            "#2F81C7",
            "#1A70B8",
            BLUE,
            "#084B83",
            "#063A66",
        ],
    },
    "fontFamily": FONT,
    "headings": {"fontFamily": FONT, "fontWeight": "650"},
    "defaultRadius": "md",
    "cursorType": "pointer",
    "black": INK,
}

TEMPLATE: Final = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hoverlabel": {"bgcolor": PAPER, "font": {"family": FONT, "color": INK}},
        "colorway": [BLUE, GREEN, ORANGE, PLUM, GREY],
    }
)

GRAPH_CONFIG: Final[Any] = {
    "displayModeBar": False,
    "showSendToCloud": False,
    "displaylogo": False,
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": False,
}
"""No button of Plotly's own; above all none that uploads the picture."""
