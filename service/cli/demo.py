"""``restu demo``: the demo network, and the service to look at it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.errors import DuplicateIdError, UnknownNetworkError
from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId, UserId
from service.cli.options import LangOption, StoreOption
from service.cli.server import PortOption, check_open, run
from service.cli.terminal import Terminal, read_settings, terminal
from service.usecases.visits import now

if TYPE_CHECKING:
    from graph.ports import Store

DEMO: Final = NetworkRecord(
    id="demo",
    name="Gumi Bersih",
    purpose="Sanitation and drinking water in Lombok; every person and office is invented.",
    is_demo=True,
)

LOADED_ACT: Final = "demo"
"""Act of the revision by which the demo is whole; only what people changed comes after it."""


def demo(
    port: PortOption = None,
    is_quiet: Annotated[
        bool, typer.Option("--no-open", help="Do not open a browser, only print the address.")
    ] = False,
    is_fresh: Annotated[
        bool, typer.Option("--fresh", help="Make the demo network anew, whatever changed in it.")
    ] = False,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Start Restu with a fictional programme in Lombok to look around in.

    Its dates are told from today. It is made anew on a later day as long as nobody changed it.
    """
    with terminal(store, lang) as term:
        settings = term.use(read_settings(store, port=port))
        term.make_store()
        check_open(term, settings)
        prepare_demo(term, is_fresh=is_fresh)
        run(term, settings, opens_browser=not is_quiet)


def prepare_demo(term: Terminal, *, is_fresh: bool = False) -> None:
    """Make the demo network, or make it anew, or leave it.

    A demo of an earlier day is made anew as long as nobody changed anything in it: its story is
    told from a day, and what ends soon should still lie ahead.

    Raises
    ------
    DuplicateIdError
        If somebody's own network has its identifier.

    """
    network_id = NetworkId(DEMO.id)
    today = DEMO.today(now())
    try:
        entry = term.store.load_network(network_id)
    except UnknownNetworkError:
        pass
    else:
        if not entry.network.is_demo:
            raise DuplicateIdError("network", DEMO.id, taken_by="network")
        newest = term.store.list_revisions(network_id, limit=2)
        last = newest[0] if newest else None
        is_whole = last is not None and last.act == LOADED_ACT
        is_changed = len(newest) > 1 and not is_whole
        is_of_today = last is not None and is_whole and DEMO.today(last.at) == today
        if not is_fresh and (is_changed or is_of_today):
            if is_changed and not is_of_today:
                term.line(term.say("cli.server.demo_kept"))
            return
        term.store.erase_network(network_id)
    load_demo(term.store, term.owner.user.id)
    term.line(term.say("cli.server.demo_loaded", on=today))


def load_demo(store: "Store", author: UserId) -> None:
    """Import the story, told from today, into a network of its own.

    The files take the same way as anybody's; what no file holds is written after them.
    """
    from service.demo import write_story  # noqa: PLC0415 - help needs none
    from service.demo.requests import write_requests  # noqa: PLC0415 - the same
    from service.exchange.source import read_source  # noqa: PLC0415 - the same
    from service.usecases.imports import run_import  # noqa: PLC0415 - the same

    at = now()
    store.create_network(DEMO)
    with TemporaryDirectory() as folder:
        write_story(Path(folder), DEMO.today(at))
        run_import(store, NetworkId(DEMO.id), read_source(Path(folder)), author=author, at=at)
    write_requests(store, NetworkId(DEMO.id), DEMO.today(at), author=author, at=at, act=LOADED_ACT)
