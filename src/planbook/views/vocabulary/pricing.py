"""Prices: steps of the ladder, mechanics, who pays."""

from __future__ import annotations

from planbook.views.vocabulary.mark import msg

NAMES: dict[str, str] = {
    # the ladder and elasticity
    "own_sales": msg("The shop itself"),
    "own_live": msg("The shop, while it was live"),
    "price_told": msg("told"),
    "price_few": msg("too few items or weeks"),
    "price_steady": msg("price hardly moved"),
    "price_noisy": msg("movement mostly chance"),
    "price_wide": msg("interval too wide"),
    "price_lower": msg("a lower price"),
    "price_higher": msg("a higher price"),
    "price_unclear": msg("cannot be told"),
    "price_unknown": msg("cost not known"),
    "cut_trap": msg("sales rose, margin fell"),
    "cut_paid_off": msg("margin rose"),
    "cut_lost": msg("margin fell"),
    "cut_unclear": msg("cannot be told from chance"),
    "cut_unknown": msg("cost not known"),
    # offers
    "recommended": msg("Recommended"),
    "possible": msg("Possible"),
    "unsure": msg("Unsure"),
    "not_known": msg("Not known"),
    "loses": msg("Loses money"),
    "usual_days": msg("As many usual days"),
    "stacking_on": msg("stacked"),
    "stacking_off": msg("alone"),
    "pays_yes": msg("pays"),
    "pays_no": msg("does not pay"),
    "pays_unclear": msg("cannot be told"),
    "pays_unknown": msg("not known"),
}
