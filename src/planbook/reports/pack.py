"""Run the jobs of a batch side by side, each after what it needs, and keep account of them.

``needs`` orders runs and no more: when a needed run fails, its dependents still run. Where and by whom a job is done
is the executor's matter: `make` takes and gives what can be pickled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait

from planbook import disk
from planbook.absence import PlanbookError
from planbook.reports import files
from planbook.reports.account import Account, Done
from planbook.reports.job import Job, Terms
from planbook.reports.kernels import workers
from planbook.reports.publish import left, read_result, unmade
from planbook.reports.result import Origin, Result
from planbook.reports.run import run
from planbook.reports.unchanged import Ground, why

Told = Callable[[Job, Done | None], None]  # None: the job begins

KEPT = {"changed": "Nothing has changed.", "failed": "It ended well last time.", "all": ""}  # why it is not made again
ENDING = 10.0  # seconds that runs get to end, whose processes were ended
BACK_OFF = 1.0  # seconds before the second try; twice as long before each further one
PASSING = {"kernel_died"}  # what may go well another time, by status and by kind of error
PASSING_KINDS = {"UnreachableError", "ConnectionError", "ConnectionResetError", "TimeoutError", "DiedError"}


def run_all(
    jobs: Sequence[Job],
    terms: Terms,
    *,
    ground: Ground | None = None,
    executor: Executor | None = None,
    told: Told = lambda *_: None,
) -> list[Done]:
    """Run jobs and write ``batch.json`` and ``index.html`` beside them.

    Parameters
    ----------
    jobs
        In an order that respects their needs (`batch.expand`).
    terms
        Where and how, for all of them.
    ground
        What they stand on, where that has been looked at already.
    executor
        Who does them: threads of this process by default, since each run has a process of its own.
    told
        Hears of each job when it begins and when it ends.

    Returns
    -------
    list of Done
        One a job, in the order of ``jobs``; their results are brief, the whole stands in each ``result.json``.
    """
    ground = ground or Ground(terms.project)
    account = Account(jobs, terms)
    workers.stopping.clear()
    own = executor or ThreadPoolExecutor(terms.side_by_side, thread_name_prefix="run")
    try:
        account.write("running")
        _in_turn(jobs, own, (terms, ground), account, told)
    except BaseException:
        own.shutdown(wait=executor is None, cancel_futures=True)
        account.write("stopped")
        raise
    finally:
        if executor is None:
            own.shutdown(wait=True)
        ground.contents.save()
    account.write("done")
    return [account.done[job.id] for job in jobs]


def make(job: Job, terms: Terms, ground: Ground) -> Done:
    """Make one report where it is not what it would be made again.

    Another command that makes the same one is waited for, and its report then taken.

    Raises
    ------
    CancelledError
        When the runner is being stopped.
    """
    with disk.locked(files.lock_of(terms.base, job.id), given_up=workers.stopping.is_set):
        if workers.stopping.is_set():
            raise CancelledError
        try:
            files.recover(terms.base, job.id)
            before, now, because = _looked(job, terms, ground)
        except (PlanbookError, OSError) as error:
            return Done(left(unmade(job, terms, error), terms), "failed")
        if before is not None and not because:  # a job with trouble has its trouble for a cause
            return Done(before, "reused", KEPT[terms.again])
        try:
            return _tried(job, terms, now, because)
        except CancelledError:
            files.recover(terms.base, job.id)  # a worker that was stopped had no time to drop what it was writing
            raise


def foreseen(jobs: Sequence[Job], terms: Terms, ground: Ground) -> list[dict[str, object]]:
    """Tell of each job what it is, and whether and why it would be run now; a job before it may still change that."""
    told: list[dict[str, object]] = []
    for job in jobs:
        try:
            because = job.trouble.message if job.trouble else _looked(job, terms, ground)[2]
        except PlanbookError as error:
            because = error.message
        because = because or KEPT[terms.again]
        told.append({"run": job.id, "needs": ", ".join(job.needs), "params": dict(job.params), "because": because})
    return told


def _looked(job: Job, terms: Terms, ground: Ground) -> tuple[Result | None, Origin, str]:
    """Find what lies there, what the job would be made from, and why it is to be run: empty when it is not."""
    folder = files.folder_of(terms.base, job.id)
    before = read_result(folder)
    now = ground.origin(job, terms.to, before.made_from if before else None)
    lost = [name for name in _files(before) if not (folder / name).is_file()]
    return before, now, f"It has lost {', '.join(lost)}." if lost else _because(before, now, job, terms)


def _files(told: Result | None) -> list[str]:
    """List the files that a report which ended well must have."""
    if told is None or told.status != "ok":
        return []
    return ["report.ipynb", *(name for name in told.outputs.values() if not name.startswith("skipped"))]


def _because(before: Result | None, now: Origin, job: Job, terms: Terms) -> str:
    if terms.again == "failed" and before is not None and before.status == "ok":
        return ""
    if job.trouble is not None:
        return "Its shop's data do not let it begin."
    if terms.again == "all":
        return "It was asked for with --force."
    return why(before, now, job)


def _tried(job: Job, terms: Terms, now: Origin, because: str) -> Done:
    attempt = 1
    while True:
        result = _guarded(job, terms, now)
        passing = result.status in PASSING or (result.error is not None and result.error.kind in PASSING_KINDS)
        if not passing or attempt > terms.retries:
            return Done(result, "ran" if result.status == "ok" else "failed", because, attempt)
        if workers.stopping.wait(BACK_OFF * 2 ** (attempt - 1)):
            raise CancelledError
        attempt += 1


def _in_turn(jobs: Sequence[Job], executor: Executor, rest: tuple[Terms, Ground], account: Account, told: Told) -> None:
    waiting, running = list(jobs), dict[Future[Done], Job]()
    here = {job.id for job in jobs}
    try:
        while waiting or running:
            free = rest[0].side_by_side - len(running)
            ready = [job for job in waiting if account.done.keys() >= set(job.needs) & here]
            # one long run must not be left over for the end, when the others have nothing to do
            for job in sorted(ready, key=account.usual, reverse=True)[:free]:
                waiting.remove(job)
                account.begin(job)
                told(job, None)
                running[executor.submit(make, job, *rest)] = job
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                job = running[future]
                done = _outcome(future, job, rest[0])
                account.end(job, done)
                told(job, done)
                del running[future]  # only now: whoever stops the command finds it here until it is noted
    except BaseException:
        workers.stop_all()
        _last(running, account)
        raise


def _last(running: Mapping[Future[Done], Job], account: Account) -> None:
    """Note the runs that came to their end while the command was being stopped."""
    finished, _ = wait(running, timeout=ENDING)
    for future in finished:
        if not future.cancelled() and future.exception() is None:
            account.end(running[future], future.result())


def _outcome(future: Future[Done], job: Job, terms: Terms) -> Done:
    error = future.exception()
    if isinstance(error, Exception) and not isinstance(error, CancelledError):  # such as an executor's lost worker
        return Done(left(unmade(job, terms, error), terms), "failed")
    return future.result()


def _guarded(job: Job, terms: Terms, now: Origin) -> Result:
    if job.trouble is not None:
        return left(unmade(job, terms, job.trouble), terms)
    try:
        return run(job, terms, made_from=now)
    except CancelledError:
        raise
    except Exception as error:  # whatever happens to one run, the others go on
        if workers.stopping.is_set():
            raise CancelledError from error
        return left(unmade(job, terms, error), terms)
