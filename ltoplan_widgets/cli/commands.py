"""The group of commands, and how errors reach a person."""

import errno

import click

from ltoplan_widgets.cli.backtest import backtest
from ltoplan_widgets.cli.check import check
from ltoplan_widgets.cli.demo import demo
from ltoplan_widgets.cli.evaluate import evaluate
from ltoplan_widgets.cli.lab import lab
from ltoplan_widgets.cli.printable import printable
from ltoplan_widgets.plan.errors import LtoPlanError


class _Refused(click.ClickException):
    """What was given cannot be used as it is."""

    exit_code = 2


class _Commands(click.Group):
    """Says errors without a traceback: what cannot be used as it is with exit code 2, as wrong usage; the file system's with 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except LtoPlanError as error:
            raise _Refused(printable(str(error))) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has gone, e.g. `head`: click ends quietly
                raise
            where = f"{error.filename}: " if error.filename else ""
            mend = "check the path, who may use it, and the space that is left"
            raise click.ClickException(printable(f"{where}{error.strerror or error}. Mend: {mend}")) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ltoplan_widgets", prog_name="ltoplan")
def main() -> None:
    """Plan limited-time offers and seasonal campaigns, live and together, inside Jupyter."""


for command in (lab, demo, evaluate, check, backtest):
    main.add_command(command)
