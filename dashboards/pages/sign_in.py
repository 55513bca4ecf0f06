"""Page: exchange a token or an invitation for a session. Works without a script."""

from html import escape
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from dashboards.caller import language_of
from dashboards.doors import SignIn, SignOut
from dashboards.links import is_own_address
from dashboards.texts import ProblemText, Say
from graph.errors import AccessError
from graph.records.networks import LANGUAGES

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Final = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",  # without one, browsers hide the origin of a form
}

FRAME: Final = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/assets/restu.svg">
<link rel="stylesheet" href="/assets/restu.css">
<script src="/assets/sign_in.js" defer></script>
</head>
<body>
<main id="main" class="sign-in">
<p class="brand"><span class="brand-mark" aria-hidden="true"></span>Restu</p>
{content}
</main>
</body>
</html>"""

FORM: Final = """<h1>{heading}</h1>
{problem}
<form method="post" action="/sign-in">
<label for="secret">{label}</label>
<p id="hint" class="aside">{hint}</p>
<input id="secret" name="secret" type="password" autocomplete="off" required
 aria-describedby="hint" autofocus>
<input type="hidden" name="to" value="{to}">
<button type="submit" class="button button-main">{go}</button>
</form>
<p class="languages">{languages}</p>"""

PROBLEM: Final = """<div class="alert alert-problem" role="alert">
<{level} class="alert-title">{title}</{level}><p>{detail}</p><p>{remedy}</p>{number}
</div>"""


def render(say: Say, to: str, error: AccessError | None = None) -> str:
    """Write the page; a secret is never written back into it."""
    links = [
        f'<a lang="{code}" href="/language/{code}?{escape(urlencode({"to": f"/sign-in?{back}"}))}">'
        f"{escape(Say(code)('language.name'))}</a>"
        for back in [urlencode({"to": to})]
        for code in LANGUAGES
        if code != say.language
    ]
    form = FORM.format(
        heading=escape(say("sign_in.title")),
        problem=_problem(say, say.problem(error), "p") if error else "",
        label=escape(say("sign_in.secret")),
        hint=escape(say("sign_in.hint")),
        to=escape(to, quote=True),
        go=escape(say("sign_in.go")),
        languages=" ".join(links),
    )
    return _framed(say, say("sign_in.title"), form)


def render_problem(say: Say, told: ProblemText, request_id: str = "") -> str:
    """Write a page that says what is wrong, where no page of ours can be shown."""
    return _framed(say, told.title, _problem(say, told, "h1", request_id))


def _problem(say: Say, told: ProblemText, level: str, request_id: str = "") -> str:
    number = f"{say('shell.trouble.request')} {request_id}" if request_id else ""
    return PROBLEM.format(
        level=level,
        title=escape(told.title),
        detail=escape(told.detail),
        remedy=escape(told.remedy),
        number=f"<p>{escape(number)}</p>" if number else "",
    )


def _framed(say: Say, title: str, content: str) -> str:
    full = escape(say("shell.title", page=title))
    return FRAME.format(language=say.language, title=full, content=content)


def add_routes(server: FastAPI, sign_in: SignIn, sign_out: SignOut) -> None:
    """Add the addresses that open and end a stay."""

    def answer(request: Request, to: str, error: AccessError | None = None) -> HTMLResponse:
        say = Say(language_of(request.cookies, request.headers))
        return HTMLResponse(render(say, to, error), 401 if error else 200, HEADERS)

    @server.get("/sign-in")
    def read_sign_in(request: Request, to: str = "/") -> Response:
        return answer(request, _own(to))

    @server.post("/sign-in")
    def open_session(
        request: Request,
        secret: Annotated[str, Form(max_length=2_000)],
        to: Annotated[str, Form(max_length=4_000)] = "/",
    ) -> Response:
        try:
            granted = sign_in(request, secret.strip())
        except AccessError as error:
            return answer(request, _own(to), error)
        return _away(_own(to), granted)

    @server.post("/sign-out")
    def end_session(request: Request) -> Response:
        return _away("/sign-in", sign_out(request))


def _own(to: str) -> str:
    return to if is_own_address(to) else "/"


def _away(to: str, granted: Response) -> Response:
    """Send the browser on, with the cookies that the service set."""
    answer = RedirectResponse(to, 303)
    for name, value in granted.raw_headers:
        if name == b"set-cookie":
            answer.raw_headers.append((name, value))
    return answer
