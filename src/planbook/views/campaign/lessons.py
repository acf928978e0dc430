"""What a post-mortem found, and what it hands on: lessons and actions, the same in both languages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from planbook.absence import Missing
from planbook.views.campaign import conduct, verdicts
from planbook.views.findings import Finding
from planbook.views.words import LOCALES, Words, open_words

Frame = Any  # a frame, or what is `Missing` for it
SOURCE = "44_post_mortem"
DAYS = {"tasks": 7, "creators": 10, "stock": 14, "refunds": 14}  # after the campaign, until an action is due
OTHERWISE = 21
SATURDAY = 5
OPEN = ("overdue", "still_open")
ENOUGH = 3  # findings with money on the first screen


class Facts(NamedTuple):
    """All that a post-mortem found, each a frame or `Missing`."""

    ran: Frame  # summaries.campaign
    held: Frame  # execution.held
    orders: Frame  # effects.effects of orders
    paid: Frame  # and of paid
    sure: Frame  # effects.grade
    sides: Frame  # effects.sides
    kept: Frame  # payoff.kept
    costs: Frame  # payoff.costs
    reckoned: Frame  # payoff.payoff
    wave: Frame  # waves.wave
    sold: Frame  # assortment.sell_through
    lost: Frame  # assortment.stock_outs
    done: Frame  # execution.tasks
    counted: Frame  # execution.by_owner
    delivered: Frame  # execution.creators
    owner: Frame  # execution.owner_of_goal


def told(facts: Facts, words: Words) -> list[Finding]:
    """Say all that was found, each with its owner; what lacks its data, or is as it should be, is left out.

    What to do is said when the campaign has ended.
    """
    paid_off = verdicts.paid_for_itself(facts.reckoned)
    found: Sequence[object] = (
        conduct.goal(facts.held, words, paid=None if isinstance(facts.paid, Missing) else facts.paid),
        verdicts.lift(facts.paid, words, orders=facts.orders, sure=facts.sure, paid_off=paid_off),
        verdicts.pull_forward(facts.paid, words, orders=facts.orders, sure=facts.sure),
        verdicts.halo(facts.sides, words),
        verdicts.payoff(facts.reckoned, words, costs=facts.costs, kept=facts.kept, sure=facts.sure),
        conduct.refunds(facts.wave, words),
        conduct.stock(facts.lost, words),
        conduct.sell_through(facts.sold, words),
        conduct.tasks(facts.counted, words),
        conduct.creators(facts.delivered, words),
    )
    ended = not isinstance(facts.ran, Missing) and facts.ran.ended
    return [
        replace(each, owner=each.owner or _owner(each.id, facts), action=each.action if ended else "")
        for each in found
        if isinstance(each, Finding)
    ]


def weighty(found: Iterable[Finding]) -> list[Finding]:
    """Keep what the first screen says beside its headline, which tells goal and lift, where there is enough of it."""
    beside = [each for each in found if each.id != "goal"]
    rest = [each for each in beside if each.id != "lift" and math.isfinite(each.effect)]
    return rest if len(rest) >= ENOUGH else beside


def lessons(facts: Facts, words: Words) -> Frame:
    """Write the lessons as rows of the plan: ``lesson campaign kind grade effect text_en text_zh source``.

    Both texts are written whatever the report's language. A hint stays open; else what added money or asks for nothing
    worked, the rest failed. A campaign that has not ended teaches nothing yet: no rows.
    """
    if isinstance(facts.ran, Missing):
        return facts.ran
    rows = [
        {
            "lesson": _key(facts.ran, one.id),
            "campaign": facts.ran.key,
            "kind": _kind(one),
            "grade": one.grade,
            "effect": _money(one.effect),
            "text_en": one.text,
            "text_zh": other.text,
            "source": SOURCE,
        }
        for one, other in _both(facts, words)
    ]
    columns = ["lesson", "campaign", "kind", "grade", "effect", "text_en", "text_zh", "source"]
    return pd.DataFrame(rows, columns=columns)


def actions(facts: Facts, words: Words) -> Frame:
    """Write what is to be done as rows of the plan: key, owner, due day, effect, grade, both texts; status open.

    To repeat what worked is a lesson and no task.
    """
    if isinstance(facts.ran, Missing):
        return facts.ran
    end = facts.ran.span.end
    rows = [
        {
            "action": _key(facts.ran, one.id),
            "campaign": facts.ran.key,
            "opened": end + timedelta(1),
            "owner": one.owner,
            "due": _working_day(end + timedelta(DAYS.get(one.id, OTHERWISE))),
            "status": "open",
            "effect": _money(one.effect),
            "grade": one.grade,
            "text_en": one.action,
            "text_zh": other.action,
            "source": SOURCE,
        }
        for one, other in _both(facts, words)
        if one.action and not (one.id == "lift" and _kind(one) == "worked")
    ]
    columns = ["action", "campaign", "opened", "owner", "due", "status", "effect", "grade", "text_en", "text_zh"]
    return pd.DataFrame(rows, columns=[*columns, "source"])


def again(earlier: Frame, facts: Facts, words: Words) -> Frame:
    """Mark what earlier campaigns asked for or taught, where the same did not work here again (``again``).

    An open action whose day has gone is ``overdue``; open ones stand first.
    """
    if isinstance(earlier, Missing):
        return earlier
    failed = {_key(facts.ran, one.id).rpartition("/")[2] for one in told(facts, words) if _kind(one) == "failed"}
    was = earlier["kind"].ne("worked") if "kind" in earlier else ~(earlier["effect"].astype(float) > 0)
    same = earlier.iloc[:, 0].map(lambda key: str(key).rpartition("/")[2] in failed).astype(bool)
    found = earlier.assign(again=was & same)
    if "due" in found and not isinstance(facts.ran, Missing):
        late = found["due"] < pd.Timestamp(facts.ran.as_of)
        stays = found["status"].astype(object).fillna("open").eq("open")
        found["status"] = found["status"].mask(stays, "still_open").mask(stays & late, "overdue")
        found = found.sort_values("status", key=lambda states: ~states.isin(OPEN), kind="stable", ignore_index=True)
    return found


def _both(facts: Facts, words: Words) -> list[tuple[Finding, Finding]]:
    """Say the findings in both languages; of a campaign that runs still, none."""
    if isinstance(facts.ran, Missing) or not facts.ran.ended:
        return []
    english, chinese = (told(facts, open_words(language, words.currency)) for language in LOCALES)
    return list(zip(english, chinese, strict=True))


def _kind(one: Finding) -> str:
    if one.grade == "hint":
        return "open"
    good = one.effect > 0 if math.isfinite(one.effect) else not one.action
    return "worked" if good else "failed"


def _owner(id: str, facts: Facts) -> str:
    """Name who had the task of that name, else who answers for the campaign's goal."""
    done = facts.done
    if isinstance(done, pd.DataFrame):
        own = done[done["task"].str.contains(id, regex=False) & (done["owner"].astype(object).fillna("") != "")]
        if len(own):
            return str(own.sort_values("due", kind="stable")["owner"].iloc[0])
    return "" if isinstance(facts.owner, Missing) else facts.owner


def _key(ran: Frame, id: str) -> str:
    return f"{'' if isinstance(ran, Missing) else ran.key}/{id.replace('_', '-')}"


def _working_day(day: date) -> date:
    return day + timedelta(7 - day.weekday()) if day.weekday() >= SATURDAY else day


def _money(x: float) -> float | None:
    return round(x, 2) if math.isfinite(x) else None
