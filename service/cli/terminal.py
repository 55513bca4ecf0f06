"""What every command shares: where the data are, in which language it speaks, how it fails."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dashboards.texts import Say
from graph.errors import (
    InvalidQuestionError,
    InvalidRecordError,
    RestuError,
    StoreError,
    shown,
)
from graph.records.networks import LANGUAGES
from graph.vocabulary import NetworkId
from service.usecases.visits import Visit, now

if TYPE_CHECKING:
    from graph.ports import NetworkEntry, Store
    from service.search import Match
    from service.security import Principal
    from service.settings import Settings


SQLITE: Final = "sqlite:///"
UNWRAPPED: Final = 1_000
"""Columns of an answer that is not read on a screen: whoever reads it wraps it."""


class ExitCode(IntEnum):
    """How a command ended, for scripts; ``docs/cli.md`` lists them."""

    DONE = 0
    INCOMPLETE = 1
    """Done, but the answer is no or not all of it: no way, refused rows."""
    REFUSED = 2
    """Nothing was done: the request cannot be understood or does not fit what is there."""
    NO_STORE = 3
    """Nothing was done: the store does not serve now."""


class Language(StrEnum):
    """Languages that the answers can have."""

    EN = "en"
    ID = "id"


class NotUnderstoodError(Exception):
    """What was typed does not say what is meant; ``facts`` fill the sentence of the code."""

    code: ClassVar[str]

    def __init__(self, *matches: "Match", **facts: str) -> None:
        super().__init__(self.code)
        self.facts = {name: shown(fact) for name, fact in facts.items()}
        self.matches = matches


class ChooseNetworkError(NotUnderstoodError):
    """There are several networks, and none was named."""

    code = "choose-network"


class NoStoreError(NotUnderstoodError):
    """There is no file where the embedded store should be."""

    code = "no-store"


class NoNetworkError(NotUnderstoodError):
    """There is no network yet."""

    code = "no-network"


class UnknownNameError(NotUnderstoodError):
    """Nobody has this identifier or name; ``matches`` have similar ones."""

    code = "unknown-name"


class AmbiguousNameError(NotUnderstoodError):
    """Several are called so: ``matches``."""

    code = "ambiguous-name"


class OptionsError(NotUnderstoodError):
    """None of several options, or more than one of them."""

    code = "wrong-options"


class OptionsTogetherError(NotUnderstoodError):
    """One of two options that mean something only together."""

    code = "options-together"


class FileRefusedError(NotUnderstoodError):
    """The system does not let a file be read or written."""

    code = "file-refused"


class UnusableSettingsError(NotUnderstoodError):
    """An environment variable or option holds what cannot be used."""

    code = "unusable-settings"


class UnusableAddressError(NotUnderstoodError):
    """An environment variable or option holds an address of another form."""

    code = "unusable-address"


ADDRESSES: Final = {
    "store": "sqlite:///restu.db, sqlite:////srv/restu/restu.db, neo4j://localhost:7687",
    "public_url": "https://restu.example.org",
}
"""What the addresses among the settings look like."""


@dataclass(slots=True)
class Terminal:
    """One command at work.

    Parameters
    ----------
    say
        The reader's language.
    is_json
        Whether the answer is read by a program.
    url
        Store that was named, if any.
    out, err
        Answers; problems and progress.
    kept
        Closes what was opened.

    """

    say: Say
    is_json: bool
    url: str | None
    out: Console
    err: Console
    kept: ExitStack = field(default_factory=ExitStack)
    _settings: "Settings | None" = None
    _store: "Store | None" = None

    @property
    def settings(self) -> "Settings":
        """What the environment and ``--store`` say."""
        if self._settings is None:
            self._settings = read_settings(self.url)
        return self._settings

    def use(self, settings: "Settings") -> "Settings":
        """Take these settings for this command."""
        self._settings = settings
        return settings

    @property
    def store(self) -> "Store":
        """The store, opened when it is needed and closed with the command."""
        if self._store is None:
            self._store = self.open(self.settings)
        return self._store

    @property
    def has_store(self) -> bool:
        """Whether there is a store already; a Neo4j server always counts as one."""
        file = _file_of(self.settings)
        return file is None or file.exists()

    def make_store(self) -> "Store":
        """Open the store, making it where there is none yet."""
        self._store = self.open(self.settings, is_new=True)
        return self._store

    def open(self, settings: "Settings", *, is_new: bool = False) -> "Store":
        """Open a store until the command ends; a file is made only where ``is_new``.

        Raises
        ------
        NoStoreError
            If there is no such file: a typing error should not leave an empty store behind.
        StoreError
            If it does not serve.

        """
        from service.wiring import open_store  # noqa: PLC0415 - costs half a second, help needs none

        file = _file_of(settings)
        if not is_new and file is not None and not file.exists():
            raise NoStoreError(file=str(file))
        store = open_store(settings)
        self.kept.callback(store.close)
        return store

    @property
    def reader(self) -> "Principal":
        """Who asks here: who may read the store's file may read everything."""
        from graph.records.users import LOCAL_OWNER, User  # noqa: PLC0415 - see open
        from service.security import Principal  # noqa: PLC0415 - see open

        return Principal(User(id=LOCAL_OWNER, name=LOCAL_OWNER, is_owner=True))

    @property
    def owner(self) -> "Principal":
        """Author of what is written here, made in a store that has none yet."""
        from service.security import Principal  # noqa: PLC0415 - see open
        from service.usecases.users import ensure_local_owner  # noqa: PLC0415 - see open

        return Principal(ensure_local_owner(self.store))

    def network(self, asked: str | None) -> "NetworkEntry":
        """Give the network that was named, or the only one.

        Raises
        ------
        UnknownNetworkError, ChooseNetworkError, NoNetworkError

        """
        if asked is not None:
            return self.store.load_network(NetworkId(asked))
        entries = self.store.list_networks()
        if len(entries) == 1:
            return entries[0]
        if not entries:
            raise NoNetworkError(store=self.settings.store)
        raise ChooseNetworkError(known=", ".join(entry.network.id for entry in entries))

    def visit(self, network: str | None, *, is_writer: bool = False) -> Visit:
        """Enter a network to read, or to write.

        Raises
        ------
        UnknownNetworkError, ChooseNetworkError, NoNetworkError

        """
        network_id = NetworkId(self.network(network).network.id)
        return Visit(self.store, self.owner if is_writer else self.reader, network_id, now())

    # ------------------------------------------------------------------------ speaking

    def line(self, text: str = "", *, style: str = "", indent: int = 0) -> None:
        """Write a sentence, wrapped to the window."""
        self.out.print(Padding(Text(text, style=style), (0, 0, 0, indent), expand=False))

    def note(self, text: str, *, style: str = "") -> None:
        """Write a sentence that is no part of the answer."""
        self.err.print(Text(text, style=style))

    def answer(self, value: Mapping[str, Any] | Sequence[Any]) -> None:
        """Write an answer for programs."""
        self.out.file.write(_json(value))

    def problem(self, error: RestuError | NotUnderstoodError) -> None:
        """Write what is wrong and what to do about it."""
        told = self.say.problem_of(error.code, error.facts)
        issues = error.issues if isinstance(error, _WITH_ISSUES) else ()
        words = [self.say.issue(issue) for issue in issues]
        matches = error.matches if isinstance(error, NotUnderstoodError) else ()
        if self.is_json:
            shape: dict[str, Any] = {
                "type": f"/problems/{error.code}",
                "title": told.title,
                "detail": told.detail,
                "remedy": told.remedy,
                "facts": error.facts,
                "errors": [
                    {
                        "field": issue.field,
                        "code": issue.code,
                        "message": word.reason,
                        "remedy": word.remedy,
                        "value": issue.value,
                    }
                    for issue, word in zip(issues, words, strict=True)
                ],
                "matches": [asdict(match) for match in matches],
            }
            self.err.file.write(_json(shape))
            return
        remedy = f" {told.remedy}" if words else ""  # which then says "below"
        title = Text(f"{told.title}. ", style="bold red")
        self.err.print(title + Text(f"{told.detail}{remedy}"))
        for issue, word in zip(issues, words, strict=True):
            # The place inside a mapping file is told as it stands there.
            field = issue.field if "." in issue.field else word.field
            reason = word.reason or f"{issue.code} {issue.value}"
            self._list(f"{field}: {reason} {word.remedy}".rstrip())
        for match in matches:
            known_as = f" ({match.matched})" if match.matched != match.name else ""
            self._list(f"{match.id}  {match.name}{known_as}")
        if told.remedy and not remedy:
            self.err.print(Text(told.remedy))

    def _list(self, text: str) -> None:
        self.err.print(Padding(Text(text), (0, 0, 0, 2), expand=False))


def _file_of(settings: "Settings") -> Path | None:
    """Give the file of the embedded store."""
    file = settings.store.removeprefix(SQLITE)
    return None if file == settings.store else Path(file)


_WITH_ISSUES: Final = (InvalidRecordError, InvalidQuestionError)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def read_settings(
    store: str | None = None, option: str = "--store", **said: str | int | None
) -> "Settings":
    """Read the settings; what was said on the command line goes before the environment.

    Parameters
    ----------
    store, option
        Where the data are, as typed, and after which option.
    said
        Further settings, by name.

    Raises
    ------
    UnusableSettingsError, UnusableAddressError
        If one of them cannot be used.

    """
    from pydantic import ValidationError  # noqa: PLC0415 - a fifth of a second, help needs none

    from service.settings import Settings  # noqa: PLC0415 - the same

    given: dict[str, Any] = {"store": store, **said}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)[0]
        name = "_".join(map(str, found["loc"]))
        if name in ADDRESSES:
            is_typed = name == "store" and store is not None
            raise UnusableAddressError(
                setting=option if is_typed else f"RESTU_{name.upper()}",
                value=str(found["input"]),
                examples=ADDRESSES[name],
            ) from None
        raise UnusableSettingsError(
            setting=f"RESTU_{name.upper()}", value=str(found["input"]), why=found["msg"]
        ) from None


@contextmanager
def terminal(
    store: str | None = None, lang: Language | None = None, *, as_json: bool = False
) -> Iterator[Terminal]:
    """Run a command: close what it opened, and turn errors into sentences and exit codes.

    Parameters
    ----------
    store, lang, as_json
        As typed: where the data are, in which language to answer, whether to a program.

    """
    term = Terminal(
        say=Say(lang.value if lang else language_of(os.environ)),
        is_json=as_json,
        url=store,
        out=_console(is_error=False),
        err=_console(is_error=True),
    )
    try:
        with term.kept:
            yield term
    except StoreError as error:
        term.problem(error)
        raise typer.Exit(ExitCode.NO_STORE) from error
    except (RestuError, NotUnderstoodError) as error:
        term.problem(error)
        raise typer.Exit(ExitCode.REFUSED) from error
    except OSError as error:
        if error.filename is None:  # not about a file that somebody named
            raise
        term.problem(FileRefusedError(file=str(error.filename), why=error.strerror or ""))
        raise typer.Exit(ExitCode.REFUSED) from error


def _console(*, is_error: bool) -> Console:
    console = Console(stderr=is_error, markup=False, highlight=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = UNWRAPPED
    return console


def language_of(environment: Mapping[str, str]) -> str:
    """Guess the reader's language: ``RESTU_LANG``, else that of the system, else English."""
    for name in ("RESTU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        language = environment.get(name, "")[:2].lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]
