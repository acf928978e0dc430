"""Words that a column takes or is likely to take, each with its Chinese name: what stands in drop-down lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from planbook import naming
from planbook.measures.catalog import CATALOG
from planbook.naming import normal
from planbook.tables import chinese
from planbook.tables.column import FLAG, Column
from planbook.tables.exports.recognising import profile
from planbook.tables.schema import Table
from planbook.views.words import open_words

Words = dict[str, str]

YES_NO = {"yes": "是", "no": "否", "是": "yes", "否": "no"}
EVERYWHERE = ("events", "targets")  # tables in which a row may be of all platforms
# what the vocabulary of reports does not say, or says otherwise
SAID = {"own": "自有渠道", "sms": "短信", "wecom": "企业微信", "other": "其他"}
SAID |= {"etsy": "Etsy", "tiktok": "TikTok", "woocommerce": "WooCommerce"}
FIRST = ("tmall", "taobao", "jd", "douyin", "pinduoduo", "xiaohongshu", "kuaishou", "wechat", "own")  # of platforms
PLAIN: dict[str, tuple[str, ...]] = {
    "event": ("618", "double11", "double12", "black-friday", "christmas"),
    "medium": ("e-mail", "sms", "wecom"),
    "format": ("video", "note", "live"),
    "gender": ("female", "male", "other"),
}
CONTENT = ("short_video", "note", "long_text", "live", "message", "page")  # forms of a piece that is planned
# columns whose words are not offered, since a shop has others: planbook.yml names its channels, codebook.yml its topics
OWN = {
    "channel": ("search_ads", "feed_ads", "creators", "free", "reserve"),
    "topic": ("gifting", "brewing", "packaging", "taste", "origin", "deals", "aroma", "freshness", "authenticity"),
}
LASTING = ("tool", "source")  # columns that have names of their own kind
# column → words, and what stands before them in the vocabulary
PREFIXED = {
    "tier": ("tier_", ("head", "middle", "ordinary")),
    "income_band": ("level_", ("low", "middle", "high")),
    "dimension": ("ask_", ("age", "gender", "region", "new_or_old", "spending_level")),
}


def only(table: Table, column: Column) -> Words:
    """Give the words of a column that takes no others; none where it takes any text."""
    if column.type == FLAG:
        return YES_NO
    return {word: chinese.word(word, table.name) for word in column.one_of}


def likely(table: Table, column: Column) -> Words:
    """Give the words that are known of a column that takes others too."""
    if column.one_of or (table.name, column.name) == ("targets", "source"):
        return {}
    if (table.name, column.name) == ("calendar", "format"):
        return _said(CONTENT)
    if column.name in PLAIN:
        return _said(PLAIN[column.name])
    if column.name in PREFIXED:
        prefix, words = PREFIXED[column.name]
        return {word: open_words("zh").name(prefix + word) for word in words}
    known = _FROM_THE_CODE.get(column.name)
    return known(table) if known else {}


def called(table: Table, column: Column, language: str) -> Words:
    """Give what a document calls the codes of a column that takes other texts too: none that two codes share.

    Examples
    --------
    >>> from planbook.tables.schema import TABLES
    >>> called(TABLES["creators"], TABLES["creators"]["tier"], "en")["head"]
    'Head'
    """
    words = open_words(language)
    own = column.name in OWN and table.name != "competitor_posts"  # whose topics are the planner's own words
    chinese_ = {code: words.name(code) for code in OWN[column.name]} if own else likely(table, column)
    if column.name in LASTING:
        return {}
    prefix = PREFIXED.get(column.name, ("", ()))[0]
    names = chinese_ if language == "zh" else {code: words.name(prefix + code) for code in chinese_}
    held = Counter(map(normal, (*names.values(), *names)))
    return {code: name for code, name in names.items() if held[normal(name)] == 1 + (normal(name) == normal(code))}


def _platforms(table: Table) -> Words:
    known = {name for each in profile.ours().values() for name in (each.platform, *each.platforms) if name}
    everywhere = {"all": "全平台"} if table.name in EVERYWHERE else {}
    return everywhere | _said([*FIRST, *sorted(known - set(FIRST))])


def _sources(_: Table) -> Words:
    return _said(naming.load(Path()).called["source"]) | {"all": "全部来源"}


def _tools(_: Table) -> Words:
    return _said(naming.load(Path()).called["tool"])


def _figures(_: Table) -> Words:
    return {name: figure.zh for name, figure in CATALOG.items()}


def _roles(_: Table) -> Words:
    return {word: chinese.word(word) for word in ("traffic", "hero", "profit", "image")}


def _said(words: Iterable[str]) -> Words:
    return {word: SAID.get(word) or open_words("zh").name(word) for word in words}


_FROM_THE_CODE: dict[str, Callable[[Table], Words]] = {
    "platform": _platforms,
    "source": _sources,
    "tool": _tools,
    "kpi": _figures,
    "role": _roles,
}
