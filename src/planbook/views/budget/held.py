"""What holds a split: the planner's shares with their prices, limits of single channels, and why money waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.views import tables
from planbook.views.budget.verdicts import gap
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.spoken import row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
MOST_CORE = 3  # channels that carry the core of a budget
DEAR = 0.02  # a rule that costs less a yuan is not worth a finding


@shows_missing
def rules(found: pd.DataFrame, words: Words) -> View:
    """Show each rule, how the plan stands to it, and its price: the margin that a yuan more of room would bring."""
    columns = {
        "rule": (msg("Rule"), tables.TEXT),
        "bound": (msg("What the rule asks"), "share"),
        "share": ("budget_share", "share"),
        "state": (msg("In this plan"), tables.TEXT),
        "price": (msg("Price of a rule"), "ratio"),
    }
    return tables.table(found, words, id="rule_prices", title=words("The rules, and what they cost"), columns=columns)


@shows_missing
def dearest(rules: pd.DataFrame, words: Words, *, costs: pd.DataFrame) -> Found:
    """Say which rule that the plan keeps costs most, and what it would cost to keep those strictly that it eases.

    ``costs`` are `planbook.measures.budget.plan.scenarios` against the plan.
    """
    ways = costs.set_index("scenario")
    strict, free = row(ways, "strictly"), row(ways, "without_rules")
    binding = rules[rules["state"] == "rule_kept"].sort_values("price", ascending=False)
    eased = rules["state"].eq("rule_eased").any()
    strictly = _strictly(strict, row(ways, "with_rules"), words) if eased else ""
    if not (binding["price"] >= DEAR).any():
        return note(words("The rules that this plan keeps cost it next to nothing.") + strictly, words)
    rule, price = binding.iloc[0][["rule", "price"]]
    gain, span = gap(free, "gain", words)
    text = words(
        "The rule “{rule}” costs {price} of margin for each {one} that it moves; without the rules {gain} more would "
        "be left after spend (80% sure: {range}).",
        one=words.short(1.0, "money"),
        rule=words.name(rule),
        price=words.value(price, "money"),
        gain=gain,
        range=span,
    )
    action = words("Loosen it in planbook.yml for this campaign, or take its price as that of prudence.")
    return finding(text + strictly, words, id="rule_price", grade="likely", effect=-float(free["gain"]), action=action)


def _strictly(strict: Mapping[str, Any], planned: Mapping[str, Any], words: Words) -> str:
    less, span = gap({name: -value for name, value in strict.items() if name != "scenario"}, "gain", words)
    return ("" if words.language == "zh" else " ") + words(
        "A share is filled only as far as money comes back; to fill it strictly would spend {more} more and leave "
        "{less} less after spend (80% sure: {range}).",
        more=words.short(float(round(strict["spend"] - planned["spend"])), "money"),
        less=less,
        range=span,
    )


@shows_missing
def limits(curves: pd.DataFrame, words: Words, *, beyond: float) -> View:
    """Say where planbook.yml sets a least or a most for a channel, and what else bounds it."""
    own = curves[curves["draw"] == 0]
    own = own[(own["least_share"] > 0) | (own["most_share"] < 1)].drop_duplicates("channel")
    told = [
        words(
            "{channel} from {least} to {most} of the budget",
            channel=words.name(each["channel"]),
            least=words.short(each["least_share"], "share"),
            most=words.short(each["most_share"], "share"),
        )
        for each in own.to_dict("records")
    ]
    bound = words(
        "No channel gets more than {times} times the highest spend seen.", times=words.cell(beyond, "ratio", 1)
    )
    if not told:
        set_at = words("planbook.yml sets no least and no most for a single channel (least, most under channels).")
    else:
        set_at = words("planbook.yml sets for single channels: {channels}.", channels=words("; ").join(told))
    return note(("" if words.language == "zh" else " ").join([set_at, bound]), words)


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
