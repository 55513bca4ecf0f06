"""Page: how good our forecasts were, and what the odds stand on."""

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.advice import signed
from dashboards.desk import Desk
from dashboards.elements import alert, aria, badge, button_link, number_tile, section
from dashboards.figures.forecasts import reliability_figure
from dashboards.links import PageName, Place, link
from dashboards.texts import Say
from dashboards.theme import GRAPH_CONFIG
from graph.access.answers import CalibrationAnswer
from graph.access.calibration import (
    LEAST_RECALIBRATED,
    LEAST_REFITTED,
    LEAST_STRAIGHTENED,
    Calibrated,
    Stage,
)
from graph.access.coefficients import COEFFICIENTS, Coefficient
from graph.access.scoring import Scores
from graph.vocabulary import NetworkId

LEAST_SCORED: Final = LEAST_RECALIBRATED
"""Answers below which no figure is shown: it would say more about chance than about forecasts."""
ABOUT_AS_GOOD: Final = 0.02
"""Skill that is too small to be spoken of, either way."""
NEXT_STAGE: Final = {
    Stage.ASSUMED: LEAST_RECALIBRATED,
    Stage.RECALIBRATED: LEAST_REFITTED,
    Stage.REFITTED: LEAST_STRAIGHTENED,
}
"""Answers from which the next stage of learning begins."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Show what was asked, how good the forecasts were, and where the odds come from."""
    answer = desk.calibration(place.network_id)
    return html.Div(
        [
            html.H1(say("forecasts.title")),
            html.P(say("forecasts.lead"), className="lead"),
            section(
                say("forecasts.so_far"), _counts(say, answer), html.P(say("forecasts.teaches"))
            ),
            _quality(say, place.network_id, answer),
            section(
                say("forecasts.stage.title"),
                html.P(say(f"forecasts.stage.{answer.odds.stage}")),
                _next_stage(say, answer),
                _coefficients(say, answer.odds),
            ),
        ]
    )


def to_forecasts(say: Say, network_id: NetworkId) -> Component:
    """Lead here from the page of requests."""
    href = link(network_id, PageName.FORECASTS)
    return html.P(dcc.Link(say("forecasts.title"), href=href))


def _counts(say: Say, answer: CalibrationAnswer) -> Component:
    scored = answer.scores.count if answer.scores else 0
    counts = {
        "asked": answer.asked,
        "agreed": answer.agreed,
        "not_agreed": answer.declined,
        "scored": scored,
    }
    tiles = [
        number_tile(say.number(count), say(f"forecasts.count.{name}"))
        for name, count in counts.items()
    ]
    return html.Div(tiles, className="tiles")


# ---------------------------------------------------------------------------- how good


def _quality(say: Say, network_id: NetworkId, answer: CalibrationAnswer) -> Component:
    scores = answer.scores
    if scores is None or scores.count < LEAST_SCORED:
        return _too_few(say, network_id, 0 if scores is None else scores.count)
    return section(
        say("forecasts.quality"),
        html.P(_verdict(say, scores), className="verdict"),
        html.P(
            say(
                "forecasts.distance",
                distance=say.number(scores.brier, digits=3),
                base=say.number(scores.base_brier, digits=3),
            )
        ),
        html.P(say("forecasts.still_chance"), className="aside")
        if scores.count < LEAST_REFITTED
        else None,
        html.H3(say("forecasts.picture")),
        html.P(say("forecasts.picture_hint"), className="aside"),
        html.Div(
            dcc.Graph(
                id="forecasts-picture",
                figure=reliability_figure(answer.reliability, say),
                config=GRAPH_CONFIG,
                className="picture picture-square",
            ),
            role="img",
            **aria(label=say("forecasts.picture_label")),
        ),
        _bins(say, answer),
    )


def _too_few(say: Say, network_id: NetworkId, count: int) -> Component:
    told = "forecasts.few" if count else "forecasts.none"
    return section(
        say("forecasts.quality"),
        alert(
            say(told, count=count),
            html.P(say("forecasts.few_remedy", least=LEAST_SCORED)),
            tone="calm",
        ),
        html.Div(
            button_link(say("forecasts.to_requests"), link(network_id, PageName.REQUESTS)),
            className="actions",
        ),
    )


def _verdict(say: Say, scores: Scores) -> str:
    """Say the skill in words: against always naming the share agreed to by then."""
    if scores.skill is None:
        return say("forecasts.skill.undefined", count=scores.count)
    if scores.skill > ABOUT_AS_GOOD:
        key = "better"
    else:
        key = "worse" if scores.skill < -ABOUT_AS_GOOD else "same"
    return say(f"forecasts.skill.{key}", count=scores.count)


def _bins(say: Say, answer: CalibrationAnswer) -> Component:
    heads = [say(f"forecasts.column.{name}") for name in ("forecast", "requests", "agreed")]
    rows = [
        html.Tr(
            [
                html.Th(say.between(found.low, found.high), scope="row"),
                html.Td(say.number(found.count)),
                html.Td(say.number(found.agreed)),
            ]
        )
        for found in answer.reliability
    ]
    return html.Table(
        [
            html.Caption(say("forecasts.table"), className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="table table-narrow",
    )


# ---------------------------------------------------------------------------- what they stand on


def _next_stage(say: Say, answer: CalibrationAnswer) -> Component | None:
    least = NEXT_STAGE.get(answer.odds.stage)
    if least is None:
        return None
    left = max(1, least - answer.agreed - answer.declined)
    return html.P(say("forecasts.next_stage", count=left), className="aside")


def _coefficients(say: Say, odds: Calibrated) -> Component:
    moved: list[Component] = []
    if odds.stage is Stage.RECALIBRATED:
        told = say("forecasts.moved", shift=round(odds.shift, 2), slope=round(odds.slope, 2))
        moved.append(html.P(told, className="aside"))
    return html.Details(
        [
            html.Summary(say("forecasts.numbers")),
            html.Div(
                [
                    html.P(say("forecasts.numbers_hint"), className="aside"),
                    *moved,
                    html.Ul(
                        [_coefficient(say, odds, row) for row in COEFFICIENTS], className="rows"
                    ),
                ],
                className="stack",
            ),
        ]
    )


def _coefficient(say: Say, odds: Calibrated, row: Coefficient) -> Component:
    in_use, uncertainty = float(getattr(odds.model, row.name)), odds.uncertainty.get(row.name)
    assumed = say("forecasts.assumed", value=signed(say, row.value))
    values = say.listed([assumed, say(f"forecasts.unit.{row.unit}")])
    if uncertainty is not None:
        fitted = say(
            "forecasts.fitted", value=signed(say, in_use), uncertainty=say.number(uncertainty)
        )
        values = say.listed([values, fitted])
    elif in_use != row.value:
        values = say.listed([values, say("forecasts.own", value=signed(say, in_use))])
    sources = [html.Span(say.listed(row.sources), className="aside")] if row.sources else []
    return html.Li(
        html.Div(
            [
                html.Span(
                    [
                        say(f"forecasts.number.{row.name}"),
                        badge(say(f"forecasts.grounds.{row.grounds}")),
                    ]
                ),
                html.Span(values),
                html.Span(say(row.evidence), className="aside"),
                *sources,
            ],
            className="row-text",
        ),
        className="row",
    )
