"""How prices and offers look and read.

ladder   who pays for the way from list to deal price, and what is left of it · floor   sales below the floor price
answers  what a lower price sells · cuts   what past price cuts earned
terms    what an offer is called · offers   its tables · verdicts   the same in sentences, and rows of the plan
payers   who pays for an offer, and what stacking changes · headlines   what the report opens with
"""

from planbook.views.pricing import cuts, floor, ladder, offers, payers

__all__ = ["cuts", "floor", "ladder", "offers", "payers"]
