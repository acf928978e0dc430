"""What to do next, by what sets a persona apart and by what it complains of."""

from __future__ import annotations

from planbook.views.vocabulary import msg

ACTIONS = {  # the first word of a persona's name that is here says what to do
    "discount_buyers": msg("Test a smaller discount on half of them: they buy on offers, and offers cost margin."),
    "once": msg("Ask for the second order: a follow-up within the time in which others come back."),
    "often": msg("Keep them: early access, a reminder when it is time to buy again, no discount they do not need."),
    "long_silent": msg("Win back with a reason, not a discount: what is new since their last purchase."),
    "low_spend": msg("Raise the basket: a bundle one step above what they buy."),
    "high_spend": msg("Know them by name: a file, own service, first choice of limited goods."),
}
MENDS = {  # what a complaint asks for first
    "price": msg("Show what one use costs, and offer a larger pack, before you cut the price."),
    "packaging": msg("Change the packing of what breaks or shames, and show it on the page."),
    "brewing": msg("Put a brewing card into the parcel and a short video on the page."),
    "logistics": msg("Promise a day that holds, and write before the buyer asks."),
    "freshness": msg("Show the date of production on the page, and ship the youngest lot first."),
    "authenticity": msg("Show origin, maker and certificate on the page and in the parcel."),
    "taste": msg("Say on the page how it tastes and to whom it does not; offer samples."),
    "aroma": msg("Say on the page how it smells and how to keep it; offer samples."),
    "service": msg("Read these tickets with the service desk and agree on answers."),
    "gifting": msg("Offer a gift bag and a card, and show them on the page."),
}
