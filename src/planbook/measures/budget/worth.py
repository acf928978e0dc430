"""From visits to money: what a channel's curve is worth in margin, and what lift tests say it is worth.

Margin = visits × paid per visit × what is left of a yuan paid after goods, fees and refunds. Tools claim orders that
would have come anyway, so a curve that no test has checked is an upper guess. A test changes spend and sees what paid
does; the ratio of that to what the curve says is the multiplier by which the curve is brought in line (cf. Gordon et
al. 2019, "A comparison of approaches to advertising measurement"). Paid per visit scatters too: its weeks are drawn
anew, a draw of it for each draw of the curve.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, quantile, spread

KEYS, ALL = ["platform", "channel"], "all"
SEED, QUARTER, WEEK = 20261, 91, 7
WIDEST = 3.0  # the upper end of the next yuan's range ÷ its lower end, above which it is not told
Array = NDArray[np.float64]
BEFORE = pd.Timedelta(days=56)  # days before a test that tell, with its own, what a visit was worth


@passes_missing
def curves(
    responses: pd.DataFrame, days: pd.DataFrame, break_even: pd.DataFrame, *, recent: int = QUARTER
) -> pd.DataFrame:
    """Turn the curves of visits into curves of margin a day, as they are now.

    Parameters
    ----------
    responses
        ``platform channel draw kappa usual scale seen`` (`planbook.measures.budget.response`).
    days
        ``date platform channel spend paid visits free`` (``summaries.channel_days``).
    break_even
        ``break_even_roas`` by platform and ``all``; its inverse is left of a yuan paid.
    recent
        Over so many last days paid per visit, demand and today's spend are taken.

    Returns
    -------
    DataFrame
        The responses with ``spend`` and ``paid`` (a day, recently), ``per_visit``, ``kept`` (of a yuan paid),
        ``people`` (free visits a day over all days) and the curve margin = ``top`` × (1 − exp(−``rate`` × spend a
        day)); ``most`` = highest spend a day that was seen, ``return`` = margin ÷ spend, recently. Without a curve top
        and rate are NaN.
    """
    now, rng = days[days["date"] > days["date"].max() - pd.Timedelta(days=recent)], np.random.default_rng(SEED)
    facts = now.groupby(KEYS)[["spend", "paid", "visits", "free"]].mean()
    facts["people"] = days.groupby(KEYS)["free"].mean()
    facts["demand"] = facts["free"] / facts["people"]
    known = break_even["break_even_roas"]
    facts["kept"] = [1 / known.get(platform, known["all"]) for platform, _ in facts.index]
    found = responses.merge(facts.drop(columns="free").reset_index(), "inner", KEYS)
    lately = dict(list(now.groupby(KEYS)))
    values = [_per_visit(lately[name], len(rows), rng) for name, rows in found.groupby(KEYS)]
    found = found.sort_values([*KEYS, "draw"], ignore_index=True).assign(per_visit=np.concatenate([*values, []]))
    worth = found["kept"] * found["per_visit"] * found["scale"] * found["demand"]
    return found.assign(
        top=worth / (1 - np.exp(-found["kappa"])),
        rate=found["kappa"] / (found["usual"] * found["demand"]),
        most=found["seen"] * found["usual"] * found["demand"],
        **{"return": found["kept"] * found["per_visit"] * found["visits"] / found["spend"].where(found["spend"] > 0)},
    )


@passes_missing
def multipliers(curves: pd.DataFrame, days: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame | Missing:
    """Hold each lift test against what the channel's curve says of the same change in spend.

    Parameters
    ----------
    curves
        From `curves`.
    days
        ``date platform channel spend paid visits free``.
    tests
        ``test platform channel starts ends spend_change lift low high``: ``lift`` in paid within its days, interval of
        80 %; one without interval is left out, since nobody can say how far it goes. Its platform may be ``all``.

    Returns
    -------
    DataFrame
        One row a test, platform and draw: ``test ends platform channel draw said lift multiplier``; ``said`` is the
        paid that the curve expects of the test's days, at what a visit was worth then. `Missing` where no test is of
        a channel with a curve.
    """
    rng = np.random.default_rng(SEED)
    told = [_held(test, curves, days, rng) for _, test in tests.iterrows()]
    found = [rows for rows in told if rows is not None]
    return pd.concat(found, ignore_index=True) if found else missing("lift_tests", reason="empty")


@passes_missing
def told(multipliers: pd.DataFrame) -> pd.DataFrame:
    """Give one row a test: ``test ends platform channel said lift value low high``, the last three of it."""
    rows = []
    for _, draws in multipliers.groupby("test"):
        first = draws[draws["draw"] == 0].iloc[0]
        found = spread(float(first["multiplier"]), draws["multiplier"].to_numpy(float))
        rows.append({name: first[name] for name in ("test", "ends", *KEYS, "said", "lift")} | found._asdict())
    return pd.DataFrame(rows)


def calibrated(curves: pd.DataFrame | Missing, multipliers: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Bring the curves of tested channels in line; ``multiplier`` is 1 and ``tests`` 0 where none was tested.

    Several tests of a channel count by their precision.
    """
    if isinstance(curves, Missing):
        return curves
    if isinstance(multipliers, Missing):
        return curves.assign(multiplier=1.0, tests=0)
    spread = multipliers.groupby([*KEYS, "test"])["multiplier"].transform("std").clip(lower=1e-9)
    weighed = multipliers.assign(weight=1 / spread**2, part=multipliers["multiplier"] / spread**2)
    sums = weighed.groupby([*KEYS, "draw"])[["weight", "part"]].sum()
    tests = weighed.groupby(KEYS)["test"].nunique().rename("tests").reset_index()
    found = (sums["part"] / sums["weight"]).clip(lower=0).rename("multiplier").reset_index()
    joined = curves.merge(found, "left", [*KEYS, "draw"]).merge(tests, "left", KEYS)
    joined = joined.fillna({"multiplier": 1.0, "tests": 0})
    return joined.assign(top=joined["top"] * joined["multiplier"], tests=joined["tests"].astype(int))


@passes_missing
def sure(curves: pd.DataFrame) -> pd.DataFrame:
    """Withdraw the curves that say too little: where what the next yuan brings today may be more than thrice as much.

    Returns
    -------
    DataFrame
        The same with ``reason``: empty, ``still`` (spend hardly moved) or ``unsure``; then top and rate are NaN.
    """
    brings = curves["top"] * curves["rate"] * np.exp(-curves["rate"] * curves["spend"])
    by_channel = brings.groupby([curves[name] for name in KEYS])
    low, high = (by_channel.transform("quantile", 0.5 + side * LEVEL / 2) for side in (-1, 1))
    still = curves["top"].isna()
    unsure = ~still & ~(high <= WIDEST * low)
    told = curves.assign(reason=np.select([still, unsure], ["still", "unsure"], ""))
    told[["top", "rate"]] = told[["top", "rate"]].mask(unsure)
    return told


def _held(
    test: pd.Series[Any], curves: pd.DataFrame, days: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame | None:
    """Give what a test measured and what the curves say of it; a change of spend is taken as shared by platforms."""
    wide = pd.isna(test["platform"]) or test["platform"] == ALL
    own = curves[(curves["channel"] == test["channel"]) & curves["top"].notna()]
    own = own if wide else own[own["platform"] == test["platform"]]
    ran = days[days["date"].between(test["starts"], test["ends"]) & (days["channel"] == test["channel"])]
    ran = ran[ran["platform"].isin(own["platform"])]
    error = (float(test["high"]) - float(test["low"])) / (2 * quantile(LEVEL))
    if not (error >= 0 and ran["spend"].sum() > 0 and ran["visits"].sum() > 0):
        return None
    usual = max(1 - float(test["spend_change"]) / float(ran["spend"].sum()), 0.0)
    near = days[days["date"].between(test["starts"] - BEFORE, test["ends"])]
    parts = []
    for platform, rows in own.groupby("platform"):
        then = near[(near["platform"] == platform) & (near["channel"] == test["channel"])]
        parts.append(rows[[*KEYS, "draw"]].assign(said=_said(rows, then, test, usual, rng)))
    found: pd.DataFrame = pd.concat(parts)
    chance = pd.Series(rng.standard_normal(found["draw"].max() + 1)).mask(lambda line: line.index == 0, 0.0)
    lift = float(test["lift"]) + error * found["draw"].map(chance)
    said = found.groupby("draw")["said"].transform("sum")
    told = {"test": test["test"], "ends": test["ends"]}
    return found.assign(**told, said=said, lift=lift, multiplier=lift / said.where(said != 0))


def _said(
    own: pd.DataFrame, then: pd.DataFrame, test: pd.Series[Any], usual: float, rng: np.random.Generator
) -> pd.Series[float]:
    """Reckon what a curve expects: visits that came × what one was worth × the share of them owed to the change.

    What is carried over from the days before makes the first days of a test weaker; ``usual`` is spend without the
    test ÷ spend with it.
    """
    ran = then[then["date"].between(test["starts"], test["ends"])]
    level = float(ran["spend"].sum()) / (float(ran["free"].sum()) / own["people"])
    reached = 1 - own["carry"] * (1 - own["carry"] ** len(ran)) / (len(ran) * (1 - own["carry"]))
    stocks = (level * (usual + (1 - usual) * reached), level * usual)
    with_it, without = (-np.expm1(-own["kappa"] * stock / own["usual"]) for stock in stocks)
    worth = pd.Series(_per_visit(then, len(own), rng), index=own.index)
    return worth * float(ran["visits"].sum()) * (1 - without / with_it)


def _per_visit(rows: pd.DataFrame, many: int, rng: np.random.Generator) -> Array:
    """Give paid per visit, then draws of it from its weeks."""
    sums = rows.groupby((rows["date"] - rows["date"].min()).dt.days // WEEK)[["paid", "visits"]].sum()
    picked = rng.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=many - 1)
    paid, visits = (np.vstack([np.ones(len(sums)), picked]) @ sums.to_numpy(float)).T
    found: Array = paid / np.where(visits > 0, visits, np.nan)
    return found
