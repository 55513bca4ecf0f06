"""Page: did my data load; files in, what became of them, and out again."""

from typing import Any, Final

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import Batch, Desk
from dashboards.desks import Desks, triggered
from dashboards.elements import alert, aria, data, problem, section
from dashboards.links import Place, read_place
from dashboards.pages.report import job_panel
from dashboards.texts import Say
from graph.errors import RestuError
from graph.vocabulary import NetworkId, Role

POLL_MILLISECONDS: Final = 700

AT_ONCE: Final[Any] = {"duration": 0}
"""A question that fades in cannot be read at once. Mantine's types ask for needless keys."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Offer to load files, show the latest imports, and give the data out."""
    network_id = place.network_id
    role = desk.role(network_id)
    close: Any = aria(label=say("data.undo_keep"))  # Mantine's own shape leaves attributes out
    return html.Div(
        [
            html.H1(say("data.title")),
            _upload(say, network_id) if role.includes(Role.EDITOR) else alert(say("data.readers")),
            html.Div(_batches(desk, say, network_id), id="import-batches"),
            dmc.Modal(
                id="undo-question",
                opened=False,
                centered=True,
                closeButtonProps=close,
                transitionProps=AT_ONCE,
            ),
            section(
                say("data.out"),
                html.P(say("data.out_lead")),
                html.A(
                    say("data.out_go"),
                    href=f"/v1/networks/{network_id}/exports/csv",
                    className="button",
                    download=f"{network_id}.zip",
                ),
            ),
        ]
    )


def _upload(say: Say, network_id: NetworkId) -> Component:
    return section(
        say("data.in"),
        html.P(say("data.in_lead")),
        html.Form(
            [
                _files(say, "files", several=True, accept=".csv,.xlsx,.zip"),
                _files(say, "mapping", several=False, accept=".toml"),
                html.Div(
                    [
                        html.Button(
                            say("data.check"), type="submit", value="true", className="button"
                        ),
                        html.Button(
                            say("data.load"),
                            type="submit",
                            value="false",
                            className="button button-main",
                        ),
                    ],
                    className="actions",
                ),
            ],
            id="upload",
            className="form",
            **data(
                upload=f"/v1/networks/{network_id}/imports",
                sending=say("data.sending"),
                nothing=say("data.no_files"),
            ),
        ),
        html.Div(id="upload-problem", role="alert"),
        dcc.Store(id="import-job"),
        dcc.Interval(id="import-clock", interval=POLL_MILLISECONDS, disabled=True),
        html.Div(id="import-outcome", **aria(live="polite")),
    )


def _files(say: Say, name: str, *, several: bool, accept: str) -> Component:
    """Make the place for a field for files; ``assets/restu.js`` puts it in, Dash has none."""
    return html.Div(
        [
            html.Label(say(f"data.{name}"), htmlFor=f"upload-{name}"),
            html.P(say(f"data.{name}_hint"), className="aside", id=f"upload-{name}-hint"),
            html.Div(
                className="file-slot",
                **data(name=name, several="yes" if several else "no", accept=accept),
            ),
        ],
        className="field",
    )


def _batches(desk: Desk, say: Say, network_id: NetworkId) -> Component:
    may_undo = desk.role(network_id).includes(Role.EDITOR)
    batches = desk.list_batches(network_id)
    if not batches:
        return section(say("data.latest"), html.P(say("data.no_imports")))
    return section(
        say("data.latest"),
        html.Ul([_batch(say, batch, may_undo=may_undo) for batch in batches], className="rows"),
    )


def _batch(say: Say, batch: Batch, *, may_undo: bool) -> Component:
    told = (
        say("data.batch", at=batch.at, by=batch.by, count=batch.count)
        if batch.by
        else say("data.batch_at", at=batch.at, count=batch.count)
    )
    undo = dmc.Button(
        say("data.undo"),
        id={"type": "batch-undo", "batch": batch.id},
        variant="default",
        size="sm",
    )
    return html.Li(
        [
            html.Span(told, className="row-text"),
            html.Span(say("data.undone"), className="aside")
            if batch.is_undone
            else (undo if may_undo else None),
        ],
        className="row",
    )


def undo_question(say: Say, batch: Batch) -> Component:
    """Say what undoing would do, before anything is done."""
    return html.Div(
        [
            html.P(say("data.undo_means", at=batch.at)),
            html.Div(
                [
                    dmc.Button(
                        say("data.undo_sure"),
                        id={"type": "batch-undo-sure", "batch": batch.id},
                        color="var(--orange-dark)",
                        size="md",
                    ),
                    dmc.Button(say("data.undo_keep"), id="undo-keep", variant="default", size="md"),
                ],
                className="actions",
            ),
        ],
        className="stack",
    )


def connect(app: Dash, desks: Desks) -> None:
    """Follow a job until it is over; undo an import if asked to, and sure."""

    @app.callback(
        Output("import-outcome", "children"),
        Output("import-clock", "disabled"),
        Output("import-batches", "children"),
        Input("import-job", "data"),
        Input("import-clock", "n_intervals"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def follow(job_id: str | None, _beat: int | None, pathname: str) -> tuple[Any, bool, Any]:
        place = read_place(pathname, "")
        if not job_id or place is None:
            raise PreventUpdate
        caller = desks.caller()
        try:
            job = caller.desk.job(place.network_id, job_id)
        except RestuError as error:
            return problem(caller.say, error), True, desks.stay
        is_over = job.state.is_over
        batches = _batches(caller.desk, caller.say, place.network_id) if is_over else desks.stay
        return job_panel(caller.say, job), is_over, batches

    @app.callback(
        Output("import-outcome", "children", allow_duplicate=True),
        Input({"type": "job-cancel", "job": ALL}, "n_clicks"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def cancel(clicks: list[int | None], pathname: str) -> object:
        place = read_place(pathname, "")
        if not any(clicks) or place is None:
            raise PreventUpdate
        caller = desks.caller()
        try:
            caller.desk.cancel_job(place.network_id, triggered("job"))
        except RestuError as error:
            return problem(caller.say, error)
        return desks.stay

    _connect_undo(app, desks)


def _connect_undo(app: Dash, desks: Desks) -> None:
    """Ask before an import is undone, then undo it."""

    @app.callback(
        Output("undo-question", "opened"),
        Output("undo-question", "title"),
        Output("undo-question", "children"),
        Input({"type": "batch-undo", "batch": ALL}, "n_clicks"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def ask(clicks: list[int | None], pathname: str) -> tuple[bool, str, Component]:
        place = read_place(pathname, "")
        if not any(clicks) or place is None:
            raise PreventUpdate
        caller, wanted = desks.caller(), triggered("batch")
        for batch in caller.desk.list_batches(place.network_id):
            if batch.id == wanted:
                title = caller.say("data.undo_ask", count=batch.count)
                return True, title, undo_question(caller.say, batch)
        raise PreventUpdate

    @app.callback(
        Output("undo-question", "opened", allow_duplicate=True),
        Input("undo-keep", "n_clicks"),
        prevent_initial_call=True,
    )
    def keep(clicks: int | None) -> bool:
        if not clicks:
            raise PreventUpdate
        return False

    @app.callback(
        Output("import-job", "data", allow_duplicate=True),
        Output("import-outcome", "children", allow_duplicate=True),
        Output("undo-question", "opened", allow_duplicate=True),
        Input({"type": "batch-undo-sure", "batch": ALL}, "n_clicks"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def undo(clicks: list[int | None], pathname: str) -> tuple[Any, Any, bool]:
        place = read_place(pathname, "")
        if not any(clicks) or place is None:
            raise PreventUpdate
        caller = desks.caller()
        try:
            job = caller.desk.undo_batch(place.network_id, triggered("batch"))
        except RestuError as error:
            return desks.stay, problem(caller.say, error), False
        return job.id, job_panel(caller.say, job), False
