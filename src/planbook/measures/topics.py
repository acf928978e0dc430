"""What people say: reviews, tickets and answers coded by a codebook, counted with their intervals.

A text is cut into clauses; a clause that holds a word of a topic mentions it, and praises it or complains of it by its
own words or by the general ones of the same clause, a negation right before a word turning it. Rules find what the
codebook knows and nothing else: a share of mentions is a lower bound, and is compared between brands coded alike.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, wilson

if TYPE_CHECKING:
    from planbook.codebook import Codebook

GOOD, BAD, MIXED, NEUTRAL = "good", "bad", "mixed", "neutral"
FEWEST = 20  # reviews of a brand: below that a share says nothing
QUOTE = 60  # characters of a quote
STOPS = r"[，。！？；：、,.!?;:\n\r~…]+|\s{2,}"
DEGREES = "很太真挺超更最不没"  # stand in words of the cutter before another word
BEFORE = 16  # characters before a word in which a negation is looked for
NEVER = "(?!)"
_CHINESE = re.compile(r"[\u3400-\u9fff]")

Word = tuple[str, str]  # topic ("" for any) and good, bad or words


class Coder(NamedTuple):
    """A codebook made ready: one pattern for all words, what each means, and where clauses begin."""

    pattern: re.Pattern[str]
    meanings: dict[str, list[Word]]
    starred: list[tuple[re.Pattern[str], list[Word]]]
    negation: re.Pattern[str]
    clauses: re.Pattern[str]


@passes_missing
def code(texts: pd.DataFrame, codebook: Codebook) -> pd.DataFrame | Missing:
    """Find the topics that each text mentions, and whether it praises or complains.

    Parameters
    ----------
    texts
        One row a text: ``text``, and whatever is to be grouped by (``brand rating segment …``).
    codebook
        Words of each topic (``project.codebook``).

    Returns
    -------
    DataFrame
        One row a text and topic: the columns of ``texts``, ``topic``, ``polarity`` (good, bad, mixed: both, neutral:
        named only) and ``quote`` (the clause, at most 60 characters). The index is that of ``texts``.

    Examples
    --------
    >>> from planbook.codebook import Codebook
    >>> book = Codebook(topics={"taste": {"words": ["taste*"], "bad": ["bitter"]}}, polarity={"good": ["good"]})
    >>> said = pd.DataFrame({"text": ["Tastes good", "too bitter"]})
    >>> code(said, book)[["topic", "polarity"]].to_numpy().tolist()
    [['taste', 'good'], ['taste', 'bad']]
    """
    coder = _coder(codebook)
    # many say the same short clauses
    topics = functools.cache(functools.partial(_clause, coder=coder))
    known = texts[texts["text"].notna()]
    rows = [
        (at, topic, polarity, quote)
        for at, text in enumerate(known["text"])
        for topic, (polarity, quote) in _coded(coder.clauses.split(str(text).replace("’", "'")), topics).items()
    ]
    found = known.iloc[[at for at, *_ in rows]].copy()
    for place, name in enumerate(("topic", "polarity", "quote"), 1):
        found[name] = pd.Series([row[place] for row in rows], index=found.index, dtype="object")
    return found


@passes_missing
def shares(
    texts: pd.DataFrame,
    coded: pd.DataFrame,
    *,
    by: Iterable[str] = ("brand",),
    fewest: int = FEWEST,
    level: float = LEVEL,
) -> pd.DataFrame | Missing:
    """Count how often each topic is mentioned, praised and complained of in each group, as shares of its texts.

    Parameters
    ----------
    texts
        The texts that were coded: ``text`` and the columns of ``by``; those without text do not count.
    coded
        From `code`.
    by
        Columns that tell the groups apart.
    fewest
        Groups with fewer texts are left out.
    level
        How often an interval covers.

    Returns
    -------
    DataFrame
        One row a group and topic that any group mentions: the columns of ``by``, ``topic``, ``reviews`` (texts of the
        group), ``mentions``, ``share low high`` (of its texts), ``good bad`` (texts that praise, that complain; mixed
        ones count in both), ``good_share good_low good_high bad_share bad_low bad_high`` (of its texts).
        Intervals are Wilson's. Most mentioned topics first, groups in their order.
    """
    keys = list(by)
    known = texts[texts["text"].notna()]
    sizes = known.groupby(keys, dropna=False).size().rename("reviews")
    sizes = sizes[sizes >= fewest]
    if sizes.empty or coded.empty:
        return missing("feedback", "text", reason="too_few")
    marked = coded.assign(
        mentions=1.0, good=coded["polarity"].isin([GOOD, MIXED]) * 1.0, bad=coded["polarity"].isin([BAD, MIXED]) * 1.0
    )
    counts = marked.groupby([*keys, "topic"], dropna=False)[["mentions", "good", "bad"]].sum()
    order = counts.groupby("topic")["mentions"].sum().sort_values(ascending=False, kind="stable").index
    grid = sizes.reset_index().merge(pd.DataFrame({"topic": order}), how="cross")
    found = grid.merge(counts.reset_index(), on=[*keys, "topic"], how="left")
    found = found.fillna({"mentions": 0.0, "good": 0.0, "bad": 0.0})
    for count, names in (("mentions", ("share", "low", "high")), *((p, _named(p)) for p in (GOOD, BAD))):
        pairs = zip(found[count], found["reviews"], strict=True)
        found[list(names)] = [wilson(float(part), float(whole), level) for part, whole in pairs]
    return found


@passes_missing
def quotes(coded: pd.DataFrame, *, topic: str, polarity: str, n: int = 3) -> list[str]:
    """Choose quotes on a topic: of those that say it plainly, the latest (``at``) where the texts are dated."""
    told = coded[(coded["topic"] == topic) & (coded["polarity"] == polarity)]
    told = told.sort_values("at", ascending=False, kind="stable") if "at" in told else told
    return list(dict.fromkeys(told["quote"]))[:n]


def _named(polarity: str) -> tuple[str, str, str]:
    return f"{polarity}_share", f"{polarity}_low", f"{polarity}_high"


def _coder(codebook: Codebook) -> Coder:
    meaning: dict[str, list[Word]] = {}
    for topic, said in codebook.topics.items():
        for kind in ("words", GOOD, BAD):
            for word in getattr(said, kind):
                meaning.setdefault(word.lower(), []).append((topic, kind))
    for kind in (GOOD, BAD):
        for word in getattr(codebook.polarity, kind):
            meaning.setdefault(word.lower(), []).append(("", kind))
    longest = sorted(meaning, key=lambda word: (-len(word.strip("*")), word.endswith("*"), word))
    return Coder(
        pattern=re.compile(_any_of(longest)),
        meanings={word: meaning[word] for word in longest},
        starred=[(re.compile(_pattern(word)), meaning[word]) for word in longest if "*" in word],
        negation=re.compile(rf"(?:{_any_of(codebook.negation)})\s*(?:\w+\s+)?[{DEGREES}]?$"),
        clauses=re.compile(rf"{STOPS}|(?={_any_of(codebook.turns)})", re.IGNORECASE),
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(_pattern(word.lower()) for word in words) or NEVER


def _pattern(word: str) -> str:
    """Write a word as a pattern: an English one stands alone, a star takes all endings (or all beginnings)."""
    if _CHINESE.search(word):
        return re.escape(word.strip("*"))
    begins, ends = "" if word.startswith("*") else r"(?<![\w-])", r"[\w'-]*" if word.endswith("*") else r"(?![\w-])"
    return begins + re.escape(word.strip("*")) + ends


def _coded(clauses: list[str], topics: Callable[[str], dict[str, str]]) -> dict[str, tuple[str, str]]:
    """Give for each topic of a text its polarity and the clause that says it most plainly."""
    told: dict[str, list[tuple[str, str]]] = {}
    for clause in clauses:
        for topic, polarity in topics(clause.lower()).items():
            told.setdefault(topic, []).append((polarity, clause))
    return {topic: _together(parts) for topic, parts in told.items()}


def _together(parts: list[tuple[str, str]]) -> tuple[str, str]:
    said = {polarity for polarity, _ in parts}
    polarity = MIXED if MIXED in said or {GOOD, BAD} <= said else next((p for p in (BAD, GOOD) if p in said), NEUTRAL)
    plainest = next((clause for each, clause in parts if each == polarity), parts[0][1])
    return polarity, " ".join(plainest.split())[:QUOTE]


def _clause(clause: str, coder: Coder) -> dict[str, str]:
    """Give the topics of one clause with their polarity: by words of the topic, else by the general ones."""
    own: dict[str, set[str]] = {}
    general: set[str] = set()
    for meanings, start in _words(clause, coder):
        turns = bool(coder.negation.search(clause[max(start - BEFORE, 0) : start]))
        for topic, kind in meanings:
            turned = turns and kind != "words"
            side = {GOOD: BAD, BAD: GOOD}.get(kind, kind) if turned else kind
            (own.setdefault(topic, set()) if topic else general).add(side)
    return {topic: _polarity(kinds & {GOOD, BAD} or general) for topic, kinds in own.items()}


def _polarity(kinds: set[str]) -> str:
    return MIXED if len(kinds) > 1 else next(iter(kinds), NEUTRAL)


def _words(clause: str, coder: Coder) -> Iterator[tuple[list[Word], int]]:
    """Find the codebook's words in a clause: Chinese ones where the cut of its words lets them stand."""
    cuts: set[int] | None = None
    for found in coder.pattern.finditer(clause):
        if _CHINESE.search(found[0]):
            cuts = _cuts(clause) if cuts is None else cuts
            edges = (found.start() in cuts) + (found.end() in cuts)
            if edges < (2 if len(found[0]) == 1 else 1):
                continue
        word = found[0]
        if word not in coder.meanings:
            coder.meanings[word] = next(means for starred, means in coder.starred if starred.fullmatch(word))
        yield coder.meanings[word], found.start()


def _cuts(clause: str) -> set[int]:
    """Cut Chinese into words and give the places between them."""
    import rjieba  # its dictionary takes a tenth of a second, which notebooks without Chinese text do not owe

    places, at = {0}, 0
    for part in rjieba.cut(clause, hmm=False):  # no guessed words: 但贵 is two
        # of 很快 and 味道不好 the codebook knows 快 and 好
        places |= {at + step for step, character in enumerate(part, 1) if character in DEGREES}
        at += len(part)
        places.add(at)
    return places
