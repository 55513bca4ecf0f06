"""How a job goes and what became of a file: progress, report, refused rows."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboards.elements import alert, aria
from dashboards.texts import Say
from graph.records.jobs import Job, JobState


def job_panel(say: Say, job: Job) -> Component:
    """Show progress while a job runs, and its outcome when it is over."""
    if not job.state.is_over:
        return _progress(say, job)
    return alert(
        say(f"word.job.{job.state}"), tone="good" if job.state is JobState.DONE else "calm"
    )


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
