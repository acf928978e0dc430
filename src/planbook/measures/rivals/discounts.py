"""How deep rivals' discounts are: as their pages claim, and against what they asked in the thirty days before.

A struck-out price can be anything; the lowest price of the thirty days before a cut is what European law lets a cut be
measured against (directive 98/6/EC, article 6a). A price that is raised and then "cut" shows up as a claimed discount
without a real one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around, wilson

US = ""  # the brand of our own rows in a sheet
FEWEST = 3  # items, for a mean with an interval
KNOWN = 3  # days that an item must have been watched before its lowest price means something
RAISED = 0.08  # rise of the page's price that is told
CLAIMED = 0.05  # discount on the page that is told
SAME = 0.98  # of the raised price: already raised
BEFORE = (14, 75)  # days before a look in which the page's usual price is learned
ITEM = ["platform", "brand", "sku"]
DEPTHS = ("claimed", "on_page", "real")


@passes_missing
def depths(looks: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give each look's discount three ways.

    Parameters
    ----------
    looks
        One row a look: ``date brand platform sku deal page_price list_price low30 seen30`` (``summaries.rival_items``).

    Returns
    -------
    DataFrame
        ``looks`` with ``claimed`` (1 − deal ÷ list price), ``on_page`` (1 − deal ÷ page price) and ``real`` (1 − deal ÷
        lowest price of the thirty days before; below zero: dearer than then); NaN where the sheet does not give the
        price, and for ``real`` where the item was watched for less than three days before (where for less than thirty,
        the lowest price of those days stands in: ``seen30``). Rivals only.

    Examples
    --------
    >>> look = {"brand": "A", "deal": 80.0, "page_price": 90.0, "list_price": 100.0, "low30": 80.0, "seen30": 28.0}
    >>> depths(pd.DataFrame([look]))[["claimed", "on_page", "real"]].round(2).to_numpy().tolist()
    [[0.2, 0.11, 0.0]]
    """
    rivals = looks[looks["brand"] != US]
    if not rivals["deal"].notna().any():
        return missing("competitor_items", "deal_price")
    long_enough = rivals["seen30"] >= KNOWN
    return rivals.assign(
        claimed=1 - rivals["deal"] / rivals["list_price"],
        on_page=(1 - rivals["deal"] / rivals["page_price"]).where(rivals["deal_price"].notna())
        if "deal_price" in rivals
        else 1 - rivals["deal"] / rivals["page_price"],
        real=(1 - rivals["deal"] / rivals["low30"]).where(long_enough),
    )


@passes_missing
def by_brand(deep: pd.DataFrame, days: tuple[date, date], *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Average the discounts at each item's lowest deal price of some days by brand, and over ``all`` brands.

    Of an item those looks count whose thirty days before are known, where there are any.

    A brand decides for all its items, so over ``all`` each brand counts once.

    Returns
    -------
    DataFrame
        ``brand items days`` (how long an item was watched before, at most 30, in the mean) and for each of ``claimed
        on_page real``: the mean over items and its interval ``…_low …_high`` by Student's t, NaN below three items. The
        deepest real discount first.
    """
    start, end = (pd.Timestamp(day) for day in days)
    seen = deep[deep["date"].between(start, end)]
    if seen.empty:
        return missing("competitor_items", reason="empty")
    # a look whose thirty days before are known comes first, or items that never moved would drop out of the mean
    ranked = seen.assign(unknown=seen["real"].isna()).sort_values(["unknown", "deal", "date"], kind="stable")
    items = ranked.drop_duplicates(ITEM)
    rows = [_mean_depths(str(brand), part, level) for brand, part in items.groupby("brand")]
    best = "real" if items["real"].notna().any() else "claimed"
    found = pd.DataFrame(rows).sort_values(best, ascending=False, ignore_index=True)
    brands = found.assign(seen30=found["days"])
    whole = _mean_depths("all", brands, level) | {"items": len(items)}
    return pd.concat([found, pd.DataFrame([whole])], ignore_index=True)


@passes_missing
def calendar(deep: pd.DataFrame, *, depth: str, slots: int = 13) -> pd.DataFrame | Missing:
    """Lay one of the discounts out by brand and week: index brand, a column a week (its Monday), the last ``slots``.

    The mean over the brand's items of that week, none below zero: a price above the lowest of the days before is no
    discount. NaN where the brand was not looked at.
    """
    known = deep[deep[depth].notna()]
    if known.empty:
        price = {"claimed": "list_price", "on_page": "deal_price", "real": "deal_price"}[depth]
        return missing("competitor_items", price, reason="too_few" if depth == "real" else "absent")
    mondays = pd.date_range(end=deep["slot"].max(), periods=slots, freq=_step(deep["slot"]))
    shown = mondays[mondays >= known["slot"].min()]
    floored = known.assign(depth=known[depth].clip(lower=0))
    return floored.pivot_table("depth", "brand", "slot", "mean").reindex(columns=shown)


def best_depth(deep: pd.DataFrame | Missing) -> str:
    """Choose the claimed discount that the calendar shows: off the list price, else off the page price."""
    if isinstance(deep, Missing):
        return "claimed"
    return "on_page" if deep["on_page"].notna().any() and not deep["claimed"].notna().any() else "claimed"


@passes_missing
def raised(
    deep: pd.DataFrame, days: tuple[date, date], *, thresholds: Mapping[str, float] | None = None, level: float = LEVEL
) -> pd.DataFrame | Missing:
    """Find brands whose page raised the price before it cut it.

    An item counts where in these days its page's price (its struck-out price, where there is no page price beside the
    deal price) stands ``price_move`` above its median of 14 to 75 days before, the page claims at least 5 % off it, and
    the deal is less than half as deep against the lowest price of the thirty days before.

    Returns
    -------
    DataFrame
        A row a brand with at least one such item: ``brand items watched share low high since raised claimed real``;
        ``share`` of its watched items with Wilson's interval, ``since`` the first look at the raised price, and the
        mean ``raised``, ``claimed`` and ``real`` of these items. Most items first; no rows where no brand did.
    """
    most = dict(thresholds or {}).get("price_move", RAISED)
    start, end = (pd.Timestamp(day) for day in days)
    asked = deep.assign(asked=deep["page_price"].where(deep["on_page"].notna(), deep["list_price"]))
    asked = asked[asked["asked"].notna()]
    now = asked[asked["date"].between(start, end) & asked["real"].notna()]
    if now.empty:
        return missing("competitor_items", "page_price", "deal_price", reason="too_few")
    now = now.assign(rise=now["asked"] / _usual(now, asked) - 1, off=1 - now["deal"] / now["asked"])
    odd = now[(now["rise"] >= most) & (now["off"] >= CLAIMED) & (now["real"] <= now["off"] / 2)]
    watched = now.groupby("brand")["sku"].nunique()
    rows = [_raised(str(brand), part, asked, int(watched[brand]), level) for brand, part in odd.groupby("brand")]
    columns = ["brand", "items", "watched", "share", "low", "high", "since", "raised", "claimed", "real"]
    return pd.DataFrame(rows, columns=columns).sort_values("items", ascending=False, ignore_index=True)


def _mean_depths(brand: str, items: pd.DataFrame, level: float) -> dict[str, object]:
    row: dict[str, object] = {"brand": brand, "items": len(items), "days": items["seen30"].mean()}
    for name in DEPTHS:
        values = items[name].dropna().to_numpy(float)
        row |= {name: values.mean() if len(values) else np.nan, f"{name}_low": np.nan, f"{name}_high": np.nan}
        if len(values) >= FEWEST:
            found = around(
                float(values.mean()), float(values.std(ddof=1)) / np.sqrt(len(values)), len(values) - 1, level
            )
            row |= {f"{name}_low": found.low, f"{name}_high": found.high}
    return row


def _step(slots: pd.Series) -> str:
    """Tell whether the slots of a calendar are days or weeks."""
    return "W-MON" if slots.dt.day_of_week.eq(0).all() else "D"


def _usual(now: pd.DataFrame, asked: pd.DataFrame) -> pd.Series[float]:
    """Give for each look the median of what the page asked 14 to 75 days before, NaN where it was not watched then."""
    near, far = (pd.Timedelta(days=days) for days in BEFORE)
    history = {key: part.set_index("date")["asked"] for key, part in asked.groupby(ITEM)}
    keys = zip(*(now[name] for name in ITEM), strict=True)
    pairs = zip(keys, now["date"], strict=True)
    return pd.Series([history[key].loc[day - far : day - near].median() for key, day in pairs], index=now.index)


def _raised(brand: str, odd: pd.DataFrame, asked: pd.DataFrame, watched: int, level: float) -> dict[str, object]:
    last = odd.sort_values("real").groupby("sku").tail(1)  # at its deepest
    share = wilson(len(last), watched, level)
    looks = asked[asked["brand"] == brand].merge(last[["sku", "asked"]], on="sku", suffixes=("", "_now"))
    since = looks[looks["date"] >= odd["date"].min() - pd.Timedelta(days=BEFORE[1])]
    since = since[since["asked"] >= since["asked_now"] * SAME]
    return {
        "brand": brand, "items": len(last), "watched": watched, "share": share.value, "low": share.low,
        "high": share.high, "since": since["date"].min(), "raised": last["rise"].mean(), "claimed": last["off"].mean(),
        "real": last["real"].mean(),
    }  # fmt: skip
