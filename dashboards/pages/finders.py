"""The fields in which people and organisations are found by typing, wherever a page has them."""

from typing import Any, Final, NamedTuple, TypeVar

from dash import ALL, MATCH, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from dashboards.desk import Desk
from dashboards.desks import Desks
from dashboards.elements import FINDER, SEVERAL, option
from dashboards.links import read_place
from dashboards.texts import Say
from graph.errors import RestuError
from graph.vocabulary import ActorKind, NetworkId

LIMIT: Final = 12

Options = list[dict[str, Any]]
T = TypeVar("T")


class Answer(NamedTuple):
    """Choices for what was typed, and what the field says while it has none."""

    options: Any
    nothing: str


def connect(app: Dash, desks: Desks) -> None:
    """Fill the choices of a field while the reader types."""

    def found(
        query: str | None, chosen: list[str], known: Options | None, kinds: str, pathname: str
    ) -> Answer:
        place = read_place(pathname, "")
        if place is None:
            raise PreventUpdate
        labels = {str(entry["label"]) for entry in known or ()}
        if not query or query in labels:  # a choice, or nothing typed yet: no search was made
            return Answer(desks.stay, "")
        caller = desks.caller()
        kept = [entry for entry in known or () if entry["value"] in chosen]
        typed = what_was_typed(query, kept)
        try:
            options = options_for(caller.desk, caller.say, place.network_id, typed, kinds, kept)
        except RestuError:
            raise PreventUpdate from None
        return Answer(options, caller.say("find.nothing"))

    @app.callback(
        Output({"type": FINDER, "field": MATCH, "kinds": MATCH}, "data"),
        Output({"type": FINDER, "field": MATCH, "kinds": MATCH}, "nothingFoundMessage"),
        Input({"type": FINDER, "field": MATCH, "kinds": MATCH}, "searchValue"),
        State({"type": FINDER, "field": MATCH, "kinds": MATCH}, "value"),
        State({"type": FINDER, "field": MATCH, "kinds": MATCH}, "data"),
        State({"type": FINDER, "field": MATCH, "kinds": MATCH}, "id"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def find_one(
        query: str | None,
        value: str | None,
        known: Options | None,
        id_: dict[str, str],
        pathname: str,
    ) -> Answer:
        return found(query, [value] if value else [], known, id_["kinds"], pathname)

    @app.callback(
        Output({"type": SEVERAL, "field": MATCH, "kinds": MATCH}, "data"),
        Output({"type": SEVERAL, "field": MATCH, "kinds": MATCH}, "nothingFoundMessage"),
        Input({"type": SEVERAL, "field": MATCH, "kinds": MATCH}, "searchValue"),
        State({"type": SEVERAL, "field": MATCH, "kinds": MATCH}, "value"),
        State({"type": SEVERAL, "field": MATCH, "kinds": MATCH}, "data"),
        State({"type": SEVERAL, "field": MATCH, "kinds": MATCH}, "id"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def find_several(
        query: str | None,
        values: list[str] | None,
        known: Options | None,
        id_: dict[str, str],
        pathname: str,
    ) -> Answer:
        return found(query, values or [], known, id_["kinds"], pathname)


def what_was_typed(query: str, kept: Options) -> str:
    """Leave out the label of the choice before, if somebody typed on behind or before it."""
    for entry in kept:
        label = str(entry["label"])
        typed = query.removeprefix(label).removesuffix(label).strip()
        if typed and typed != query.strip():
            return typed
    return query


def options_for(
    desk: Desk, say: Say, network_id: NetworkId, query: str, kinds: str, kept: Options
) -> Options:
    """Find the choices for what was typed.

    What is chosen already stays among them, since a field knows the label of its value from
    there; it is marked, so that ``assets/restu.js`` hides it from a search for somebody else.
    """
    wanted = (ActorKind(kinds),) if kinds in list(ActorKind) else tuple(ActorKind)
    matches = desk.search(network_id, query, kinds=wanted, limit=LIMIT)
    found = [option(say, match) for match in matches]
    ids = {entry["value"] for entry in found}
    held = [{**entry, "isHeld": True} for entry in kept if entry["value"] not in ids]
    return [*found, *held]


def value_of(fields: list[dict[str, str]], values: list[T], field: str) -> T | None:
    """Give the value of one of several fields that a callback was given together."""
    return next(
        (value for id_, value in zip(fields, values, strict=True) if id_["field"] == field), None
    )


EVERY: Final = {"type": FINDER, "field": ALL, "kinds": ALL}
"""All single finders of a page, for a callback that reads them together."""
EVERY_SEVERAL: Final = {"type": SEVERAL, "field": ALL, "kinds": ALL}
"""All finders of several."""
