"""How the command speaks: tables, progress and mistakes; colours on a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from planbook.absence import PlanbookError

if TYPE_CHECKING:
    from planbook.reports.result import Result
    from planbook.reports.run import Job

Watch = Callable[[int, int], None]
Told = Callable[["Job", "Result | None"], None]


@contextmanager
def told() -> Iterator[None]:
    """Tell a person's mistake in two lines and leave with code 2; Ctrl-C and SIGTERM leave with 130."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except PlanbookError as error:
        print(f"Error: {error.message}", file=sys.stderr)
        if error.advice:
            print(f"       {error.advice}", file=sys.stderr)
        raise typer.Exit(2) from None
    except BrokenPipeError:  # who reads has seen enough (planbook check | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:  # an unwritable folder, a full disk: nothing half-written stays
        print(f"Error: {error.strerror or error}: {error.filename or 'the workspace'}", file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        print("Stopped. What was finished stays.", file=sys.stderr)
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def records(found: Sequence[Mapping[str, object]], *, machine: bool, nothing: str = "Nothing.") -> None:
    """Print records: JSON for machines, a table on a terminal, tab-separated lines elsewhere."""
    if machine:
        print(json.dumps(found, ensure_ascii=False, indent=1, default=str))
    elif not found:
        print(nothing)
    elif sys.stdout.isatty():
        _table(found)
    else:
        lines = [list(found[0]), *([_text(value) for value in record.values()] for record in found)]
        print("\n".join("\t".join(line) for line in lines))


@contextmanager
def one_run(*, quiet: bool) -> Iterator[Watch]:
    """Show how many cells of a run are done."""
    if quiet or not sys.stderr.isatty():
        yield _nothing
        return
    with _bar() as bar:
        task = bar.add_task("running", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def many_runs(total: int, *, quiet: bool) -> Iterator[Told]:
    """Show which runs of a batch are at work and how they ended."""
    if quiet:
        yield _nothing
    elif not sys.stderr.isatty():
        yield _line
    else:
        with _bar() as bar:
            task = bar.add_task("reports", total=total)

            def hear(job: Job, result: Result | None) -> None:
                if result is None:
                    bar.update(task, description=job.id)
                else:
                    bar.console.print(_ended(result), highlight=False, markup=False)
                    bar.advance(task)

            yield hear


def say_result(result: Result, folder: Path) -> None:
    """Say how one run ended and where its page lies."""
    print(_ended(result))
    if result.error:
        print(f"  {result.error.section + ': ' if result.error.section else ''}{result.error.message}")
        print(f"  {result.error.advice}" if result.error.advice else "  The page says what to do.")
    for kind, name in result.outputs.items():
        print(f"  {kind}: {name if name.startswith('skipped') else folder / name}")


def _ended(result: Result) -> str:
    mark = "✓" if result.status == "ok" else "✗"
    why = f": {result.error.message}" if result.error else ""
    return f"{mark} {result.run} {result.status.replace('_', ' ')}, {result.seconds:.1f} s{why}"


def _line(job: Job, result: Result | None) -> None:
    print(f"… {job.id}" if result is None else _ended(result), file=sys.stderr, flush=True)


def _table(found: Sequence[Mapping[str, object]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*found[0], box=box.SIMPLE_HEAD)
    for record in found:
        drawn.add_row(*(Text(_text(value)) for value in record.values()))
    Console().print(drawn)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, dict):
        return " ".join(f"{name}={text}" for name, text in value.items())
    return str(value)


def _nothing(*_: Any) -> None:
    """Say nothing."""


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
