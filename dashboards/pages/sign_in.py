"""Page: exchange a token or an invitation for a session. Works without a script."""

from html import escape
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from dashboards.caller import language_of
from dashboards.doors import SignIn, SignOut
from dashboards.links import is_own_address
from dashboards.texts import Say
from graph.errors import AccessError
from graph.records.networks import LANGUAGES

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGE: Final = """<!DOCTYPE html>
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
<h1>{heading}</h1>
{problem}
<form method="post" action="/sign-in">
<label for="secret">{label}</label>
<p id="hint" class="aside">{hint}</p>
<input id="secret" name="secret" type="password" autocomplete="off" required
 aria-describedby="hint" autofocus>
<input type="hidden" name="to" value="{to}">
<button type="submit" class="button button-main">{go}</button>
</form>
<p class="languages">{languages}</p>
</main>
</body>
</html>"""


def render(say: Say, to: str, error: AccessError | None = None) -> str:
    """Write the page; a secret is never written back into it."""
    problem = ""
    if error is not None:
        told = say.problem(error)
        problem = (
            f'<div class="alert alert-problem" role="alert"><p class="alert-title">'
            f"{escape(told.title)}</p><p>{escape(told.detail)}</p><p>{escape(told.remedy)}</p></div>"
        )
    links = [
        f'<a lang="{code}" href="/language/{code}?{escape(urlencode({"to": f"/sign-in?{back}"}))}">'
        f"{escape(Say(code)('language.name'))}</a>"
        for back in [urlencode({"to": to})]
        for code in LANGUAGES
        if code != say.language
    ]
    return PAGE.format(
        language=say.language,
        title=escape(say("shell.title", page=say("sign_in.title"))),
        heading=escape(say("sign_in.title")),
        problem=problem,
        label=escape(say("sign_in.secret")),
        hint=escape(say("sign_in.hint")),
        to=escape(to, quote=True),
        go=escape(say("sign_in.go")),
        languages=" ".join(links),
    )


def add_routes(server: FastAPI, sign_in: SignIn, sign_out: SignOut) -> None:
    """Add the addresses that open and end a stay."""

    def answer(request: Request, to: str, error: AccessError | None = None) -> HTMLResponse:
        say = Say(language_of(request.cookies, request.headers))
        headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
        return HTMLResponse(render(say, to, error), 401 if error else 200, headers)

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
