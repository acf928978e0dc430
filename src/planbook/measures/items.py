"""Which items moved the shop: each item's change of paid, and whether visitors, conversion or price moved it."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.shapley import shapley_chain

SEEN = {"visitors": "visitors", "conversion": "buyers", "price": "paid"}
SOLD = {"units": "units", "price": "paid"}
TEXTS = ["product", "category", "role", "stock"]
EFFECTS = ["effect_visitors", "effect_conversion", "effect_units", "effect_price"]


@passes_missing
def contributions(
    items: pd.DataFrame,
    paid_before: float,
    paid_after: float,
    *,
    against: str = "previous",
    not_items: Collection[str] = (),
) -> pd.DataFrame | Missing:
    """Rank the items by what they add to the change of paid, and share each one's change among its factors.

    Where an item's visitors and buyers are known in both periods, its factors are visitors × conversion × price, the
    price being paid per buyer of the item; elsewhere they are units × price per unit. What no factor explains (paid
    without units) counts as price. An item that one period lacks counts there as zero.

    Parameters
    ----------
    items
        One row a period and ``sku``: ``product category role stock units paid visitors buyers`` (NaN: unknown).
    paid_before, paid_after
        The shop's paid in both periods, that the items are reconciled with.
    against
        The period compared with.
    not_items
        Codes that are no goods, such as postage and fees; they stand in the last row.

    Returns
    -------
    DataFrame
        ``sku product category role stock paid_before paid_after change effect_visitors effect_conversion
        effect_units effect_price``, greatest change first. The last row, ``sku`` empty, holds all that is in paid and
        in no item (postage, tax, discounts on whole orders), so that ``change`` adds up to the change of paid.

    Examples
    --------
    >>> items = pd.DataFrame({"period": ["previous", "current"], "sku": "tea", "product": "Tea", "category": "green",
    ...     "role": "hero", "stock": 9, "units": [2, 3], "paid": [20.0, 33.0], "visitors": float("nan"), "buyers": 1})
    >>> contributions(items, 25.0, 40.0)[["sku", "change", "effect_units", "effect_price"]]
       sku  change  effect_units  effect_price
    0  tea    13.0          10.5           2.5
    1          2.0           NaN           NaN
    """
    goods = items[~items["sku"].isin(list(not_items))]
    then, now = (goods[goods["period"] == period].set_index("sku") for period in (against, "current"))
    if then.empty and now.empty:
        return missing("order_items", reason="empty")
    names = pd.concat([now[TEXTS], then[TEXTS]])
    names = names[~names.index.duplicated()]
    old, new = (_counts(part, names.index) for part in (then, now))
    found = names.assign(paid_before=old["paid"], paid_after=new["paid"], change=new["paid"] - old["paid"])
    found = found.join(_effects(old, new))
    found = found.sort_values("change", key=lambda change: -change.abs(), kind="stable")
    return pd.concat([found.reset_index(), _rest(found, paid_before, paid_after)], ignore_index=True)


@passes_missing
def best_category(items: pd.DataFrame, *, not_items: Collection[str] = ()) -> str | Missing:
    """Name the category of the item that brought most in the current period (``summaries.items``).

    Examples
    --------
    >>> sold = pd.DataFrame({"period": "current", "sku": ["a", "b"], "category": ["tin", "tea"], "paid": [1, 9]})
    >>> best_category(sold)
    'tea'
    """
    goods = items[(items["period"] == "current") & ~items["sku"].isin(list(not_items)) & items["category"].notna()]
    if goods.empty:
        return missing("products", "category", reason="empty")
    return str(goods.sort_values("paid", kind="stable")["category"].iloc[-1])


def _counts(part: pd.DataFrame, skus: pd.Index) -> pd.DataFrame:
    return part[["units", "paid", "visitors", "buyers"]].astype(float).reindex(skus, fill_value=0.0)


def _effects(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    seen, sold = shapley_chain(old, new, SEEN), shapley_chain(old, new, SOLD)
    known = seen["visitors"].notna()
    change = new["paid"] - old["paid"]
    effects = pd.DataFrame({
        "visitors": seen["visitors"],
        "conversion": seen["conversion"],
        "units": sold["units"].where(~known),
        "price": seen["price"].where(known, sold["price"].fillna(change)),
    })  # fmt: skip
    return effects.add_prefix("effect_")


def _rest(found: pd.DataFrame, paid_before: float, paid_after: float) -> pd.DataFrame:
    before, after = paid_before - found["paid_before"].sum(), paid_after - found["paid_after"].sum()
    row = {
        "sku": [""],
        "product": [""],
        "category": [""],
        "role": [""],
        "stock": [float("nan")],
        "paid_before": [before],
        "paid_after": [after],
        "change": [after - before],
    }
    return pd.DataFrame(row | {name: [float("nan")] for name in EFFECTS})
