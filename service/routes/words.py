"""HTTP doors to what to say on a request, and to its card."""

from typing import Annotated, Final, cast

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import HTMLResponse

from graph.access.asking import Form, Occasion
from graph.records.identity import ID_PATTERN
from graph.records.requests import MOST_STEPS
from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.exchange.asking import CARD_STYLE_SOURCE, card_in, words_in
from service.problems import problem_responses
from service.schemas.words import Language, WordsOut
from service.security import HEADERS
from service.usecases.words import read_asking, read_card

router = APIRouter(
    prefix="/v1/networks/{network_id}/introductions/{record_id}",
    tags=["introductions"],
    dependencies=[Depends(only_known_parameters)],
)

CARD_POLICY: Final = f"{HEADERS['content-security-policy']}; style-src {CARD_STYLE_SOURCE}"
"""A card has no script and nothing from elsewhere; its style is known by its digest."""

RequestPath = Annotated[
    str, Path(pattern=ID_PATTERN, description="A request.", examples=["request-5"])
]
LanguageParam = Annotated[
    Language | None,
    Query(description="Of the words; by default the network's.", examples=["id"]),
]


@router.get("/words", summary="Tell what to say on a step", responses=problem_responses(409))
def read_words(
    *,
    visit: VisitDep,
    services: ServicesDep,
    record_id: RequestPath,
    step: Annotated[
        int | None,
        Query(
            ge=0,
            le=MOST_STEPS - 1,
            description="Place of the step, from 0; by default the first that is not settled.",
            examples=[0],
        ),
    ] = None,
    form: Annotated[
        Form | None, Query(description="By default as the channel says.", examples=["message"])
    ] = None,
    occasion: Annotated[
        Occasion | None, Query(description="By default as things stand.", examples=["ask"])
    ] = None,
    language: LanguageParam = None,
) -> WordsOut:
    """Draft a message, a letter or a call: asking, reminding politely by another way, or thanks.

    Links open the reader's own messenger, e-mail program or telephone. Nothing is sent, read or
    imported.
    """
    asking, network = read_asking(visit, services.snapshots, record_id, step)
    words = words_in(asking, network, language or "", form, occasion)
    return WordsOut.of(asking, words, language or cast("Language", network.language))


@router.get(
    "/card",
    summary="Write the card of a request",
    response_class=HTMLResponse,
    responses=problem_responses(409),
)
def read_request_card(
    *,
    visit: VisitDep,
    services: ServicesDep,
    record_id: RequestPath,
    language: LanguageParam = None,
) -> HTMLResponse:
    """Write one page to print or to read on the way.

    It holds the steps in order, who asks whom, how, by when and what to say. It shows no figures,
    no notes and no remarks, and names nobody who is not asked.
    """
    card, network = read_card(visit, services.snapshots, record_id)
    page = card_in(card, network, language or "")
    return HTMLResponse(page, headers={"Content-Security-Policy": CARD_POLICY})
