"""What goals rest on beside the forecast: what others reach, past launches."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing
from planbook.measures.benchmarks import RIPENS
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words


def benchmarks(compared: pd.DataFrame | Missing, words: Words) -> View:
    """Show what others reach beside the shop's own, each with who says so; or that none is given."""
    if isinstance(compared, Missing):
        return note(words("Benchmarks: none given. A goal is held against the shop's own history alone."), words)
    said = spoken.figures(compared, "kpi", ("own", "value", "low", "high"), words)
    columns = {
        "kpi": (msg("Figure"), BY_ROW),
        "platform": (msg("Platform"), tables.TEXT),
        "own": (msg("Ours, last month"), BY_ROW),
        "value": (msg("Others"), BY_ROW),
        "low": (msg("Low"), BY_ROW),
        "high": (msg("High"), BY_ROW),
        "standing": (msg("We are"), tables.TEXT),
        "origin": (msg("Who says so"), tables.TITLE),
    }
    title = words("What others reach, as the shop wrote it down")
    table = spoken.table(compared, said, words, id="benchmarks", title=title, columns=columns)
    if not compared["kpi"].isin(RIPENS).any():
        return table
    text = words("Figures that refunds change are those of the month before the last: the last one's still come in.")
    return stacked(table, note(text, words))


@shows_missing
def watched(watched: pd.DataFrame, words: Words) -> View:
    """Show what is known of those who come back, for the months in which customers' value counts."""
    if watched.empty:
        return note(words("An event or a campaign falls into each planned month: paid counts in all of them."), words)
    columns = {
        "month": (msg("Planned month"), tables.CODE),
        "kpi": (msg("Figure"), BY_ROW),
        "kind": (msg("Of whom"), tables.TEXT),
        "current": (msg("Latest month"), BY_ROW),
        "low": (msg("Low"), BY_ROW),
        "high": (msg("High"), BY_ROW),
        "year_ago": (msg("Same month a year ago"), BY_ROW),
    }
    said = spoken.figures(watched, "kpi", ("current", "low", "high", "year_ago"), words)
    title = words("Where customers' value counts: who comes back")
    return spoken.table(watched, said, words, id="watched", title=title, columns=columns)


@shows_missing
def launches(totals: pd.DataFrame, words: Words, *, goal: pd.DataFrame | Missing) -> View:
    """Show past launches, and what a next one may sell in its first weeks."""
    columns = {
        "product": (msg("Item"), tables.TITLE),
        "launched": (msg("Launched"), "day"),
        "units_4": (msg("Units, 4 weeks"), "count"),
        "even_4": (msg("Of ordinary weeks"), "count"),
        "units_8": (msg("Units, 8 weeks"), "count"),
        "even_8": (msg("Of 8 ordinary weeks"), "count"),
    }
    table = tables.table(totals, words, id="launches", title=words("Past launches"), columns=columns)
    if isinstance(goal, Missing):
        return stacked(table, note(words("Fewer than three launches are over: no goal can be told from them."), words))
    text = words("All launches count, seasonal gift sets too; weeks of events are set on ordinary ones.")
    return stacked(table, note(text, words), launch_table(goal, words))


def course_title(course: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of launches."""
    if isinstance(course, Missing):
        return course
    last = course.to_dict("records")[-1]
    said = {name: words.value(last[name], "count") for name in ("low", "high", "value")}
    return words("Past launches sold {low} to {high} units in eight weeks, the middle one {value}", **said)


@shows_missing
def launch_table(goal: pd.DataFrame, words: Words) -> View:
    """Show the launch goal by weeks."""
    columns = {
        "weeks": (msg("First weeks"), tables.CODE),
        "value": ("launch_units", "count"),
        "low": (msg("Low"), "count"),
        "high": (msg("High"), "count"),
        "n": (msg("Launches"), "count"),
    }
    return tables.table(
        goal.reset_index().astype({"weeks": str}),
        words,
        id="launch_goal",
        title=words("Goal of a new item"),
        columns=columns,
    )
