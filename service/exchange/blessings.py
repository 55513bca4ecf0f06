"""How a leader's agreement in principle is written down until it is recorded as a blessing."""

from dashboards.texts import Say
from graph.records.dates import StatedDate


def blessing_note(language: str, *, on: StatedDate, purpose: str, conditions: str) -> str:
    """Write the note about the leader, in the network's language."""
    say = Say(language)
    lines = [say("request.blessing.agreed", on=on)]
    if purpose:
        lines.append(say("request.blessing.purpose", purpose=purpose))
    if conditions:
        lines.append(say("request.blessing.conditions", conditions=conditions))
    return "\n".join(lines)
