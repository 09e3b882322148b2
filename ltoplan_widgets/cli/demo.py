"""``ltoplan demo``: the maple-oat latte, to try everything on."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def demo(folder: Path) -> None:
    """Write the demo into DIR: sales and past campaigns, a plan, notebooks."""
    from ltoplan_widgets.samples.demo import write_demo  # noqa: PLC0415 - numpy and pandas: a second that the other commands save

    kept = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for path in write_demo(folder):
        click.echo(path)
        if path.name in kept:
            click.echo(f"{path.name} was there already and is kept as it is", err=True)
