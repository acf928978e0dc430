"""Campaigns: parts of the time, what guides an estimate, states of tasks, kinds of lessons."""

from __future__ import annotations

from planbook.views.vocabulary.mark import msg

NAMES = {
    # campaigns: parts of the time, what guides an estimate, states of tasks, kinds of lessons
    "during": msg("Campaign days"),
    "week_after": msg("The week after"),
    "second_week": msg("The second week after"),
    "campaign": msg("Campaign"),
    "usual": msg("Usual days before"),
    "actual": msg("Actual"),
    "expected": msg("To be expected"),
    "this_edition": msg("This time"),
    "last_edition": msg("Last time"),
    "other_platforms": msg("Platforms without a campaign"),
    "weekdays": msg("Weekdays alone"),
    "inside": msg("Items of the campaign"),
    "outside": msg("Other items of its platforms"),
    "on_time": msg("On time"),
    "late": msg("Late"),
    "not_done": msg("Not done"),
    "not_due_yet": msg("Not due yet"),
    "undated": msg("No due day"),
    "tier_head": msg("Head"),
    "tier_middle": msg("Mid-tier"),
    "tier_ordinary": msg("Ordinary"),
    "worked": msg("Worked"),
    "failed": msg("Did not work"),
    "open": msg("Open"),
    "done": msg("Done"),
    "dropped": msg("Dropped"),
    "overdue": msg("Overdue"),
    "still_open": msg("Still open"),
    "measured": msg("measured"),
    "likely": msg("likely"),
    "hint": msg("a hint"),
    "all": msg("All"),
    "total": msg("Total"),
}
