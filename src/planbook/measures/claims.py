"""What is claimed of a persona, each claim with its number, its interval and where it comes from.

Three sources stand beside each other and are never mixed into one figure: orders (what people did), the survey (what
they say of themselves) and feedback (what they wrote). A claim on too few has its number and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.intervals import LEVEL, UNKNOWN, around, wilson

FEWEST = 20  # customers, answers or texts
CLEARLY = 1.2  # times the usual share: of many customers the smallest difference is sure
LEAST = 10  # who give an answer that sets a persona apart
LATEST = 20  # complaints that a quote is chosen from
COLUMNS = ["persona", "aspect", "answer", "value", "low", "high", "n", "all", "unit", "source"]
ASPECTS = (
    *("net_each", "repurchase", "lapsed_share", "buys", "region", "entry", "by_creator", "next_platform"),
    *("age_band", "gender", "income_band", "interests", "media", "needs", "pains", "complaint", "praise", "nps"),
)  # in the order of a card
TOLD = {"repurchase": "orders", "lapsed_share": "state", "by_creator": "creator"}
PLACED = {"region": "region", "entry": "platform", "next_platform": "platform_next"}
SHARE, ORDERS = "share_", "orders"

Subject = tuple[str, str, str]  # persona, aspect, source
Claim = tuple[str, str, str, float, float, float, float, float, str, str]


@passes_missing
def from_orders(people: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Say what each persona does, from their purchases.

    Parameters
    ----------
    people
        One row a customer, with ``persona`` and, where known, ``state`` (``summaries.customers`` and what was added).
    level
        How often an interval covers.

    Returns
    -------
    DataFrame
        ``persona aspect answer value low high n all unit source``: net of the last year a customer (money), shares
        that bought again, have lapsed and came by a creator, the category that most of the goods is of, the region of
        most, the platform of the first purchase and of the second. ``all`` is the same figure of all customers.
    """
    rows: list[Claim] = []
    for name, part in people.groupby("persona", observed=True):
        rows += _did(str(name), part, people, level)
    return pd.DataFrame(rows, columns=COLUMNS)


@passes_missing
def from_survey(by_persona: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """Say what each persona answers: the most frequent answer, and the one that sets it apart where that is another.

    Parameters
    ----------
    by_persona, everyone
        ``survey.shares`` by persona and of all: ``group question answer n share low high``.
    """
    usual = everyone.set_index(["question", "answer"])["share"]
    rows: list[Claim] = []
    for (persona, question), part in by_persona.groupby(["group", "question"], sort=False):
        answers = part.rename(columns={"share": "value"})
        answers["all"] = [float(usual.get((question, answer), np.nan)) for answer in part["answer"]]
        told = _telling(answers).to_dict("records")
        rows += [_of((str(persona), str(question), "survey"), row, row["n"]) for row in told]
    return pd.DataFrame(rows, columns=COLUMNS)


@passes_missing
def from_scores(by_persona: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """Give each persona's net promoter score (``survey.nps``), in points."""
    usual = float(everyone["value"].iloc[0])
    scores = by_persona.assign(all=usual, answer="").to_dict("records")
    rows = [_of((str(row["group"]), "nps", "survey"), row, row["n"], unit="number") for row in scores]
    return pd.DataFrame(rows, columns=COLUMNS)


@passes_missing
def from_feedback(by_persona: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """Say what each persona complains of and praises most, and what more than others (``topics.shares``)."""
    rows: list[Claim] = []
    for aspect, side in (("complaint", "bad"), ("praise", "good")):
        told = {
            f"{side}_share": "value",
            f"{side}_low": "low",
            f"{side}_high": "high",
            "topic": "answer",
            "reviews": "n",
        }
        usual = everyone.set_index("topic")[f"{side}_share"]
        named = by_persona[by_persona[side] > 0].drop(columns=["low", "high"]).rename(columns=told)
        named = named.assign(all=named["answer"].map(usual)).sort_values("value", ascending=False, kind="stable")
        for persona, part in named.groupby("persona", observed=True, sort=False):
            subject = str(persona), aspect, "feedback"
            rows += [_of(subject, row, row["n"]) for row in _telling(part).to_dict("records")]
    return pd.DataFrame(rows, columns=COLUMNS)


def gather(parts: Iterable[object]) -> pd.DataFrame:
    """Put claims of all sources that are there under each other, in the order of a card."""
    known = [part for part in parts if isinstance(part, pd.DataFrame) and len(part)]
    if not known:
        return pd.DataFrame(columns=COLUMNS)
    place = {aspect: at for at, aspect in enumerate(ASPECTS)}
    found = pd.concat(known, ignore_index=True)
    return found.sort_values("aspect", key=lambda aspects: aspects.map(place), kind="stable", ignore_index=True)


@passes_missing
def quotes(coded: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Choose what each persona says on its foremost complaint: of the latest plain ones the fullest, none twice.

    Returns
    -------
    DataFrame
        ``persona topic quote at origin``; a persona without such a clause has no row.
    """
    found: list[dict[Any, Any]] = []
    for row in claims[claims["aspect"] == "complaint"].drop_duplicates("persona").to_dict("records"):
        said = coded[(coded["persona"] == row["persona"]) & (coded["topic"] == row["answer"])]
        said = said[(said["polarity"] == "bad") & ~said["quote"].isin([each["quote"] for each in found])]
        latest = said.sort_values("at", ascending=False, kind="stable").head(LATEST)
        fullest = latest.sort_values("quote", key=lambda quotes: -quotes.str.len(), kind="stable").head(1)
        found += fullest[["persona", "topic", "quote", "at", "origin"]].to_dict("records")
    return pd.DataFrame(found, columns=["persona", "topic", "quote", "at", "origin"])


def _did(name: str, part: pd.DataFrame, people: pd.DataFrame, level: float) -> list[Claim]:
    year = part["net_year"]
    error = float(year.std()) / np.sqrt(len(part)) if len(part) > 1 else np.nan
    mean = around(float(year.mean()), error, max(len(part) - 1, 1), level)
    told = {
        "answer": "",
        "value": mean.value,
        "low": mean.low,
        "high": mean.high,
        "all": float(people["net_year"].mean()),
    }
    rows = [_of((name, "net_each", ORDERS), told, len(part), unit="money")]
    for aspect, column in TOLD.items():
        if column in people and len(_holds(people, column)):
            rows.append(_yes((name, aspect, ORDERS), _holds(part, column), _holds(people, column), level))
    for aspect, column in PLACED.items():
        rows += _most((name, aspect, ORDERS), part[column], people[column], level)
    return [*rows, *_goods((name, "buys", ORDERS), part, people, level)]


def _holds(people: pd.DataFrame, column: str) -> pd.Series[bool]:
    if column == "orders":
        return people["orders"] > 1
    return people["state"] == "lapsed" if column == "state" else people[column].dropna().astype(bool)


def _yes(subject: Subject, part: pd.Series[bool], everyone: pd.Series[bool], level: float) -> Claim:
    found = wilson(float(part.sum()), len(part), level)
    usual = float(everyone.mean()) if len(everyone) else np.nan
    told = {"answer": "", "value": found.value, "low": found.low, "high": found.high, "all": usual}
    return _of(subject, told, len(part))


def _most(subject: Subject, part: pd.Series[str], everyone: pd.Series[str], level: float) -> list[Claim]:
    counts, usual = part.value_counts(), everyone.value_counts(normalize=True)
    n = int(counts.sum())
    sides = [wilson(float(count), n, level) for count in counts]
    answers = pd.DataFrame(sides, columns=["value", "low", "high"])
    answers["answer"], answers["all"] = [str(name) for name in counts.index], usual.reindex(counts.index).to_numpy()
    answers["n"] = n
    return [_of(subject, row, n) for row in _telling(answers).to_dict("records")] if n else []


def _goods(subject: Subject, part: pd.DataFrame, people: pd.DataFrame, level: float) -> list[Claim]:
    shares = [str(column) for column in people if str(column).startswith(SHARE)]
    known = part[shares].dropna()
    n = len(known)
    if not shares or n < 2:
        return []
    means, errors = known.mean(), known.std() / np.sqrt(n)
    sides = [around(float(means[name]), float(errors[name]), n - 1, level) for name in shares]
    answers = pd.DataFrame(sides, columns=["value", "low", "high"])
    answers["answer"], answers["all"] = [name.removeprefix(SHARE) for name in shares], people[shares].mean().to_numpy()
    answers = answers.assign(n=n).sort_values("value", ascending=False, kind="stable")
    return [_of(subject, row, n) for row in _telling(answers).to_dict("records")]


def _telling(answers: pd.DataFrame) -> pd.DataFrame:
    """Keep the most frequent answer, and of those that are surely and clearly more than usual the one most so."""
    many = answers["value"] * answers["n"] >= LEAST
    more = answers[many & (answers["low"] > answers["all"]) & (answers["value"] > CLEARLY * answers["all"])]
    apart = (more["value"] / more["all"].where(more["all"] > 0)).sort_values(ascending=False, kind="stable").index[:1]
    return answers.loc[list(dict.fromkeys([*answers.index[:1], *apart]))]


def _of(subject: Subject, row: dict[Any, Any], n: float, *, unit: str = "share") -> Claim:
    persona, aspect, source = subject
    told = (row["value"], row["low"], row["high"]) if n >= FEWEST else UNKNOWN
    return persona, aspect, row["answer"], *told, float(n), row["all"], unit, source
