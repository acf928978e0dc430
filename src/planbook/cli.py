"""The ``planbook`` command: a thin skin over the rest.

Only what the command line itself needs is imported here; each command imports its own, so that ``--help`` and a
mistake answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from planbook import cli_data, cli_documents, terminal
from planbook.absence import ParameterError

app = typer.Typer(
    name="planbook",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="The e-commerce marketing planner's workbook: notebooks that turn a shop's exports into plans and reviews.",
    epilog="Begin with **planbook list**, then **planbook run 41_kpi_review**. Each command has its own --help.",
)

app.add_typer(cli_data.data)
app.add_typer(cli_documents.documents_)

Workspace = Annotated[Path, typer.Option("--workspace", "-w", help="Folder with planbook.yml, or one below it.")]
Params = Annotated[
    list[str], typer.Option("--param", "-p", help="A parameter, such as period=2026-10.", show_default=False)
]
Machine = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text.")]
Timeout = Annotated[float, typer.Option(help="Seconds that the cells of one run may take.", min=1)]
Memory = Annotated[
    float, typer.Option(help="MB of memory that one run may take; 0: four fifths of the machine's.", min=0)
]
HERE = Path()


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Make a workspace for a shop of your own: planbook.yml and its folders."""
    from planbook.workspace import init as make

    with terminal.told():
        made = make(folder)
        print(f"A workspace stands in {made}.")
        print(
            "Next: put your shop's name and currency into planbook.yml, your exports into data/, then: planbook check"
        )


@app.command("list")
def list_(workspace: Workspace = HERE, machine: Machine = False) -> None:
    """List the notebooks: those of the workspace first, then Planbook's own."""
    from planbook import project
    from planbook.reports import gallery

    with terminal.told():
        settings = project.load(workspace)
        books = [gallery.read(path) for path in gallery.available(settings.root).values()]
        spoken = settings.language
        found = [{"notebook": b.name, "title": b.title(spoken), "question": b.question(spoken)} for b in books]
        terminal.records(found, machine=machine)


@app.command()
def show(
    notebook: Annotated[str, typer.Argument(help="Its name, such as 41_kpi_review.")],
    workspace: Workspace = HERE,
    machine: Machine = False,
) -> None:
    """Show a notebook's question and its parameters."""
    from planbook import project
    from planbook.reports import gallery

    with terminal.told():
        settings = project.load(workspace)
        book = gallery.read(gallery.find(notebook, settings.root))
        if not machine:
            print(f"{book.name}: {book.title(settings.language)}\n{book.question(settings.language)}\n")
        given = book.parameters.values()
        found = [{"parameter": p.name, "type": p.type, "default": p.default, "help": p.help} for p in given]
        terminal.records(found, machine=machine)


@app.command()
def run(  # noqa: PLR0913, PLR0917 - an argument for each option
    notebook: Annotated[str, typer.Argument(help="Its name, such as 41_kpi_review.")],
    param: Params = [],  # noqa: B006 - Typer reads the default and copies it
    shop: Annotated[str, typer.Option(help="Key of the shop in planbook.yml; empty: the first.")] = "",
    language: Annotated[str, typer.Option(help="zh or en; empty: planbook.yml's.")] = "",
    to: Annotated[str, typer.Option(help="Outputs: html, pdf, xlsx, ics.")] = "html",
    timeout: Timeout = 1800,
    memory: Memory = 0,
    workspace: Workspace = HERE,
    machine: Machine = False,
) -> None:
    """Make one report. It lies in reports/single/."""
    from planbook import project
    from planbook.reports import single
    from planbook.reports.job import Terms
    from planbook.reports.kernels.guard import Limits

    with terminal.told():
        given = {**_pairs(param), **{k: v for k, v in (("shop", shop), ("language", language)) if v}}
        settings = project.load(workspace)
        terms = Terms(settings, settings.root / single.FOLDER, _listed(to), Limits(timeout, memory or None))
        with terminal.one_run(quiet=machine) as watch:
            result = single.make(notebook, given, terms, watch=watch)
        if machine:
            print(result.text(), end="")
        else:
            terminal.say_result(result, terms.base / result.run)
        raise typer.Exit(result.status != "ok")


@app.command()
def batch(  # noqa: PLR0913, PLR0917 - an argument for each option
    file: Annotated[Path, typer.Argument(help="A batch file, such as templates/batches/monthly.yml.")],
    param: Params = [],  # noqa: B006 - Typer reads the default and copies it
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", help="Runs side by side; 0: as many as there are cores.", min=0)
    ] = 0,
    failed_only: Annotated[bool, typer.Option("--failed-only", help="Only what did not end well last time.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also what has not changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list the runs.")] = False,
    timeout: Timeout = 1800,
    memory: Memory = 0,
    retries: Annotated[int, typer.Option(help="More tries for what may pass, such as a killed process.", min=0)] = 2,
    plain_kernels: Annotated[bool, typer.Option("--plain-kernels", help="Do not fork warm processes.")] = False,
    workspace: Workspace = HERE,
    machine: Machine = False,
) -> None:
    """Make a pack of reports from a batch file. It lies in reports/<the file's name>/.

    What has not changed since it was made is not made again.
    """
    from planbook import machine as here
    from planbook import project
    from planbook.reports import batch as batches
    from planbook.reports import files, pack
    from planbook.reports.job import Terms
    from planbook.reports.kernels import workers
    from planbook.reports.kernels.guard import Limits
    from planbook.reports.unchanged import Ground

    if failed_only and force:
        raise typer.BadParameter("--failed-only and --force: give one of them.")
    with terminal.told():
        ground = Ground(project.load(workspace))
        plan = batches.read(file)
        base = files.folder_of(ground.project.root / "reports", file.stem)
        if not plain_kernels and (force or not base.exists()):
            workers.warm()  # it loads while the rest is read; where all may be reused, only when it is needed
        planned = batches.expand(plan, ground, _pairs(param))
        terms = Terms(
            ground.project,
            base,
            plan.outputs,
            Limits(timeout, memory or None),
            plain=plain_kernels,
            side_by_side=jobs or here.cores(),
            again="failed" if failed_only else "all" if force else "changed",
            retries=retries,
        )
        if dry_run:
            return terminal.records(pack.foreseen(planned, terms, ground), machine=machine)
        with terminal.many_runs(len(planned), terms.side_by_side, quiet=machine) as heard:
            done = pack.run_all(planned, terms, ground=ground, told=heard)
        terminal.say_pack(done, terms.base, machine=machine)
        raise typer.Exit(any(each.result.status != "ok" for each in done))


@app.command()
def doctor(machine: Machine = False) -> None:
    """Say what this machine lacks."""
    from planbook import machine as here

    findings = here.examine()
    found = [asdict(finding) | {"needed": "yes" if finding.needed else "no"} for finding in findings]
    terminal.records(found, machine=machine)
    raise typer.Exit(any(not finding.ok and finding.needed for finding in findings))


@app.command()
def lab(workspace: Workspace = HERE) -> None:
    """Open JupyterLab in the workspace."""
    import subprocess

    from planbook import project

    with terminal.told():
        root = project.load(workspace).root
    quiet = "--LabApp.news_url=None"
    done = subprocess.run([sys.executable, "-m", "jupyterlab", quiet], cwd=root, check=False)  # noqa: S603 - our own
    raise typer.Exit(done.returncode)


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for name, sign, _ in pairs:
        if not sign or not name:
            raise ParameterError(f"-p {name!r} has no value.", "Write -p name=value, such as -p period=2026-10")
    return {name.strip(): value for name, _, value in pairs}


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
