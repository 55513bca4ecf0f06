"""How a job goes and what became of files: progress, report, refused rows."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboards.elements import Child, alert, aria
from dashboards.texts import Say
from graph.errors import CancelledError
from graph.records.jobs import Job, JobState

MOST_ROWS: Final = 20
"""Refused rows of a file that a page shows; the file to repair holds all."""
MOST_WARNINGS: Final = 20


def job_panel(say: Say, job: Job) -> Component:
    """Show progress while a job runs, and its outcome when it is over."""
    if not job.state.is_over:
        return _progress(say, job)
    if job.state is JobState.DONE and job.result is not None:
        return _undone(say, job.result) if "undone" in job.result else _report(say, job, job.result)
    return _not_done(say, job)


def _progress(say: Say, job: Job) -> Component:
    share = 100 * job.done / job.total if job.total else 0
    stage = say.word("stage", job.stage) if job.stage else say(f"word.job.{job.state}")
    counted = say("report.of", done=job.done, total=job.total) if job.total else ""
    return html.Div(
        [
            html.P(say.listed(part for part in (stage, counted) if part), role="status"),
            dmc.Progress(value=share, size="lg", **aria(label=stage)),
            dmc.Button(
                say("report.cancel"),
                id={"type": "job-cancel", "job": job.id},
                variant="default",
                size="sm",
            ),
        ],
        className="progress",
    )


def _not_done(say: Say, job: Job) -> Component:
    if job.state is JobState.CANCELLED:
        off = say.problem(CancelledError())
        return alert(off.title, html.P(off.detail), html.P(off.remedy), tone="calm")
    told = job.problem or {}
    facts = {name: str(value) for name, value in dict(told.get("facts") or {}).items()}
    problem = say.problem_of(str(told.get("code", "")), facts)
    lines = [_issue(say, issue) for issue in told.get("issues") or ()]
    parts: list[Child] = [html.P(text) for text in (problem.title, problem.detail) if text]
    if lines:
        parts.append(html.Ul(lines))
    if problem.remedy:
        parts.append(html.P(problem.remedy))
    return alert(say(f"word.job.{job.state}"), *parts, tone="problem")


def _undone(say: Say, result: Mapping[str, Any]) -> Component:
    parts = [html.P(say("report.undone", count=int(result["undone"])))]
    if result["kept"]:
        parts.append(html.P(say("report.kept", count=int(result["kept"]))))
    return alert(say("word.job.done"), *parts, tone="good")


# ---------------------------------------------------------------------------- an import


def _report(say: Say, job: Job, result: Mapping[str, Any]) -> Component:
    refused = int(result["refused"])
    title = "checked" if result["is_dry_run"] else "loaded" if result["revision"] else "unchanged"
    counted = html.P(
        say(
            "report.rows",
            read=int(result["read"]),
            accepted=int(result["accepted"]),
            refused=refused,
        )
    )
    parts: list[Child | None] = [
        counted,
        _table(say, result["files"]),
        _refusals(say, job, result["files"]) if refused else None,
        html.P(say("report.new_types", types=say.all_of(result["new_types"])))
        if result["new_types"]
        else None,
        _warnings(say, result["warnings"]) if result["warnings"] else None,
        html.P(say("report.next")) if result["is_dry_run"] else None,
    ]
    shown = [part for part in parts if part is not None]
    return alert(say(f"report.title.{title}"), *shown, tone="calm" if refused else "good")


def _table(say: Say, files: list[Mapping[str, Any]]) -> Component:
    columns = ("new", "changed", "unchanged", "refused")
    # A phone shows a file's name above its numbers; the roles keep it a table for everybody.
    names = [say("report.file"), *(say(f"report.{name}") for name in columns)]
    head = [html.Th(name, scope="col", role="columnheader") for name in names]
    rows = [
        html.Tr(
            [
                html.Th(str(file["name"]), scope="row", role="rowheader"),
                *(html.Td(say.number(int(file[name])), role="cell") for name in columns),
            ],
            role="row",
        )
        for file in files
    ]
    parts = [
        html.Thead(html.Tr(head, role="row"), role="rowgroup"),
        html.Tbody(rows, role="rowgroup"),
    ]
    table = html.Table(parts, className="table", role="table")
    return html.Div(
        table, className="wide", tabIndex=0, role="region", **aria(label=say("report.file"))
    )


def _refusals(say: Say, job: Job, files: list[Mapping[str, Any]]) -> Component:
    blocks: list[Component] = []
    for file in files:
        if not file["refused"]:
            continue
        rows = [
            html.Li(
                [
                    html.Strong(say("report.line", line=str(row["line"]))),
                    html.Ul([_issue(say, issue) for issue in row["issues"]]),
                ]
            )
            for row in file["rows"][:MOST_ROWS]
        ]
        name = str(file["refused_file"])
        address = f"/v1/networks/{job.network_id}/imports/{job.id}/refused?file={quote(name)}"
        blocks.append(
            html.Details(
                [
                    html.Summary(
                        say("report.refused_in", count=int(file["refused"]), file=str(file["name"]))
                    ),
                    html.Ul(rows, className="refused"),
                    html.A(say("report.download"), href=address, className="button", download=name),
                ],
                open=True,
            )
        )
    return html.Div(blocks)


def _issue(say: Say, issue: Mapping[str, Any]) -> Component:
    facts = {name: str(value) for name, value in dict(issue.get("facts") or {}).items()}
    told = say.issue_of(str(issue["field"]), str(issue["code"]), str(issue["value"]), facts)
    return html.Li(
        [html.Span(f"{told.field}: ", className="step-label"), f"{told.reason} {told.remedy}"]
    )


def _warnings(say: Say, warnings: list[Mapping[str, Any]]) -> Component:
    lines = [html.Li(_warning(say, warning)) for warning in warnings[:MOST_WARNINGS]]
    return html.Details(
        [html.Summary(say("report.remarks", count=len(warnings))), html.Ul(lines)],
        className="more",
    )


def _warning(say: Say, warning: Mapping[str, Any]) -> str:
    place = say.listed(str(warning[part]) for part in ("file", "field") if warning.get(part))
    facts: dict[str, Any] = {**(warning.get("facts") or {}), "value": str(warning["value"])}
    sentence = say("warning." + str(warning["code"]), **facts)
    return f"{place}: {sentence}"
