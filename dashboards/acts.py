"""What a click asks to be done: do it, then show what it was done to, with what was done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import Desk
from dashboards.desks import Desks
from dashboards.elements import problem
from dashboards.links import Place
from dashboards.texts import Say
from graph.errors import RestuError

Act: TypeAlias = Callable[[Desk, Say, Place], Component]
"""Does something and says what was done."""
View: TypeAlias = Callable[[Desk, Say, Place], Any]
Refusal: TypeAlias = Callable[[Desk, Say, Place, RestuError], Component]


def carry_out(
    desks: Desks,
    clicks: Sequence[int | None],
    place: Place | None,
    act: Act,
    view: View,
    refused: Refusal,
) -> tuple[Any, Any]:
    """Do what was clicked; give the view as it is now, and what is said of it.

    Parameters
    ----------
    clicks
        How often each button was pressed; nobody pressed one when a page was just drawn.
    place
        Where the reader is; ``None`` elsewhere.
    act, view
        What to do, and what shows the thing afterwards; after a refusal it stays as it stands.
    refused
        Says why nothing was done.

    Raises
    ------
    PreventUpdate
        If nothing was clicked.

    """
    if not any(clicks) or place is None:
        raise PreventUpdate
    caller = desks.caller()
    desk, say = caller.desk, caller.say
    try:
        told = act(desk, say, place)
    except RestuError as error:
        return desks.stay, refused(desk, say, place, error)
    return view(desk, say, place), told


def naming(labels: Mapping[str, str]) -> Refusal:
    """Say what is wrong with fields by what a form calls them: keys of the texts, by field."""

    def refused(_desk: Desk, say: Say, _place: Place, error: RestuError) -> Component:
        return problem(say, error, {field: say(key) for field, key in labels.items()})

    return refused
