"""Rivals: alerts, price bands, sides of a SWOT, topics of reviews, styles of posts."""

from __future__ import annotations

from planbook.views.vocabulary.mark import msg

NAMES = {
    # rivals: alerts, price bands, sides of a SWOT, topics of reviews, styles of posts
    "us": msg("Our shop"),
    "rivals": msg("Rivals"),
    "market": msg("Market"),
    "price_cut": msg("Price cut"),
    "price_rise": msg("Price rise"),
    "offer": msg("Offer against the others"),
    "raised_first": msg("Raised, then cut"),
    "launch": msg("New item"),
    "rank_up": msg("Rank up"),
    "rank_down": msg("Rank down"),
    "market_up": msg("Market turns up"),
    "market_down": msg("Market turns down"),
    "room": msg("more demand than offers"),
    "crowded": msg("more offers than demand"),
    "few": msg("too few items"),
    "strength": msg("Strength"),
    "weakness": msg("Weakness"),
    "opportunity": msg("Opportunity"),
    "threat": msg("Threat"),
    "good": msg("Praise"),
    "bad": msg("Complaint"),
    "aroma": msg("Aroma"),
    "taste": msg("Taste"),
    "freshness": msg("Freshness"),
    "packaging": msg("Packaging"),
    "logistics": msg("Delivery"),
    "service": msg("Service"),
    "brewing": msg("Brewing"),
    "gifting": msg("Gifting"),
    "authenticity": msg("Authenticity"),
    "video": msg("Video"),
    "note": msg("Picture note"),
    "origin": msg("Origin"),
    "lifestyle": msg("Everyday life"),
    "deals": msg("Deals"),
    "demand": msg("Share of units"),
    "supply": msg("Share of items"),
    "ours": msg("Our shop"),
}
