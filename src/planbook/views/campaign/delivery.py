"""The tables of how a campaign was carried out: items and stock, tasks, creators, and what was learned before."""

from __future__ import annotations

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

TIERS = ("head", "middle", "ordinary")


@shows_missing
def sell_through(sold: pd.DataFrame, words: Words) -> View:
    """Show how much of each item's stock was sold; the last row adds them up."""
    columns = {
        "product": (msg("Item"), BY_ROW),
        "role": (msg("Role"), tables.TEXT),
        "stock": (msg("Stock"), "count"),
        "units": ("units", "count"),
        "rate": ("sell_through", "share"),
        "left": ("stock_left", "count"),
        "target_units": (msg("Target"), "count"),
        "attainment": ("attainment", "share"),
        "paid": ("paid", "money"),
    }
    frame = sold.assign(role=sold["role"].astype(object).fillna(""))
    known = _known(frame, columns)
    gone = frame.index[:-1][frame["left"].iloc[:-1] == 0]
    said = {"product": spoken.with_total(frame["product"], words)}
    title = words("Sell-through by item")
    return spoken.table(
        frame, said, words, id="sell_through", title=title, columns=known, total=True, limit=15,
        mark=gone[0] if len(gone) else None,
    )  # fmt: skip


@shows_missing
def stock_outs(lost: pd.DataFrame, words: Words) -> View:
    """Show the items that visitors went on looking at and could no longer buy."""
    if lost.empty:
        return note(words("No item of the campaign was seen to sell out while visitors went on coming."), words)
    columns = {
        "product": (msg("Item"), tables.TITLE),
        "platform": (msg("Platform"), tables.TEXT),
        "since": (msg("Since"), "day"),
        "days": (msg("Days"), "count"),
        "visitors": ("visitors", "count"),
        "conversion": (msg("Usual conversion"), "share"),
        "price": (msg("Usual paid per buyer"), "money"),
        "loss": ("stock_out_loss", "money"),
        "low": (msg("Low"), "money"),
        "high": (msg("High"), "money"),
    }
    return tables.table(lost, words, id="stock_outs", title=words("Sold out while visitors came"), columns=columns)


@shows_missing
def tasks(done: pd.DataFrame, words: Words) -> View:
    """Show what was planned and what was done, worst first."""
    columns = {
        "task": (msg("Task"), BY_ROW),
        "owner": (msg("Owner"), BY_ROW),
        "due": (msg("Due"), "day"),
        "done": (msg("Done"), "day"),
        "status": (msg("State"), tables.TEXT),
        "days_late": (msg("Days late"), "count"),
    }
    said = {"task": spoken.named(done, "task", words), "owner": done["owner"].astype(object).fillna("").tolist()}
    return spoken.table(done, said, words, id="tasks", title=words("Each task"), columns=columns, limit=15)


@shows_missing
def owners(counted: pd.DataFrame, words: Words) -> View:
    """Show each owner's tasks: how many on time, late, not done."""
    columns = {
        "owner": (msg("Owner"), BY_ROW),
        "tasks": (msg("Tasks"), "count"),
        "on_time": (msg("On time"), "count"),
        "late": (msg("Late"), "count"),
        "not_done": (msg("Not done"), "count"),
        "days_late": (msg("Days late"), "count"),
        "share": ("on_time_share", "share"),
    }
    said = {"owner": spoken.with_total(counted["owner"], words)}
    title = words("Tasks by owner")
    return spoken.table(counted, said, words, id="task_owners", title=title, columns=columns, total=True)


@shows_missing
def creators(delivered: pd.DataFrame, words: Words) -> View:
    """Show what each creator promised and delivered, then what that cost and left."""
    promised = {
        "creator": (msg("Creator"), BY_ROW),
        "tier": (msg("Tier"), tables.TEXT),
        "posts": (msg("Posts"), "count"),
        "posts_share": (msg("of promised"), "share"),
        "views": (msg("Views"), "count"),
        "views_share": (msg("of promised"), "share"),
        "paid": ("paid", "money"),
        "paid_share": (msg("of promised"), "share"),
    }
    earned = {
        "creator": (msg("Creator"), BY_ROW),
        "net": ("net", "money"),
        "slot_fee": ("slot_fees", "money"),
        "cost": (msg("with commission"), "money"),
        "cost_per_view": ("cost_per_view", "money"),
        "profit": (msg("Left after margin and cost"), "money"),
        "roi": ("creator_roi", "share"),
    }
    tiers = [f"tier_{tier}" if tier in TIERS else "" if pd.isna(tier) else tier for tier in delivered["tier"]]
    frame, said = delivered.assign(tier=tiers), {"creator": spoken.with_total(delivered["creator"], words)}
    parts = (
        ("creators", words("Delivered of what was promised"), promised),
        ("creators_cost", words("What it cost and what is left"), earned),
    )
    return stacked(*(
        spoken.table(frame, said, words, id=id, title=title, columns=_known(frame, columns), total=True)
        for id, title, columns in parts
    ))  # fmt: skip


@shows_missing
def earlier_actions(asked: pd.DataFrame, words: Words) -> View:
    """Show what the reviews of earlier campaigns asked for, and what became of it."""
    columns = {
        "action": (msg("Action"), BY_ROW),
        "campaign": (msg("Campaign"), tables.CODE),
        "owner": (msg("Owner"), BY_ROW),
        "due": (msg("Due"), "day"),
        "status": (msg("What became of it"), tables.TEXT),
        "again": (msg("Here again"), BY_ROW),
        "effect": (msg("Worth"), "money"),
    }
    said = _told(asked, "action", words)
    title = words("What earlier reviews asked for")
    return spoken.table(asked, said, words, id="earlier_actions", title=title, columns=columns)


@shows_missing
def earlier_lessons(learned: pd.DataFrame, words: Words) -> View:
    """Show what earlier campaigns taught, and whether it came up again."""
    columns = {
        "lesson": (msg("Lesson"), BY_ROW),
        "campaign": (msg("Campaign"), tables.CODE),
        "kind": (msg("Kind"), tables.TEXT),
        "grade": (msg("How sure"), tables.TEXT),
        "again": (msg("Here again"), BY_ROW),
        "effect": (msg("Weighed"), "money"),
    }
    said = _told(learned, "lesson", words)
    title = words("What earlier campaigns taught")
    return spoken.table(learned, said, words, id="earlier_lessons", title=title, columns=columns)


def _known(frame: pd.DataFrame, columns: tables.Columns) -> dict[str, tuple[str, str]]:
    return {name: head for name, head in columns.items() if frame[name].notna().any()}


def _told(frame: pd.DataFrame, key: str, words: Words) -> dict[str, list[str]]:
    said = {key: spoken.named(frame, key, words), "again": [words("yes") if again else "" for again in frame["again"]]}
    return said | ({"owner": frame["owner"].astype(object).fillna("").tolist()} if "owner" in frame else {})
