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
    from planbook.reports.account import Done
    from planbook.reports.job import Job
    from planbook.reports.result import Result

# what Ctrl-C, a stopped batch, a closed terminal and a system going down send
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

Watch = Callable[[int, int], None]
Told = Callable[["Job", "Done | None"], None]


@contextmanager
def told() -> Iterator[None]:
    """Tell a person's mistake in two lines and leave with code 2; Ctrl-C, SIGTERM and SIGHUP leave with 130."""
    before = _heard_once()
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
        print("       Make room or mend its permissions, and run the same command again.", file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        print("Stopped. What was finished stays.", file=sys.stderr)
        raise typer.Exit(130) from None
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _heard_once() -> dict[int, Any]:
    """Let the first such signal stop the command, and none what it then puts in order; give the old handlers."""
    # what a caller such as nohup has switched off stays off
    before = {sign: old for sign in ENDINGS if (old := signal.getsignal(sign)) not in (signal.SIG_IGN, None)}

    def stop(*_: object) -> None:
        for sign in before:
            signal.signal(sign, signal.SIG_IGN)
        raise KeyboardInterrupt

    for sign in before:
        signal.signal(sign, stop)
    return before


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
        yield nothing
        return
    with bar() as shown:
        task = shown.add_task("running", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


@contextmanager
def many_runs(total: int, side_by_side: int, *, quiet: bool) -> Iterator[Told]:
    """Show which runs of a batch are at work, how they ended, and how long the rest will take."""
    score = Score(total, side_by_side)
    if quiet:
        yield score.hear
    elif not sys.stderr.isatty():

        def line(job: Job, done: Done | None) -> None:
            score.hear(job, done)
            if done is not None:
                print(f"{score.done}/{total} {_came_out(done)}", file=sys.stderr, flush=True)

        yield line
    else:
        with bar() as shown:
            task = shown.add_task(score.said, total=total)

            def hear(job: Job, done: Done | None) -> None:
                score.hear(job, done)
                if done is not None:
                    shown.console.print(_came_out(done), highlight=False, markup=False)
                shown.update(task, description=score.said, completed=score.done)

            yield hear


class Score:
    """How far a batch has come."""

    def __init__(self, total: int, side_by_side: int) -> None:
        self.total, self.side_by_side = total, side_by_side
        self.done = self.failed = 0
        self._running: dict[str, None] = {}
        self._seconds: list[float] = []

    def hear(self, job: Job, done: Done | None) -> None:
        """Note that a job begins, or how it came out."""
        if done is None:
            self._running[job.id] = None
            return
        self._running.pop(job.id, None)
        self.done += 1
        self.failed += done.result.status != "ok"
        if done.outcome != "reused":
            self._seconds.append(done.result.seconds)

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take, as far as those that were made tell; None: nobody knows yet."""
        if not self._seconds:
            return None
        usual = sum(self._seconds) / len(self._seconds)
        return usual * max(1.0, (self.total - self.done) / self.side_by_side)

    @property
    def said(self) -> str:
        """Say it in a line."""
        parts = [f"{len(self._running)} running", *([f"{self.failed} failed"] if self.failed else [])]
        parts += [f"about {self.left:.0f} s left"] if self.left and self.done < self.total else []
        return ", ".join(parts)


def say_pack(done: Sequence[Done], base: Path, *, machine: bool) -> None:
    """Say how a batch came out and where its index lies; for machines, what it did."""
    if machine:
        print((base / "batch.json").read_text(encoding="utf-8"), end="")
        return
    made = sum(each.result.status == "ok" for each in done)
    reused = sum(each.outcome == "reused" for each in done)
    told = f", {reused} of them unchanged" if reused else ""
    print(f"{made} of {len(done)} reports made{told}. Look at {base / 'index.html'}")


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


def _came_out(done: Done) -> str:
    if done.outcome == "reused":
        return f"= {done.result.run} reused. {done.because}"
    tries = f" ({done.attempts} tries)" if done.attempts > 1 else ""
    return f"{_ended(done.result)}{tries} · {done.because}"


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


def nothing(*_: Any) -> None:
    """Say nothing."""


def bar() -> Any:
    """Make a bar that shows how far something has come, and for how long; it leaves nothing behind."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
