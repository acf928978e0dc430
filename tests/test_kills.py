"""Kills at random moments, of the command and of its processes: nothing is lost, and nothing is half-written."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import fault_tools as faults
import psutil
import pytest

from planbook.reports.result import Result

ROWS = 40
WORKING = "import time\ntime.sleep(0.2)"
PLANNED = {f"plan_{letter}": f"{WORKING}\n{faults.planning(f'plan_{letter}', ROWS)}" for letter in "ab"}
# Of each twenty; the command and the parent of its workers take seconds to come back.
VICTIMS = ["parent", "command", *["worker"] * 18]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Kill 20 times, and 200 times where slow tests are asked for: ``pytest -m slow``."""
    if "kills" in metafunc.fixturenames:
        slow = [pytest.param(200, marks=pytest.mark.slow)] if "slow" in metafunc.config.option.markexpr else []
        metafunc.parametrize("kills", [20, *slow])


def test_kills_at_random_moments_lose_nothing_and_leave_nothing_half_written(tmp_path: Path, kills: int) -> None:
    root = faults.pack(tmp_path, "2026-06, 2026-07, 2026-08, 2026-09, 2026-10", quick="1", slow=WORKING, **PLANNED)
    dice = random.Random(kills)
    left = [kind for _ in range(kills // len(VICTIMS)) for kind in dice.sample(VICTIMS, len(VICTIMS))]
    while left:
        harmed(root, dice, left)
    code, said = faults.run(root)
    assert (code, "Traceback" in said) == (0, False)
    assert {result.status for result in faults.results(root).values()} == {"ok"}
    assert (len(faults.results(root)), len(faults.planned(root))) == (20, 2 * ROWS)
    faults.until(lambda: not faults.processes(root))
    assert faults.drafts(root) == []


def harmed(root: Path, dice: random.Random, left: list[str]) -> None:
    """Run the command, harm it until it ends or is killed itself, and look at all it has made after each kill."""
    forced = dice.choice([[], ["--force"], ["--force"]])
    before = faults.results(root)
    kept = {} if forced else {name: result for name, result in before.items() if result.status == "ok"}
    command = faults.start(root, "--retries", "0", *forced)
    while left and command.poll() is None:
        wait_for(left[-1], root, command, dice)
        with faults.frozen(root) as live:
            victims = chosen(left[-1], live, command, dice)
            for victim in victims:
                victim.kill()
            del left[len(left) - len(victims) :]
            looked_at(root, kept, set(before))
    faults.kill(command)
    faults.until(lambda: not faults.workers(faults.processes(root)))  # they end with it, a moment later


def wait_for(kind: str, root: Path, command: subprocess.Popen[str], dice: random.Random) -> None:
    """Wait until there is someone to kill and a while more; the command is killed while it loads, too."""
    if kind == "command" and dice.random() < 0.4:
        time.sleep(dice.uniform(0.0, 5.0))
    else:
        faults.until(lambda: command.poll() is not None or faults.workers(faults.processes(root)))
        time.sleep(dice.uniform(0.0, 0.5))


def chosen(
    kind: str, live: Sequence[psutil.Process], command: subprocess.Popen[str], dice: random.Random
) -> list[psutil.Process]:
    """Choose whom to kill; nobody where there is none of the kind."""
    if kind == "command":
        return [process for process in live if process.pid == command.pid]
    if kind == "parent":
        return [process for process in live if faults.child_of(process, command.pid) and faults.is_parent(process)]
    workers = faults.workers(live)
    return dice.sample(workers, min(1, len(workers)))


def looked_at(root: Path, kept: dict[str, Result], names: set[str]) -> None:
    """See that every report is whole, what was well is what it was, and a notebook's rows are all there or none."""
    now = faults.results(root)
    assert names <= now.keys()
    assert {name: now[name] for name in kept} == kept
    if (root / "plans" / "actions.csv").exists():
        rows = Counter(row["source"] for row in faults.planned(root))
        assert set(rows.values()) == {ROWS}
