"""Commands about the shop's data: import and check it, see which exports are known, find out who a hashed buyer is."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from planbook import terminal, terminal_check, terminal_data

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
def check(
    shop: Annotated[str, typer.Option(help="Key of the shop; empty: every shop.")] = "",
    to: Annotated[str, typer.Option(help="html: also a page for each shop, in reports/check/.")] = "",
    language: Annotated[str, typer.Option(help="Of the page: zh or en; empty: planbook.yml's.")] = "",
    workspace: Workspace = HERE,
    machine: Machine = False,
) -> None:
    """Look for what is missing, late, doubled, out of range or at odds with another table.

    Ends with 1 when a shop's data have errors.
    """
    from planbook import project

    if to not in ("", "html") or language not in ("", "zh", "en"):
        raise typer.BadParameter("--to is html; --language is zh or en.")
    with terminal.told():
        settings = project.load(workspace)
        shops = [settings.shop(key) for key in ([shop] if shop else settings.shops)]
        from planbook.reports import check_page
        from planbook.tables import checks
        from planbook.tables.store import open_shop

        found = {each.key: checks.findings(open_shop(each)) for each in shops}
        terminal_check.say(found, machine=machine)
        for each in shops if to else ():
            page = check_page.write(each, found[each.key], language)
            print(page, file=sys.stderr if machine else sys.stdout)
        raise typer.Exit(any(one.severity == "error" for each in found.values() for one in each))


@data.command()
def profiles(
    name: Annotated[str, typer.Argument(help="One of them: what its words become; empty: list all.")] = "",
    workspace: Workspace = HERE,
    machine: Machine = False,
) -> None:
    """List the exports that are recognised: the workspace's own and Planbook's."""
    from planbook import project
    from planbook.tables.exports.recognising import explaining, profile, recognition

    with terminal.told():
        settings = project.load(workspace)
        known = profile.load(settings.root)
        if name:
            found = [each._asdict() for each in explaining.meanings(recognition.named(known, name))]
        else:
            found = [
                {"profile": each.name, "export": each.title[settings.language], "tables": ", ".join(each.tables)}
                for each in known.values()
            ]
        terminal.records(found, machine=machine)


@data.command()
def imports(
    shop: Shop = "",
    workspace: Workspace = HERE,
    machine: Machine = False,
) -> None:
    """List what was imported into the shop's store: which file, when, and what became of its rows."""
    from planbook import project
    from planbook.tables.exports.storing import manifest

    with terminal.told():
        log = manifest.read(project.load(workspace).shop(shop).folder).imports
        terminal.records(
            log if machine else [terminal_data.line(each) for each in log],
            machine=machine,
            nothing="Nothing was imported yet.",
        )


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
