"""The goal handed down to months, platforms, channels and owners, and its rows for the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.periods import parse
from planbook.views import spoken, tables
from planbook.views.aims.judged import in_ten
from planbook.views.display import View, note, plain, shows_missing, stacked
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

SOURCE = "21_goal_setting"


@shows_missing
def parts(shared: pd.DataFrame, words: Words, *, held: pd.DataFrame, least: float) -> View:
    """Show the goal by month and platform; rows and columns add up to it. A goal without a fair chance is called so."""
    (row,) = held.to_dict("records")
    frame = shared.assign(total=shared.sum(axis=1))
    frame.loc["total"] = frame.sum()
    frame = frame.rename_axis("period").reset_index()
    said = {"period": [*map(str, frame["period"][:-1]), words.name("total")]}
    columns = {"period": (msg("Month"), BY_ROW)} | {name: (words.name(name), "money") for name in shared.columns}
    columns |= {"total": (words.name("total"), "money")}
    title = words("The goal of {goal}, handed down as the forecast has it", goal=words.short(row["goal"], "money"))
    table = spoken.table(frame, said, words, id="cascade", title=title, columns=columns, total=True)
    if row["chance"] >= least:
        return table
    text = words(
        "The whole has a chance of {chance}, so its parts are as hard; {fair} in all would have one of {least}.",
        chance=in_ten(row["chance"], words),
        fair=words.short(row["fair"], "money"),
        least=in_ten(least, words),
    )
    return stacked(table, note(text, words))


def beside_campaign(beside: pd.DataFrame | Missing, words: Words) -> list[View]:
    """Say what the campaign's goals leave for the other days of its months, and where that is not to be expected."""
    if isinstance(beside, Missing):
        return []
    return [note(_beside(row, words), words) for row in beside.to_dict("records")]


@shows_missing
def rows(handed: pd.DataFrame, words: Words) -> View:
    """Show the rows that go into ``targets``, and hand them on; channels add up to their platform."""
    if handed.empty:
        return note(words("No rows for the plan: people set every goal of these months themselves."), words)
    said = {
        "platform": [words.name(name) for name in handed["platform"]],
        "channel": [words.name(name) if name else words("whole platform") for name in handed["channel"]],
        "kpi": [words.kpi(kpi) for kpi in handed["kpi"]],
    }
    columns = {
        "period": (msg("Month"), tables.TITLE),
        "kpi": (msg("Figure"), BY_ROW),
        "platform": (msg("Platform"), BY_ROW),
        "channel": (msg("Channel"), BY_ROW),
        "owner": (msg("Owner"), tables.TITLE),
        "value": (msg("Goal"), "money"),
    }
    title = words("Goals, as they go into the plan")
    view = spoken.table(handed, said, words, id="targets", title=title, columns=columns)
    told = [{"table": "targets", "row": plain({**row, "source": SOURCE})} for row in handed.to_dict("records")]
    nobody = sorted(handed.loc[handed["owner"] == "", "platform"].unique())
    shown = View(view.html, view.twin | {"rows": told}, view.text)
    if not nobody:
        return shown
    names = spoken.listed(nobody, words)
    text = words("Nobody has answered for paid on {platforms} so far: name an owner.", platforms=names)
    return stacked(shown, note(text, words))


def _beside(row: Mapping[Any, Any], words: Words) -> str:
    said = {name: words.short(row[name], "money") for name in ("value", "goal", "left", "expected")}
    text = words(
        "{platform}: the campaign's goal of {value} takes {share} of the {goal} for {months} and leaves {left} for the "
        "other days, of which {expected} are to be expected (80% sure: {range}).",
        platform=words.name(row["platform"]),
        share=words.value(row["value"] / row["goal"] if row["goal"] else None, "share"),
        months=spoken.enumerated((words.span(parse(name)) for name in row["months"].split("+")), words),
        range=words.range(row["low"], row["high"], "money"),
        **said,
    )
    if row["left"] < row["low"]:
        odd = words(
            "The other days would bring more than is left for them: the campaign's goal is high beside the months', or "
            "theirs is low."
        )
    elif row["left"] > row["high"]:
        odd = words(
            "The other days would not bring what is left for them: the campaign's goal is low beside the months', or "
            "theirs is high."
        )
    else:
        return text
    return ("" if words.language == "zh" else " ").join([text, odd])
