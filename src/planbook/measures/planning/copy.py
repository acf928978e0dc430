"""Copy held against a list of words, and prices against their history: word → place → suggestion. No legal advice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from planbook.absence import Missing, missing, passes_missing

if TYPE_CHECKING:
    from planbook.wordlist import Claim, Wordlist

AROUND = 12  # characters on each side of a word that are shown with it
CHINESE = re.compile(r"[\u3400-\u9fff]")
SPARED = ""
REWORD = "reword"  # where another word alone would make no sense
RIVALS = re.compile("比|竞品|竞店|对手|同行|rival|competitor|than", re.IGNORECASE)  # a word beside them compares
NEAR = 4  # characters on each side of a word that tell whether it compares
KEY = ["origin", "line", "platform"]  # of a text, whatever its language
HIT = [
    "origin",
    "line",
    "language",
    "platform",
    "claim",
    "word",
    "place",
    "suggestion",
    "fails",
    "basis_en",
    "basis_zh",
]
RULES = ["platform", "sku", "product", "deal_price", "lowest", "above", "list_price", "highest", "charged"]


class Reader(NamedTuple):
    """A list of words made ready: one pattern for all words, and the claim and the entry of each."""

    pattern: re.Pattern[str]
    entries: list[tuple[str, str]]  # claim (empty: spared) and the word as it stands in the list


@passes_missing
def check(texts: pd.DataFrame, wordlist: Wordlist) -> pd.DataFrame:
    """Find the words of a list in texts; the longest word that fits counts, and what the list spares is no find.

    Parameters
    ----------
    texts
        One row a text: ``origin line language platform text``; an empty platform is every platform.
    wordlist
        The words (``project.wordlist``).

    Returns
    -------
    DataFrame
        One row a find: ``origin line language platform claim word place suggestion fails basis_en basis_zh``, what
        fails an idea first; ``place`` is the text around the word. ``suggestion`` is another word, empty where the word
        is left out, and reword where it compares with rivals, so that no other word fits in its place.

    Examples
    --------
    >>> from planbook.wordlist import Claim, Wordlist
    >>> words = Wordlist(claims={"absolute": Claim(words={"最佳": "出色"})}, spare=("最近",))
    >>> text = {"origin": "theme", "line": "a", "language": "zh", "platform": "", "text": "最近最佳的茶"}
    >>> check(pd.DataFrame([text]), words)[["word", "place", "suggestion"]].to_numpy().tolist()
    [['最佳', '最近最佳的茶', '出色']]
    """
    reader = _reader(wordlist)
    rows = [
        text
        | {"word": match[0], "place": _around(text["text"], match), "found": _entry(reader, match)}
        | {"compares": RIVALS.search(_beside(text["text"], match)) is not None}
        for text in texts[texts["text"].notna()].to_dict("records")
        for match in reader.pattern.finditer(text["text"])
    ]
    found = [row | _told(row, wordlist.claims[row["found"][0]]) for row in rows if row["found"][0] != SPARED]
    hits = pd.DataFrame([row for row in found if _counts(row, wordlist)], columns=HIT)
    return hits.sort_values(
        ["fails", "claim", "origin", "line", "language"], ascending=[False, True, True, True, True], ignore_index=True
    )


@passes_missing
def counted(hits: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Count texts and those with finds by where they stand: ``origin texts with_finds failing``, last the total.

    A text counts once, in however many languages it was written.

    Examples
    --------
    >>> texts = pd.DataFrame({"origin": ["theme", "product"], "line": ["a", "b"], "platform": "", "text": "x"})
    >>> hits = pd.DataFrame({"origin": ["theme"] * 2, "line": "a", "platform": "", "fails": [True, False]})
    >>> counted(hits, texts).tail(1).to_dict("records")
    [{'origin': 'total', 'texts': 2, 'with_finds': 1, 'failing': 1}]
    """
    known = _lines(texts[texts["text"].notna()]).rename("texts").reset_index()
    sums = {"with_finds": _lines(hits), "failing": _lines(hits[hits["fails"].astype(bool)])}
    for name, counts in sums.items():
        known[name] = known["origin"].map(counts).fillna(0).astype(int)
    total = {name: int(known[name].sum()) for name in ("texts", *sums)}
    return pd.concat([known, pd.DataFrame([{"origin": "total"} | total])], ignore_index=True)


def standing(rows: pd.DataFrame | Missing, screened: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Leave out the texts, or the finds, of ideas that are out already (``ideas.screen``): they go nowhere.

    Examples
    --------
    >>> texts = pd.DataFrame({"origin": ["theme", "theme", "product"], "line": ["a", "b", "b"]})
    >>> standing(texts, pd.DataFrame({"line": ["a", "b"], "verdict": ["in", "out"]}))["line"].to_list()
    ['a', 'b']
    """
    if isinstance(rows, Missing) or isinstance(screened, Missing):
        return rows
    out = screened.loc[screened["verdict"] == "out", "line"]
    return rows[~(rows["origin"].eq("theme") & rows["line"].isin(out))].reset_index(drop=True)


def in_language(hits: pd.DataFrame, language: str) -> pd.DataFrame:
    """Keep of each text the finds in a language; those of the other one where it has none in this."""
    own = hits["language"].isin([language, ""])
    lines = pd.MultiIndex.from_frame(hits[KEY])
    return hits[own | ~lines.isin(lines[own.to_numpy()])].reset_index(drop=True)


@passes_missing
def prices(items: pd.DataFrame) -> pd.DataFrame | Missing:
    """Hold each deal price against the lowest price of the last days, and each list price against what was charged.

    Parameters
    ----------
    items
        One row an item: ``platform sku product deal_price list_price lowest highest``; the lowest price of the days
        that the platform asks for, and the highest of those in which a crossed-out price must have been charged.

    Returns
    -------
    DataFrame
        The same with ``above`` (deal price − lowest, where it is above) and ``charged`` (was the list price charged;
        None where there was no sale to tell). `Missing` where no item has a price history.

    Examples
    --------
    >>> item = {"platform": "tmall", "sku": "a", "product": "A", "deal_price": 90.0, "list_price": 120.0}
    >>> prices(pd.DataFrame([item | {"lowest": 85.0, "highest": 120.0}]))[["above", "charged"]].values.tolist()
    [[5.0, True]]
    """
    if items["lowest"].isna().all():
        return missing("order_items", "unit_price", reason="empty")
    above = (items["deal_price"] - items["lowest"]).round(2)
    told = items["highest"].notna() & items["list_price"].notna()
    charged = (items["highest"] >= items["list_price"] - 0.005).astype(object).where(told, None)
    return items.assign(above=above.where(above > 0), charged=charged)[RULES]


def _lines(rows: pd.DataFrame) -> pd.Series[int]:
    return rows.drop_duplicates(KEY).groupby("origin", sort=False).size()


def _reader(wordlist: Wordlist) -> Reader:
    entries = [(claim, word) for claim, told in wordlist.claims.items() for word in told.words]
    entries += [(SPARED, text) for text in wordlist.spare]
    entries.sort(key=lambda entry: (-len(entry[1]), entry[0] != SPARED, entry[1]))
    parts = (f"(?P<w{at}>{_pattern(word)})" for at, (_, word) in enumerate(entries))
    return Reader(re.compile("|".join(parts) or "(?!)", re.IGNORECASE), entries)


def _entry(reader: Reader, match: re.Match[str]) -> tuple[str, str]:
    return reader.entries[int(str(match.lastgroup)[1:])]


def _pattern(word: str) -> str:
    """Write a word as a pattern: a Chinese one anywhere, another one whole, a star taking all endings."""
    if CHINESE.search(word):
        return re.escape(word)
    inner = r"\w*".join(map(re.escape, word.split("*")))
    return rf"(?<!\w){inner}(?!\w)"


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(match.start() - AROUND, 0), min(match.end() + AROUND, len(text))
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _beside(text: str, match: re.Match[str]) -> str:
    """Give what stands right beside a word: the characters before it and, of a Latin one, the word after it."""
    after = text[match.end() :]
    next_word = re.match(r"\s*\w+", after) if not CHINESE.search(match[0]) else None
    return text[max(match.start() - NEAR, 0) : match.start()] + "|" + (next_word[0] if next_word else after[:NEAR])


def _told(row: Mapping[Any, Any], claim: Claim) -> dict[str, object]:
    name, word = row["found"]
    basis = {"basis_en": claim.basis.get("en", ""), "basis_zh": claim.basis.get("zh", "")}
    suggestion = REWORD if row["compares"] and claim.words[word] else claim.words[word]
    return {"claim": name, "suggestion": suggestion, "fails": claim.fails} | basis


def _counts(row: Mapping[Any, Any], wordlist: Wordlist) -> bool:
    where = wordlist.claims[str(row["claim"])].platforms
    return not where or row["platform"] in ("", *where)
