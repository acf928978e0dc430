"""Code words from tables as people say them: platforms, sources, stages, factors of a decomposition.

A word that is not here is shown as it stands, since shops name their own sources and channels.
"""

from __future__ import annotations


def msg(text: str) -> str:
    """Mark a text for the catalogs where it is written but not yet said."""
    return text


NO_ITEM = "no_item"  # stands for the title of what no item explains

NAMES = {
    # platforms
    "tmall": msg("Tmall"),
    "taobao": msg("Taobao"),
    "jd": msg("JD"),
    "douyin": msg("Douyin"),
    "kuaishou": msg("Kuaishou"),
    "pinduoduo": msg("Pinduoduo"),
    "xiaohongshu": msg("Xiaohongshu"),
    "wechat": msg("WeChat shop"),
    "shopify": msg("Shopify"),
    "amazon": msg("Amazon"),
    # where visits come from
    "search": msg("Search"),
    "recommendation": msg("Recommendation"),
    "live": msg("Live"),
    "short_video": msg("Short video"),
    "content": msg("Content"),
    "creator": msg("Creators"),
    "direct": msg("Direct"),
    "private": msg("Private traffic"),
    "cart": msg("Cart and favourites"),
    "email": msg("E-mail"),
    "social": msg("Social media"),
    "referral": msg("Other sites"),
    "search_ad": msg("Search ads"),
    "feed_ad": msg("Feed ads"),
    "live_ad": msg("Live ads"),
    "shopping_ad": msg("Shopping ads"),
    "search_ads": msg("Search ads"),
    "feed_ads": msg("Feed ads"),
    "creators": msg("Creators"),
    "event_page": msg("Event page"),
    "organic": msg("Free traffic"),
    "free": msg("Free traffic"),
    "paid_traffic": msg("Paid traffic"),
    # people and items
    "new": msg("New buyers"),
    "repeat": msg("Repeat buyers"),
    "new_paid_per_buyer": msg("Paid per new buyer"),
    "repeat_paid_per_buyer": msg("Paid per repeat buyer"),
    "traffic": msg("Traffic item"),
    "hero": msg("Hero item"),
    "profit": msg("Profit item"),
    "image": msg("Image item"),
    # stages of an event
    "warm-up": msg("Warm-up"),
    "deposit": msg("Deposit"),
    "balance": msg("Balance"),
    "spot": msg("Spot sale"),
    "burst": msg("Burst"),
    "return": msg("Return sale"),
    "618": msg("618"),
    "double11": msg("Double 11"),
    "double12": msg("Double 12"),
    "black-friday": msg("Black Friday"),
    "black_friday": msg("Black Friday"),
    "christmas": msg("Christmas"),
    "spring_festival": msg("Spring Festival"),
    # periods that are compared, factors of a decomposition, the rest of a ranking
    "current": msg("This period"),
    "previous": msg("Previous period"),
    "week_ago": msg("Same day last week"),
    "year_ago": msg("Year ago"),
    "aligned": msg("Aligned with the last event"),
    "event": msg("This event"),
    "target": msg("Target"),
    "rate": msg("Rate"),
    "mix": msg("Mix"),
    "price": msg("Price"),
    "quantity": msg("Units"),
    "low": msg("Low"),
    "high": msg("High"),
    "median": msg("Median"),
    "other": msg("Other"),
    NO_ITEM: msg("Shipping, tax, order discounts and the like"),
    "above": msg("above"),
    "below": msg("below"),
    "unclear": msg("unclear"),
    "all": msg("All"),
    "total": msg("Total"),
}
