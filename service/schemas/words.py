"""Wire shapes of what to say on a step of a request."""

from typing import Literal, Self, TypeAlias

from pydantic import Field

from graph.access.asking import Asking, Form, LinkKind, Occasion, Words
from service.schemas.base import Schema

Language: TypeAlias = Literal["en", "id"]


class WordsLinkOut(Schema):
    """An address that opens a program of the reader's own; we send nothing."""

    kind: LinkKind
    href: str = Field(examples=["tel:+6281234567890"])


class WordsOut(Schema):
    """A draft for a person who sends it or says it."""

    step: int = Field(description="Place of the step, from 0.", examples=[0])
    asker_id: str = Field(examples=["lina"])
    asked_id: str = Field(examples=["head"])
    form: Form
    occasion: Occasion
    language: Language
    subject: str = Field(
        description="Of a letter or an e-mail; empty for a call.",
        examples=["Request for an audience with Bupati Selaparang Timur"],
    )
    text: str = Field(description="Message or letter; for a call, what to say, line by line.")
    missing: list[str] = Field(
        description="Gaps that stand visibly in the text, since nobody entered what belongs there: "
        "a form of address is never guessed.",
        examples=[["[form of address]"]],
    )
    links: list[WordsLinkOut]

    @classmethod
    def of(cls, asking: Asking, words: Words, language: Language) -> Self:
        """Translate words."""
        return cls(
            step=asking.step,
            asker_id=asking.asker.id,
            asked_id=asking.asked.id,
            form=words.form,
            occasion=words.occasion,
            language=language,
            subject=words.subject,
            text=words.text,
            missing=list(words.missing),
            links=[WordsLinkOut(kind=link.kind, href=link.href) for link in words.links],
        )
