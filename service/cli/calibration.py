"""``restu calibration``: how good the odds were, and what the model stands on."""

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from service.cli.access import OnOption, day_looked_at
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import Terminal

if TYPE_CHECKING:
    from service.schemas.calibration import CalibrationOut


@at_terminal
def calibration(
    term: Terminal,
    network: NetworkOption = None,
    on: OnOption = None,
) -> None:
    """Show how good the predicted odds were, and each number of the model with its grounds."""
    from service.schemas.calibration import CalibrationOut  # noqa: PLC0415 - help needs none
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases.calibration import calibrate  # noqa: PLC0415 - the same

    visit = term.visit(network)
    answer = calibrate(visit, Snapshots(term.store), day_looked_at(on, visit))
    told = CalibrationOut.of(visit.network_id, answer)
    if term.is_json:
        term.answer(told.model_dump(mode="json"))
    else:
        _tell(term, told)


def _tell(term: Terminal, told: "CalibrationOut") -> None:
    say = term.say
    term.line(say("cli.calibration.title", on=told.on), style="bold")
    term.line(say("cli.calibration.asked", count=told.asked, agreed=told.agreed, no=told.declined))
    term.line(say(f"cli.calibration.stage.{told.stage}"))
    if told.scores is None:
        term.line(say("cli.calibration.nothing"))
    else:
        term.line(
            say(
                "cli.calibration.scores",
                count=told.scores.count,
                brier=say.number(told.scores.brier, digits=3),
                base=say.number(told.scores.base_brier, digits=3),
            )
        )
        term.out.print(_reliability(term, told))
    term.line()
    term.out.print(_coefficients(term, told))


def _reliability(term: Terminal, told: "CalibrationOut") -> Table:
    table = _table(term, "cli.calibration", ("predicted", "count", "agreed", "interval"))
    for found in told.reliability:
        interval = f"{term.say.number(found.least)} - {term.say.number(found.most)}"
        table.add_row(
            Text(term.say.number(found.predicted)),
            Text(str(found.count)),
            Text(term.say.number(found.share)),
            Text(interval),
        )
    return table


def _coefficients(term: Terminal, told: "CalibrationOut") -> Table:
    table = _table(term, "cli.calibration", ("name", "assumed", "value", "evidence"))
    for row in told.coefficients:
        table.add_row(
            Text(row.name),
            Text(term.say.number(row.assumed)),
            Text(term.say.number(row.value)),
            Text(term.say(f"coefficient.{row.name}")),
        )
    return table


def _table(term: Terminal, room: str, columns: tuple[str, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(Text(term.say(f"{room}.{column}")))
    return table
