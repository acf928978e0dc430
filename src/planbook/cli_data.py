"""Commands about the shop's data: import it, see which exports are known, and find out who a hashed buyer is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planbook import terminal, terminal_data

data = typer.Typer()

Workspace = Annotated[Path, typer.Option("--workspace", "-w", help="Folder with planbook.yml, or one below it.")]
Shop = Annotated[str, typer.Option(help="Key of the shop in planbook.yml; empty: the first.")]
Machine = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text.")]
HERE = Path()


@data.command("import")
def import_(  # noqa: PLR0913, PLR0917 - an argument for each option
    files: Annotated[list[Path], typer.Argument(help="Files that a platform gave you, or folders of them.")],
    shop: Shop = "",
    as_: Annotated[str, typer.Option("--as", help="The export that they are, such as jd_order; see: profiles.")] = "",
    platform: Annotated[str, typer.Option(help="Where the shop sells, where the export may be of several.")] = "",
    dates: Annotated[str, typer.Option(help="dmy (31/12) or mdy (12/31), where a file does not show it.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look: what they are and what they become.")] = False,
    workspace: Workspace = HERE,
    machine: Machine = False,
) -> None:
    """Bring platform exports into the shop's store: all of the files, or none.

    A file that was imported before changes nothing. Rows that are there already are brought up to date: the newer
    export wins. Names, telephone numbers, addresses and accounts stay behind.
    """
    from planbook import project
    from planbook.tables.exports import bringing
    from planbook.tables.exports.importing import Wish

    if dates not in ("", "dmy", "mdy"):
        raise typer.BadParameter("--dates is dmy or mdy.")
    with terminal.told():
        settings = project.load(workspace)
        found = bringing.files_in(files)
        now = dt.datetime.now().replace(microsecond=0)
        with terminal_data.reading(len(found), quiet=machine) as heard:
            brought = bringing.bring(
                settings.shop(shop), found, Wish(as_, platform, dates), now=None if dry_run else now, heard=heard
            )
        terminal_data.say_import(brought, settings.language, machine=machine)


@data.command()
def profiles(workspace: Workspace = HERE, machine: Machine = False) -> None:
    """List the exports that are recognised: the workspace's own and Planbook's."""
    from planbook import project
    from planbook.tables.exports import profile

    with terminal.told():
        settings = project.load(workspace)
        known = profile.load(settings.root).values()
        found = [
            {
                "profile": each.name,
                "export": each.title.get(settings.language, each.name),
                "tables": ", ".join(each.tables),
            }
            for each in known
        ]
        terminal.records(found, machine=machine)


@data.command()
def match(
    hashed: Annotated[Path, typer.Argument(help="A list with a column customer_id, as a report or notebook gives it.")],
    exports: Annotated[list[Path], typer.Argument(help="Your own exports, which hold the accounts.")],
    to: Annotated[Path, typer.Option(help="File to write, a CSV with customer_id and account.")] = Path("matched.csv"),
    workspace: Workspace = HERE,
) -> None:
    """Find the accounts behind hashed buyers, from the shop's own exports and with the workspace's key.

    The file that it writes holds personal data: keep it where your exports are, and delete it when you are done.
    """
    from planbook import project
    from planbook.tables.exports import matching

    with terminal.told():
        settings = project.load(workspace)
        found, asked = matching.match(settings.shop(), hashed, exports, to)
        print(f"{found:,} of {asked:,} buyers found. {to} holds personal data: delete it when you are done.")
