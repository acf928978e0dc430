"""Commands about documents that people fill in: which there are, and one filled from the shop's plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planbook import terminal

documents_ = typer.Typer()

Workspace = Annotated[Path, typer.Option("--workspace", "-w", help="Folder with planbook.yml, or one below it.")]
Shop = Annotated[str, typer.Option(help="Key of the shop in planbook.yml; empty: the first.")]
Language = Annotated[str, typer.Option(help="zh or en; empty: planbook.yml's.")]
Machine = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text.")]
HERE = Path()


@documents_.command()
def documents(workspace: Workspace = HERE, machine: Machine = False) -> None:
    """List the documents that people fill in, and the tables whose rows they hold."""
    from planbook import project
    from planbook.documents import spec

    with terminal.told():
        spoken = project.load(workspace).language
        found = [
            {
                "document": each.name,
                "title": getattr(each.title, spoken),
                "file": each.suffix,
                "tables": ", ".join(each.tables),
            }
            for each in map(spec.load, spec.names())
        ]
        terminal.records(found, machine=machine)


@documents_.command()
def document(  # noqa: PLR0913, PLR0917 - an argument for each option
    name: Annotated[str, typer.Argument(help="Its name, such as schedule; see: documents.")],
    shop: Shop = "",
    campaign: Annotated[str, typer.Option(help="A campaign's key, next or latest; empty: what it is made for.")] = "",
    language: Language = "",
    out: Annotated[Path | None, typer.Option(help="File to write; empty: in reports/documents/.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Also over a file that is there.")] = False,
    workspace: Workspace = HERE,
) -> None:
    """Make a document, filled from the rows that notebooks and people left in the plan.

    What the plan does not have yet stays blank. Fill it in, and bring its tables back by: planbook import FILE
    """
    from planbook import disk, project
    from planbook.absence import ParameterError
    from planbook.documents import making

    if language not in ("", *making.LANGUAGES):
        raise typer.BadParameter("--language is zh or en.")
    with terminal.told():
        settings = project.load(workspace)
        chosen, spoken = settings.shop(shop), language or settings.language
        content, of = making.filled(name, chosen, spoken, campaign=campaign)
        file = out or settings.root / "reports" / "documents" / chosen.key / of / making.file_name(name, spoken)
        if file.exists() and not force:
            raise ParameterError(
                f"{file} is there, and may hold what somebody filled in.", "Name another: --out FILE. Over it: --force"
            )
        disk.write(file, content)
        print(file)
