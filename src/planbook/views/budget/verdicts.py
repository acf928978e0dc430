"""What a budget comes to, in sentences: where the next yuan goes, what the split gains, what the goal loses by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from planbook.absence import Missing, first_missing
from planbook.measures.budget.plan import foremost
from planbook.summaries import Campaign
from planbook.views.display import View, note, shows_missing, unsaid
from planbook.views.findings import Finding, Grade, finding, headline
from planbook.views.spoken import listed, row
from planbook.views.words import Words

Found = Finding | View
MOST = 4  # channels that a headline names
DAYS = 28  # by which findings of daily spend are weighed, as next week's moves are


@shows_missing
def confounding(curves: pd.DataFrame, words: Words) -> View:
    """Warn of what the curves cannot tell, and name the channels that no test has checked."""
    own = curves[curves["draw"] == 0]
    refused: dict[str, list[str]] = {"": [], "still": [], "unsure": []}
    for platform, channel, reason in own[["platform", "channel", "reason"]].itertuples(index=False):
        refused[reason].append(f"{platform}+{channel}")
    unchecked = [f"{p}+{c}" for p, c, n in own[["platform", "channel", "tests"]].itertuples(index=False) if not n]
    said = [words("Tools also claim people who would have bought anyway, so an unchecked curve promises too much.")]
    if unchecked:
        said.append(words("No test has checked: {channels}.", channels=_all(unchecked, words)))
    if refused["still"]:
        names = _all(refused["still"], words)
        said.append(
            words("Spend hardly moved, so only the average is told, not to be extended: {channels}.", channels=names)
        )
    if refused["unsure"]:
        names = _all(refused["unsure"], words)
        said.append(
            words("What more would bring is too unsure, so only the average is told: {channels}.", channels=names)
        )
    return note(("" if words.language == "zh" else " ").join(said), words)


@shows_missing
def next_yuan(today: pd.DataFrame, words: Words) -> Found:
    """Say where one more yuan brings most at today's spend a day, and where least."""
    known = today[today["marginal"].notna()].sort_values("marginal", ascending=False)
    if known.empty:
        return note(words("Of no channel can it be told what more spend brings: spend hardly moved."), words)
    best, worst = (known.iloc[at].to_dict() for at in (0, -1))
    text = words(
        "{one} more on {best} brings about {more} of margin (80% sure: {range}); on {worst} about {less}.",
        one=words.short(1.0, "money"),
        best=place(best["where"], words),
        more=words.value(best["marginal"], "money"),
        range=words.range(best["low"], best["high"], "money"),
        worst=place(worst["where"], words),
        less=words.value(worst["marginal"], "money"),
    )
    grade: Grade = "likely" if best["tests"] and not best["low"] <= 1 <= best["high"] else "hint"
    if best["low"] > 1:
        action = words("Move spend there, a fifth at a time.")
    elif best["high"] < 1:
        action = words("Spend less: nowhere does more spend come back.")
    else:
        action = _in_small_steps(best, words)
    if worst["high"] < 1 <= best["high"]:
        less = words("Spend less on {worst}.", worst=place(worst["where"], words))
        action = less + ("" if words.language == "zh" else " ") + action
    effect = float((known["marginal"] - 1).mul(known["spend"]).abs().max()) * DAYS
    return finding(text, words, id="next_yuan", grade=grade, effect=effect, action=action)


def _in_small_steps(best: Mapping[Any, Any], words: Words) -> str:
    name = place(best["where"], words)
    if best["tests"]:
        return words("Give {best} more in small steps only: it may not come back.", best=name)
    return words("Give {best} more in small steps only, and with a test.", best=name)


def next_title(today: pd.DataFrame | Missing, words: Words) -> str:
    """Say at how many channels the next yuan surely comes back."""
    if isinstance(today, Missing):
        return words("What more spend brings")
    known = today[today["marginal"].notna()]
    n = int((known["low"] > 1).sum())
    if not n:
        return words("On none of {of} channels does more spend surely come back", of=len(known))
    return words("On {n} of {of} channels more spend surely comes back", n=n, of=len(known))


@shows_missing
def average(today: pd.DataFrame, words: Words) -> Found:
    """Say where the channel that looks best on average is not the one where the next yuan goes."""
    known = today[today["marginal"].notna()]
    if len(known) < 2:
        return note(words("There is one channel only: nothing to compare."), words)
    looks, is_best = (row(known, known[name].idxmax()) for name in ("average", "marginal"))
    if looks["where"] == is_best["where"]:
        return note(words("The channel with the best average is also the one where more spend brings most."), words)
    full = looks["high"] < 1
    text = words(
        "{looks} earns most on average ({average} of margin for {one}, 80% sure: {range}), but {one} more brings "
        "{marginal}",
        one=words.short(1.0, "money"),
        looks=place(looks["where"], words),
        average=words.value(looks["average"], "money"),
        range=words.range(looks["average_low"], looks["average_high"], "money"),
        marginal=words.value(looks["marginal"], "money"),
    )
    text += (
        words(": it is full.")
        if full
        else words(
            ", less than on {best} ({more}).",
            best=place(is_best["where"], words),
            more=words.value(is_best["marginal"], "money"),
        )
    )
    grade: Grade = "likely" if looks["tests"] else "hint"
    action = words("Do not scale it by its average; judge by what more spend brings.")
    effect = float((looks["marginal"] - 1) * looks["spend"]) * DAYS
    return finding(text, words, id="average_misleads", grade=grade, effect=effect, action=action)


@shows_missing
def better(scenarios: pd.DataFrame, words: Words) -> Found:
    """Say what the planned split leaves beyond as many days of today's spend, after its own spend."""
    rows = scenarios.set_index("scenario")
    now, planned = row(rows, "as_now"), row(rows, "with_rules")
    more, sure = planned["gain"] >= 0, planned["gain_low"] > 0 or planned["gain_high"] < 0
    gain, span = gap(planned, "gain", words)
    told = {
        "spend": words.short(planned["spend"], "money"),
        "left": words.short(planned["margin"] - planned["spend"], "money"),
        "now": words.short(now["spend"], "money"),
        "gain": gain,
        "range": span,
    }
    if more:
        text = words(
            "The split of this plan spends {spend} and leaves {left} after spend, {gain} more (80% sure: {range}) "
            "than as many days of today’s spend, {now}.",
            **told,
        )
        action = words("Keep the rest in reserve for sudden traffic or for a channel that a test proves.")
    else:
        text = words(
            "The split of this plan spends {spend} and leaves {left} after spend, {gain} less (80% sure: {range}) "
            "than as many days of today’s spend, {now}.",
            **told,
        )
        action = words("Loosen the rules of planbook.yml: they hold back money that would come back.")
    grade: Grade = "likely" if sure else "hint"
    return finding(text, words, id="split_gain", grade=grade, effect=float(planned["gain"]), action=action)


@shows_missing
def paid_goal(scenarios: pd.DataFrame, words: Words, *, goals: pd.DataFrame | Missing) -> View:
    """Say what the split means for a goal of paid, which counts sales where the split counts margin."""
    planned = row(scenarios.set_index("scenario"), "with_rules")
    known = None if isinstance(goals, Missing) else goals.loc[goals["kpi"] == "paid", "value"].sum()
    more, span = gap(planned, "more", words)
    told = {"paid": words.short(planned["paid"], "money"), "more": more, "range": span}
    told["between"] = words.range(planned["paid_low"], planned["paid_high"], "money")
    if planned["more"] < 0:
        text = words(
            "For the goal of paid: advertising is to bring {paid} of it (80% sure: {between}), {more} less than "
            "today’s spend would ({range}); this split is for margin, so the goal needs as much from elsewhere.",
            **told,
        )
    else:
        text = words(
            "For the goal of paid: advertising is to bring {paid} of it (80% sure: {between}), {more} more than "
            "today’s spend would ({range}).",
            **told,
        )
    if known:
        goal = words("The campaign’s goal is {goal}.", goal=words.short(float(known), "money"))
        text += ("" if words.language == "zh" else " ") + goal
    return note(text, words)


def card_notes(planned: pd.DataFrame | Missing, words: Words) -> dict[str, str]:
    """Name on its card the channel whose marginal return it is, and at which split."""
    if isinstance(planned, Missing) or planned["marginal"].isna().all():
        return {}
    channel = place(foremost(planned)["where"], words)
    return {"marginal_return": words("{channel}, at this plan’s split", channel=channel)}


def opening(
    split: pd.DataFrame | Missing, words: Words, *, budget: pd.DataFrame | Missing, ran: Campaign | Missing, as_of: date
) -> View:
    """Say in one sentence how much goes where, and what is kept back."""
    state = words("Data complete to {day}.", day=words.day(as_of))
    if isinstance(ran, Missing) or isinstance(split, Missing) or isinstance(budget, Missing):
        nothing = words("The budget cannot be shared out yet.")
        lacking = first_missing([ran, split, budget])
        return headline(nothing if lacking is None else unsaid(lacking, words, nothing), words, state=state)
    spent = split[(split["channel"] != "reserve") & (split["spend"] > 0)].sort_values("spend", ascending=False)
    named = len(spent) if len(spent) <= MOST else MOST - 1
    first = [
        words(
            "{money} to {where}",
            money=words.short(each["spend"], "money"),
            where=place(f"{each['platform']}+{each['channel']}", words),
        )
        for each in spent.head(named).to_dict("records")
    ]
    if len(spent) > named:
        first.append(words("{money} elsewhere", money=words.short(spent["spend"].iloc[named:].sum(), "money")))
    text = words(
        "{campaign}: of {budget} for advertising {first}; {reserve} are kept in reserve.",
        campaign=ran.name(words.language),
        budget=words.short(float(budget["value"].to_numpy()[0]), "money"),
        first=words(", ").join(first),
        reserve=words.short(split.loc[split["channel"] == "reserve", "spend"].sum(), "money"),
    )
    return headline(text, words, state=state)


def place(where: str, words: Words) -> str:
    """Name a channel on a platform within a sentence.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> place("tmall+search_ads", open_words("en")), place("tmall+search_ads", open_words("zh"))
    ('Tmall search ads', '天猫搜索推广')
    """
    platform, channel = map(words.name, where.split("+", 1))
    return words("{platform} {channel}", platform=platform, channel=channel[:1].lower() + channel[1:])


def gap(row: Mapping[str, Any], name: str, words: Words) -> tuple[str, str]:
    """Say how large a difference is and its range, both as seen from its own side: 5 less, 3 to 7."""
    side = 1 if row[name] >= 0 else -1
    low, high = sorted(side * float(round(row[f"{name}_{end}"])) for end in ("low", "high"))
    return words.short(float(round(abs(row[name]))), "money"), words.range(low, high, "money")


def _all(names: Iterable[str], words: Words) -> str:
    return listed((place(name, words) for name in names), words)
