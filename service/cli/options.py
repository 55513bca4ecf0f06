"""Options that commands share, and how a function of a terminal becomes a command."""

from collections.abc import Callable
from dataclasses import is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Concatenate, ParamSpec, cast

import typer

from service.cli.terminal import Language, Terminal, terminal

P = ParamSpec("P")

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="Where the data are: sqlite:///file or neo4j://host. Else RESTU_STORE, else "
        "restu.db in this folder.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="Answer in JSON, with the names and numbers of the REST service."),
]
LangOption = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of the answer.", show_default="that of the system"),
]
NetworkOption = Annotated[
    str | None,
    typer.Option(
        "--network",
        "-n",
        metavar="ID",
        help="Network to work in; needed where there are several.",
        show_default=False,
    ),
]


def at_terminal(command: Callable[Concatenate[Terminal, P], None]) -> Callable[..., None]:
    """Make a command of a function of a terminal.

    The command takes ``--store``, ``--json`` and ``--lang`` too, which the terminal knows. A
    parameter that is a dataclass stands for its fields: arguments and options that several
    commands share.
    """
    _, *own = _parameters(command)
    groups: dict[str, Callable[..., Any]] = {
        told.name: told.annotation
        for told in own
        if isinstance(told.annotation, type) and is_dataclass(told.annotation)
    }
    fields = {name: _parameters(group) for name, group in groups.items()}

    def run(
        *,
        store: StoreOption = None,
        as_json: JsonOption = False,
        lang: LangOption = None,
        **typed: Any,  # noqa: ANN401 - what the command itself takes
    ) -> None:
        for name, group in groups.items():
            typed[name] = group(**{field.name: typed.pop(field.name) for field in fields[name]})
        with terminal(store, lang, as_json=as_json) as term:
            cast("Any", command)(term, **typed)

    everywhere = [one for one in _parameters(run) if one.name != "typed"]
    taken = [one for told in own for one in fields.get(told.name, [told])]
    made = cast("Any", wraps(command)(run))
    made.__signature__ = Signature(
        [one.replace(kind=Parameter.KEYWORD_ONLY) for one in (*taken, *everywhere)]
    )
    return made


def _parameters(of: Callable[..., Any]) -> list[Parameter]:
    return list(signature(of, eval_str=True).parameters.values())
