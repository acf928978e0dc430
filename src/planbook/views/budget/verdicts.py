"""What a budget comes to, in sentences: where the next yuan goes, what a rule costs, what to mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from planbook.absence import Missing, first_missing
from planbook.summaries import Campaign
from planbook.views.display import View, note, shows_missing, unsaid
from planbook.views.findings import Finding, Grade, finding, headline
from planbook.views.spoken import listed, row
from planbook.views.words import Words

Found = Finding | View
MOST_CORE = 3  # channels that carry the core of a budget
DEAR = 0.02  # a rule that costs less a yuan is not worth a sentence


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
    """Say where one more yuan brings most at today's spend, and where least."""
    known = today[today["marginal"].notna()].sort_values("marginal", ascending=False)
    if known.empty:
        return note(words("Of no channel can it be told what more spend brings: spend hardly moved."), words)
    best, *_, worst = [*known.to_dict("records"), *known.tail(1).to_dict("records")]
    text = words(
        "{one} more on {best} brings about {more} of margin (80% sure: {range}); on {worst} about {less}.",
        one=words.short(1.0, "money"),
        best=place(best["where"], words),
        more=words.value(best["marginal"], "money"),
        range=words.range(best["low"], best["high"], "money"),
        worst=place(worst["where"], words),
        less=words.value(worst["marginal"], "money"),
    )
    grade: Grade = "likely" if best["tests"] else "hint"
    if best["low"] > 1:
        action = words("Move spend there, a fifth at a time.")
    elif best["high"] < 1:
        action = words("Spend less: nowhere does more spend come back.")
    else:
        action = words("Leave it as it is, and test it before more is spent.")
    effect = float((known["marginal"] - 1).mul(known["today"]).abs().max())
    return finding(text, words, id="next_yuan", grade=grade, effect=effect, action=action)


def next_title(today: pd.DataFrame | Missing, words: Words) -> str:
    """Say at how many channels the next yuan surely comes back."""
    if isinstance(today, Missing):
        return words("What more spend brings")
    known = today[today["marginal"].notna()]
    n = int((known["low"] > 1).sum())
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
    text = words(
        "{looks} earns most on average ({average} of margin for {one}), but {one} more brings {marginal}: it is full.",
        one=words.short(1.0, "money"),
        looks=place(looks["where"], words),
        average=words.value(looks["average"], "money"),
        marginal=words.value(looks["marginal"], "money"),
    )
    grade: Grade = "likely" if looks["tests"] else "hint"
    action = words("Do not scale it by its average; judge by what more spend brings.")
    effect = float((looks["marginal"] - 1) * looks["today"])
    return finding(text, words, id="average_misleads", grade=grade, effect=effect, action=action)


@shows_missing
def better(scenarios: pd.DataFrame, words: Words) -> Found:
    """Say what the planned split earns beyond today's, after its own spend."""
    rows = scenarios.set_index("scenario")
    today, planned = row(rows, "as_today"), row(rows, "with_rules")
    gain = float((planned["margin"] - planned["spend"]) - (today["margin"] - today["spend"]))
    text = words(
        "The split of this plan spends {spend} and leaves {left} after spend; today’s split of the whole budget would "
        "leave {before}.",
        spend=words.short(planned["spend"], "money"),
        left=words.short(planned["margin"] - planned["spend"], "money"),
        before=words.short(today["margin"] - today["spend"], "money"),
    )
    kept = words("Keep the rest in reserve for sudden traffic or for a channel that a test proves.")
    held = words("Loosen the rules of planbook.yml: they hold back money that would come back.")
    action = kept if gain >= 0 else held
    return finding(text, words, id="split_gain", grade="likely", effect=gain, action=action)


@shows_missing
def dearest(prices: pd.DataFrame, words: Words, *, budget: pd.DataFrame) -> Found:
    """Say which rule of the planner's costs most."""
    rules = prices[~prices["rule"].isin(["budget", "reserve"])].sort_values("price", ascending=False)
    if rules.empty or rules["price"].iloc[0] < DEAR:
        return note(words("The rules for core and test channels cost nothing here."), words)
    rule, price = rules.iloc[0][["rule", "price"]]
    text = words(
        "The rule “{rule}” costs {price} of margin for each {one} that it moves.",
        one=words.short(1.0, "money"),
        rule=words.name(rule),
        price=words.value(price, "money"),
    )
    action = words("Loosen it in planbook.yml for this campaign, or take its price as that of prudence.")
    effect = -float(price) * float(budget["value"].iloc[0]) / 10
    return finding(text, words, id="rule_price", grade="likely", effect=effect, action=action)


@shows_missing
def moved(moves: pd.DataFrame, words: Words) -> Found:
    """Say which campaigns of tools are to be mended or cut, and which scaled, next week."""
    parts = []
    for verdict, said in (("scale", words("scale")), ("mend", words("mend")), ("cut", words("cut"))):
        names = moves.loc[moves["verdict"] == verdict, "campaign"].astype(str).tolist()
        parts += [words("{verdict} {names}", verdict=said, names=listed(names, words))] if names else []
    if not parts:
        return note(words("No campaign of a tool is surely above or below break-even: leave all as they are."), words)
    below = moves[moves["verdict"].isin(["mend", "cut"])]
    lost = float((below["spend"] * (1 - below["roas"] / below["break_even_roas"])).sum()) * 4
    text, gap = words("Next week: ") + words("; ").join(parts) + words("."), "" if words.language == "zh" else " "
    change = float((moves["next"] - moves["spend"]).sum())
    if change < 0:
        text += gap + words("That frees {money} a week.", money=words.short(-change, "money"))
    elif change > 0:
        text += gap + words("That takes {money} a week out of the reserve.", money=words.short(change, "money"))
    mend = words("Mend keywords and creatives first; what stays below break-even for two months running is cut.")
    more = words("Take a fifth more at most, and look again next week.")
    action = more if below.empty else mend
    return finding(
        text, words, id="weekly_moves", grade="measured", effect=change if below.empty else -lost, action=action
    )


@shows_missing
def reserve(
    split: pd.DataFrame, words: Words, *, then: pd.DataFrame, shares: Mapping[str, tuple[float, float]]
) -> View:
    """Say why money waits in reserve, and which of the planner's shares cannot be kept."""
    money, whole = split.set_index("channel")["spend"].get("reserve", 0.0), float(split["spend"].sum())
    roles, core = split.groupby("role")["spend"].sum(), split.loc[split["role"] == "core", "channel"].nunique()
    said = []
    if money > 0:
        full = not (then["marginal"] > 1 + DEAR).any()
        told = {"money": words.value(float(money), "money"), "one": words.short(1.0, "money")}
        said.append(_kept_back(words, full=full, told=told))
    for role in shares:
        if role not in roles:
            said.append(
                words(
                    "No channel of these platforms has the role {role}: its share waits in reserve.",
                    role=words.name(role),
                )
            )
        elif roles[role] < shares[role][0] * whole - 1:
            said.append(
                words(
                    "{role} channels get less than their share, since more would not come back there.",
                    role=words.name(role),
                )
            )
    if core > MOST_CORE:
        said.append(words("The core is spread over {n} channels; two or three carry a small team.", n=core))
    return note(("" if words.language == "zh" else " ").join(said), words)


def _kept_back(words: Words, *, full: bool, told: Mapping[str, str]) -> str:
    if full:
        return words("{money} wait in reserve: nowhere would {one} more bring back more than {one} of margin.", **told)
    return words(
        "{money} wait in reserve: the shares of planbook.yml, or what was never tried, hold them back.", **told
    )


def opening(
    split: pd.DataFrame | Missing, words: Words, *, budget: pd.DataFrame | Missing, ran: Campaign | Missing, as_of: date
) -> View:
    """Say in one sentence how much goes where, and what is kept back."""
    state = words("Data complete to {day}.", day=words.day(as_of))
    if isinstance(ran, Missing) or isinstance(split, Missing) or isinstance(budget, Missing):
        nothing = words("The budget cannot be shared out yet.")
        lacking = first_missing([ran, split, budget])
        return headline(nothing if lacking is None else unsaid(lacking, words, nothing), words, state=state)
    spent = split[split["channel"] != "reserve"].sort_values("spend", ascending=False)
    first = [
        words(
            "{money} to {where}",
            money=words.short(each["spend"], "money"),
            where=place(f"{each['platform']}+{each['channel']}", words),
        )
        for each in spent[spent["spend"] > 0].head(3).to_dict("records")
    ]
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


def _all(names: Iterable[str], words: Words) -> str:
    return listed((place(name, words) for name in names), words)
