"""How the terminal names people and organisations."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboards.texts import Say
    from graph.access.answers import Brief


def named(say: "Say", brief: "Brief") -> str:
    """Name somebody with the post held on the day."""
    post = ", ".join(part for part in (brief.title, brief.partner_name) if part)
    if post and brief.is_acting:
        post = say("cli.acting", post=post)
    return f"{brief.name} ({post})" if post else brief.name
