"""Messages, letters, calls and cards of a request, as a network writes them."""

from typing import Final

from dashboards.cards import card_page, style_source
from dashboards.texts import Say
from dashboards.words import words_for
from graph.access.asking import Asking, Card, Form, Occasion, Words
from graph.records.networks import NetworkRecord

CARD_STYLE_SOURCE: Final = style_source()
"""What a policy must allow for a card to look as it should: its own style and nothing else."""


def words_in(
    asking: Asking,
    network: NetworkRecord,
    language: str = "",
    form: Form | None = None,
    occasion: Occasion | None = None,
) -> Words:
    """Say what there is to say on a step, by default in the language of the network."""
    return words_for(
        asking,
        Say(language or network.language),
        form=form,
        occasion=occasion,
        phrases=network.phrases,
        own_language=network.language,
    )


def card_in(card: Card, network: NetworkRecord, language: str = "") -> str:
    """Write the card of a request as a page, by default in the language of the network."""
    return card_page(
        card,
        Say(language or network.language),
        phrases=network.phrases,
        own_language=network.language,
    )
