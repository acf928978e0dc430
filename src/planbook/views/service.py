"""Service, reviews and followers, as tables and a sentence."""

from __future__ import annotations

import pandas as pd

from planbook.views import tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.vocabulary import msg
from planbook.views.words import Words

HEADS = {
    "platform": (msg("Platform"), "text"),
    "count": (msg("Out of"), "count"),
    "value": (msg("This period"), "share"),
    "low": (msg("Low"), "share"),
    "high": (msg("High"), "share"),
    "before": (msg("Before"), "share"),
    "change": (msg("Change"), "points"),
}
MINUTES = {"minutes": ("response_minutes", "minutes"), "minutes_before": (msg("Before"), "minutes")}


@shows_missing
def quality(found: pd.DataFrame, words: Words, *, within: float) -> View:
    """Show answers in time and bad reviews of each platform, now and before, each with its interval."""
    in_time = words("Tickets answered within {minutes}", minutes=words.value(within, "minutes"))
    answers, reviews = (found[found["figure"] == figure] for figure in ("in_time_share", "bad_review_share"))
    return stacked(
        tables.table(answers, words, id="answers", title=in_time, columns=HEADS | MINUTES),
        tables.table(reviews, words, id="bad_reviews", title=words("Reviews of one or two stars"), columns=HEADS),
    )


@shows_missing
def worst(found: pd.DataFrame, words: Words) -> Finding | View:
    """Say where service surely got worse, the most tickets or reviews first; else that it held."""
    slower = (found["figure"] == "in_time_share") & (found["change_high"] < 0)
    worse = (found["figure"] == "bad_review_share") & (found["change_low"] > 0)
    turned = found[slower | worse]
    if turned.empty:
        return note(words("Answers in time and bad reviews did not surely get worse on any platform."), words)
    weight = (turned["change"].abs() * turned["count"]).to_numpy()
    row = turned.to_dict("records")[int(weight.argmax())]
    said = {
        "platform": words.name(row["platform"]),
        "before": words.value(row["before"], "share"),
        "now": words.value(row["value"], "share"),
        "n": words.value(row["count"], "count"),
        "range": words.range(row["low"], row["high"], "share"),
        "minutes": words.value(row["minutes"], "minutes"),
        "minutes_before": words.value(row["minutes_before"], "minutes"),
    }
    if row["figure"] == "in_time_share":
        text = words(
            "{platform}: {now} of {n} tickets were answered in time ({range}), {before} before; half of the first "
            "answers took longer than {minutes}, {minutes_before} before.",
            **said,
        )
        action = words("Put more people on the service desk of {platform} in its busy hours.", **said)
    else:
        text = words("{platform}: {now} of {n} reviews were bad ({range}), {before} before.", **said)
        action = words("Read the bad reviews of {platform} and answer each.", **said)
    return finding(text, words, id="service", grade="likely", action=action)


@shows_missing
def followers(found: pd.DataFrame, words: Words) -> View:
    """Show each platform's followers and how often its posts and lives were shown."""
    columns = {
        "platform": (msg("Platform"), "text"),
        "followers": ("followers", "count"),
        "gained": (msg("Gained"), "count"),
        "lost": (msg("Lost"), "count"),
        "net": ("followers_net", "count"),
        "exposure": ("exposure", "count"),
        "exposure_change": (msg("Change of exposure"), "share"),
    }
    return tables.table(
        found, words, id="followers", title=words("Followers and exposure by platform"), columns=columns
    )
