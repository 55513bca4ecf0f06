"""``restu serve``: the pages and the REST service."""

import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from service.cli.options import LangOption, StoreOption
from service.cli.terminal import NotUnderstoodError, Terminal, read_settings, terminal

if TYPE_CHECKING:
    from service.settings import Settings

HostOption = Annotated[
    str | None,
    typer.Option(
        "--host",
        help="Address to listen on; another than this machine's own needs users.",
        show_default="RESTU_HOST or 127.0.0.1",
    ),
]
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port", min=0, max=65535, help="Port to listen on.", show_default="RESTU_PORT or 8000"
    ),
]


class OpenWithoutUsersError(NotUnderstoodError):
    """Everybody who reaches the address would come in."""

    code = "open-without-users"


class PortTakenError(NotUnderstoodError):
    """The address cannot be listened on."""

    code = "port-taken"


def serve(
    host: HostOption = None,
    port: PortOption = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Start the pages and the REST service; stop them with Ctrl-C."""
    with terminal(store, lang) as term:
        settings = term.use(read_settings(store, host=host, port=port))
        term.make_store()
        check_open(term, settings)
        run(term, settings)


def check_open(term: Terminal, settings: "Settings") -> None:
    """Refuse to listen where others reach us while nobody would have to sign in.

    Raises
    ------
    OpenWithoutUsersError

    """
    from service.security import is_loopback  # noqa: PLC0415 - help needs none
    from service.usecases.users import needs_sign_in  # noqa: PLC0415 - the same

    is_near = settings.host == "localhost" or is_loopback(settings.host)
    if not is_near and not needs_sign_in(term.store):
        raise OpenWithoutUsersError(host=settings.host)


def run(term: Terminal, settings: "Settings", *, opens_browser: bool = False) -> None:
    """Serve until somebody stops it.

    Parameters
    ----------
    term
        Where the address is printed. Its store is closed before the service opens its own.
    settings
        Handed to the service through its environment, as any other way of starting it does.
    opens_browser
        Whether to show the pages, where there is a screen.

    """
    import uvicorn  # noqa: PLC0415 - help needs none

    listening = _listen(settings.host, settings.port)
    shown = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    shown = f"[{shown}]" if ":" in shown else shown
    address = f"http://{shown}:{listening.getsockname()[1]}/"

    class Announcing(uvicorn.Server):
        """Tells the address when it answers there, not before."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                term.line(term.say("cli.server.listening", address=address))
                if opens_browser and has_screen(sys.platform, os.environ):
                    webbrowser.open(address)

    term.kept.close()
    os.environ["RESTU_STORE"] = settings.store
    os.environ["RESTU_HOST"] = settings.host
    os.environ["RESTU_PORT"] = str(settings.port)
    config = uvicorn.Config(
        "service.app:create_app",
        factory=True,
        log_config=None,  # the service logs by itself, one line per request
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a forwarded request is never taken for one of this machine
        timeout_graceful_shutdown=max(1, round(settings.shutdown_seconds)),
    )
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _stopped)
    with listening:
        Announcing(config).run(sockets=[listening])


def _stopped(_signal: int, _frame: object) -> NoReturn:
    """End without complaint: uvicorn repeats a signal after it has shut down cleanly."""
    raise SystemExit(0)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise PortTakenError(host=host, port=str(port), why=error.strerror or "") from error


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a browser could be shown: always on Windows and macOS, else with a display."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
