"""Every KPI of the catalog from the same few sums: one definition, whatever the notebook."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, note_lacked, passes_missing, why_not
from planbook.measures import intervals
from planbook.measures.catalog import CATALOG

# KPI → numerator, denominator; a ratio of sums, never a mean of ratios
RATIOS = {
    "refund_rate": ("refund", "paid"),
    "discount_share": ("discount", "gross"),
    "repeat_share": ("repeat_buyers", "known_buyers"),
    "paid_per_buyer": ("paid", "buyers"),
    "aov": ("paid", "orders"),
    "new_visitor_share": ("new_visitors", "visitors"),
    "views_per_visitor": ("page_views", "visitors"),
    "bounce_rate": ("bounces", "visitors"),
    "free_share": ("free_visitors", "sourced_visitors"),
    "cart_rate": ("cart_adders", "visitors"),
    "conversion": ("buyers", "visitors"),
    "silent_conversion": ("silent_buyers", "visitors"),
    "inquiry_conversion": ("asking_buyers", "inquirers"),
    "visitor_value": ("paid", "visitors"),
    "spend_share": ("spend", "paid"),
    "roas": ("claimed", "spend"),
    "net_roas": ("claimed_net", "spend"),
    "mer": ("paid", "spend"),
    "cac": ("spend", "new_buyers"),
    "cpa": ("spend", "conversions"),
    "cpc": ("spend", "clicks"),
    "ctr": ("clicks", "impressions"),
    "cost_per_visitor": ("spend", "paid_visitors"),
}
COUNTED = ("conversion", "silent_conversion", "cart_rate", "bounce_rate")  # shares of people: Wilson's interval
EARLIER = ("previous", "week_ago", "year_ago")


def reckon(
    sales: pd.DataFrame | Missing,
    traffic: pd.DataFrame | Missing,
    ads: pd.DataFrame | Missing,
    kinds: pd.DataFrame | Missing,
) -> pd.DataFrame | Missing:
    """Reckon all KPIs that the shop's data allow, for each period.

    Parameters
    ----------
    sales, traffic, ads
        Totals of each period (``summaries.sales``, ``.traffic``, ``.ads`` with no segment). Without sales there is
        no review; the others may be `Missing`, and then their KPIs are not among the columns.
    kinds
        ``summaries.traffic`` by ``traffic_kind`` (free, paid).

    Returns
    -------
    DataFrame
        Index ``period``; one float column a KPI id. A ratio without a denominator is NaN.

    Examples
    --------
    >>> from planbook.absence import missing
    >>> sales = pd.DataFrame({"period": ["current"], "paid": [600.0], "buyers": [3.0], "orders": [4.0]})
    >>> absent = missing("traffic")
    >>> reckon(sales, absent, missing("ad_spend"), absent)["paid_per_buyer"].to_dict()
    {'current': 200.0}
    """
    if isinstance(sales, Missing):
        return sales
    sums = sales.set_index("period")
    if {"new_buyers", "repeat_buyers"} <= set(sums):
        sums["known_buyers"] = sums["new_buyers"] + sums["repeat_buyers"]
    if not isinstance(traffic, Missing):
        sums = sums.join(traffic.rename(columns={"buyers": "daily_buyers"}).set_index("period"))
        sums["asking_buyers"] = sums["daily_buyers"] - sums["silent_buyers"]
    if not isinstance(kinds, Missing):
        visitors = kinds.pivot_table(index="period", columns="traffic_kind", values="visitors", aggfunc="sum")
        for kind in ("free", "paid"):
            sums[f"{kind}_visitors"] = visitors.get(kind, np.nan)
        sums["sourced_visitors"] = visitors.sum(axis=1)
    if not isinstance(ads, Missing):
        sums = sums.join(ads.rename(columns={"paid": "claimed", "net_paid": "claimed_net"}).set_index("period"))
    ratios = {
        kpi: sums[top] / sums[bottom].replace(0, np.nan)
        for kpi, (top, bottom) in RATIOS.items()
        if {top, bottom} <= set(sums)
    }
    found = sums.assign(**ratios).astype("float64")
    note_lacked(found, traffic, ads)
    return found


def by_platform(
    sales: pd.DataFrame | Missing,
    traffic: pd.DataFrame | Missing,
    ads: pd.DataFrame | Missing,
    *,
    period: str = "current",
) -> pd.DataFrame | Missing:
    """Reckon the KPIs of one period for each platform: index ``platform``.

    ``sales``, ``traffic`` and ``ads`` have one row a period and platform.
    """

    @passes_missing
    def told(frame: pd.DataFrame) -> pd.DataFrame:
        """Put the platforms of the period where `reckon` has periods."""
        return frame[frame["period"] == period].drop(columns="period").rename(columns={"platform": "period"})

    found = reckon(told(sales), told(traffic), told(ads), missing("traffic"))
    return found if isinstance(found, Missing) else found.rename_axis("platform")


@passes_missing
def scorecard(
    kpis: pd.DataFrame, *, goals: pd.Series | None = None, estimates: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Set each KPI of the current period beside what it is compared with.

    Parameters
    ----------
    kpis
        What `reckon` gives.
    goals
        Goals of the shop, by KPI id (``measures.targets.of_shop``); None where it has none.
    estimates
        Figures that are estimated, not counted: index KPI id, columns ``value low high``, in their unit.

    Returns
    -------
    DataFrame
        Index KPI id; columns ``value low high previous week_ago year_ago target``, NaN where unknown.
    """
    shown = [kpi for kpi in CATALOG if kpi in kpis]
    card = pd.DataFrame(index=pd.Index(shown, name="kpi"), columns=["value", "low", "high"], dtype="float64")
    card["value"] = kpis.loc["current", shown]
    for name in EARLIER:
        card[name] = kpis.loc[name, shown] if name in kpis.index else np.nan
    card["target"] = np.nan
    for kpi in COUNTED:
        if kpi in card.index:
            top, bottom = RATIOS[kpi]
            card.loc[[kpi], ["low", "high"]] = _wilson(at(kpis, top), at(kpis, bottom))
    if estimates is not None:
        card = card.reindex([*card.index, *(kpi for kpi in estimates.index if kpi not in card.index)])
        card = estimates.combine_first(card).reindex(card.index)
    if goals is not None:
        card["target"] = goals.reindex(card.index)
    return card


@passes_missing
def comparison(kpis: pd.DataFrame) -> pd.DataFrame:
    """Compare the current period with each other one, and the event's days with those of its last edition.

    Returns
    -------
    DataFrame
        Index KPI id; ``current previous week_ago year_ago event aligned`` and, for each comparison, ``change_…``:
        relative for money and counts, in share points (a difference) for shares. NaN where a period has no rows.
    """
    shown = [kpi for kpi in CATALOG if kpi in kpis]
    table = kpis[shown].T.reindex(columns=["current", *EARLIER, "event", "aligned"])
    for name in (*EARLIER, "aligned"):
        now = table["event"] if name == "aligned" else table["current"]
        shares = pd.Series([CATALOG[kpi].unit == "share" for kpi in shown], index=shown)
        relative = (now - table[name]) / table[name].abs().replace(0, np.nan)
        table[f"change_{name}"] = relative.where(~shares, now - table[name])
    table = table.rename_axis("kpi").rename_axis(None, axis="columns")
    table.attrs |= kpis.attrs
    return table


@passes_missing
def covered(sales: pd.DataFrame, traffic: pd.DataFrame) -> float | Missing:
    """Give the share of paid on platforms whose traffic is known; both have a row a period and platform."""
    now = sales[sales["period"] == "current"]
    known = now["platform"].isin(traffic.loc[traffic["period"] == "current", "platform"])
    paid = float(now["paid"].sum())
    return float(now.loc[known, "paid"].sum()) / paid if paid else missing("orders", reason="empty")


@passes_missing
def value(kpis: pd.DataFrame, kpi: str, period: str = "current") -> float | Missing:
    """Take one figure of `reckon`; `Missing` where the shop's data do not give it."""
    known = kpi in kpis and period in kpis.index and not np.isnan(at(kpis, kpi, period))
    return at(kpis, kpi, period) if known else why_not(kpis, CATALOG[kpi].tables[0])


@passes_missing
def columns(kpis: pd.DataFrame, *ids: str) -> pd.DataFrame | Missing:
    """Take the lines of some figures over the periods, for a chart."""
    shown = [kpi for kpi in ids if kpi in kpis and kpis[kpi].notna().any()]
    return kpis[shown] if shown else why_not(kpis, CATALOG[ids[0]].tables[0])


def at(frame: pd.DataFrame, column: str, label: str = "current") -> float:
    """Take one number of a frame by its column and label."""
    return float(frame[column].to_dict()[label])


def _wilson(successes: float, trials: float) -> tuple[float, float]:
    if not trials > 0 or successes > trials:
        return np.nan, np.nan
    found = intervals.wilson(successes, trials)
    return found.low, found.high
