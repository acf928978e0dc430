"""What the page of a run says that did not end well, or whose data are in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.reports.result import Result

if TYPE_CHECKING:
    from planbook.views.words import Words

MOST = 5  # doubts that stand at the top of a page
UNSAID = ("workspace", "language")  # parameters that explain nothing


def card(told: Result, words: Words) -> dict[str, str]:
    """Say in plain words why a run stopped, where, with which parameters, and what to do."""
    assert told.error is not None
    said = {
        "data_check_failed": words("The data did not pass a check."),
        "timed_out": words("It took too long and was stopped."),
        "kernel_died": words("The process that ran it ended unexpectedly."),
        "out_of_memory": words("It needed more memory than it may have."),
        "cancelled": words("It was stopped by hand."),
        "failed": words("A step could not be finished."),
    }
    cures = {
        "data_check_failed": words("Run planbook check, mend what it names, and run this report again."),
        "timed_out": words("Choose a shorter period, or allow more time with --timeout."),
        "kernel_died": words("Run it again; if it ends again, choose a shorter period."),
        "out_of_memory": words("Choose a shorter period, or allow more memory with --memory."),
    }
    spoken = {
        "Limit": "",  # said above
        "DeadKernel": "",
        "SystemExit": words("A cell ended the run by sys.exit()."),
        "Unfinished": words("This step did not run to its end."),
    }
    otherwise = words("Run planbook check. If the data are right, open report.ipynb in JupyterLab to see the step.")
    return {
        "what": said[told.status],
        "section": told.error.section,
        "given": " · ".join(f"{name} = {value}" for name, value in told.params.items() if name not in UNSAID),
        "message": spoken.get(told.error.kind, told.error.message),
        "advice": told.error.advice or cures.get(told.status, otherwise),
    }


def doubts(told: Result, words: Words) -> dict[str, object]:
    """Say at the top of a report what the data check has against it."""
    n = len(told.incomplete)
    said = [doubt.text for doubt in told.incomplete[:MOST]]
    more = [words("and {n} more", n=n - MOST)] if n > MOST else []
    return {
        "said": words("Incomplete:"),
        "what": words.plural(
            "the data check has {n} finding about what this report reads.",
            "the data check has {n} findings about what this report reads.",
            n,
        ),
        "each": [*said, *more],
        "advice": words("planbook check --to html tells what to do."),
    }
