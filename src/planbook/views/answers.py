"""The tables of what people answer and write, and of platforms' crowds."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, absent, note, shows_missing, stacked
from planbook.views.vocabulary import msg
from planbook.views.words import Words

LEVELS = {"low": "level_low", "middle": "level_middle", "high": "level_high"}
MEANT = {  # what was asked, and the code word of the answer → the code word that says it there
    **{(asked, code): said for asked in ("income_band", "spending_level") for code, said in LEVELS.items()},
    **{(asked, "price"): "prices" for asked in ("pains", "complaint", "praise")},
    ("needs", "gift"): "need_gift",
}
RANGE = {"low": (msg("Low"), "share"), "high": (msg("High"), "share")}


def answer(asked: object, code: object, words: Words) -> str:
    """Say an answer; the same word may mean another thing elsewhere, as low does of an interval and of an income."""
    return words.name(MEANT.get((str(asked), str(code)), code))


def weighting(found: pd.DataFrame | Missing, words: Words, *, answers: pd.DataFrame | Missing) -> View:
    """Show who answered against who buys, and what the weights cost; without crowds, say that nothing was weighted."""
    if isinstance(answers, Missing):
        return absent(answers, words)
    undated = _undated(answers, words)
    if isinstance(found, Missing):
        text = words("Answers are not weighted: who answers may not be who buys. Weights need the platforms' crowds.")
        return stacked(note(text, words), *undated, absent(found, words))
    row = found.to_dict("records")[0]
    said = words(
        "{n} answers, weighted to age and gender of the platforms' buyers, are worth {effective} equal ones. The "
        "largest weight is {largest} times the mean; cut down to five times: {trimmed}.",
        n=words.value(row["respondents"], "count"),
        effective=words.value(round(row["n_eff"]), "count"),
        largest=words.value(row["largest"], "ratio"),
        trimmed=words.value(row["trimmed"], "count"),
    )
    columns = {
        "dimension": (msg("Question"), "text"),
        "bucket": (msg("Answer"), "text"),
        "answers": (msg("Answers"), "count"),
        "raw": (msg("Of answers"), "share"),
        "buyers": (msg("Of buyers"), "share"),
        "raked": (msg("After weighting"), "share"),
    }
    frame = found.assign(dimension=[f"ask_{name}" for name in found["dimension"]])
    title = words("Who answered, and who buys")
    shown = tables.table(frame, words, id="weighting", title=title, columns=columns)
    return stacked(shown, note(said, words), *undated)


def _undated(answers: pd.DataFrame, words: Words) -> list[View]:
    undated, n = int(answers["at"].isna().sum()) if "at" in answers else 0, len(answers)
    if not undated:
        return []
    text = words(
        "Of {undated} of {n} answers it is not known when they were given: all of these count, whatever their year.",
        undated=words.value(undated, "count"),
        n=words.value(n, "count"),
    )
    return [note(text, words)]


@shows_missing
def answers(found: pd.DataFrame, words: Words, *, questions: Collection[str], id: str, title: str) -> View:
    """Show answers raw and weighted, with intervals; a question with too few answers has its number alone."""
    shown = found[found["question"].isin(list(questions))]
    frame = shown.assign(question=[f"ask_{name}" for name in shown["question"]], moved=shown["share"] - shown["raw"])
    columns = {
        "question": (msg("Question"), "text"),
        "answer": (msg("Answer"), "text"),
        "n": (msg("Answers"), "count"),
        "raw": (msg("Raw"), "share"),
        "share": (msg("Weighted"), "share"),
        **RANGE,
        "moved": (msg("Moved by"), "points"),
    }
    return spoken.table(
        frame,
        {"answer": [answer(q, a, words) for q, a in zip(shown["question"], shown["answer"], strict=True)]},
        words,
        id=id,
        title=title,
        columns=columns,
    )


@shows_missing
def scores(found: pd.DataFrame, words: Words, *, everyone: pd.DataFrame) -> View:
    """Show the net promoter score of each group and of all with its interval, raw and weighted."""
    columns = {
        "group": (msg("Who"), "text"),
        "n": (msg("Answers"), "count"),
        "n_eff": ("n_eff", "count"),
        "promoters": (msg("Promoters"), "share"),
        "detractors": (msg("Detractors"), "share"),
        "raw": (msg("Raw"), "number"),
        "value": ("nps", "number"),
        "low": (msg("Low"), "number"),
        "high": (msg("High"), "number"),
    }
    title = words("How likely they are to recommend the shop")
    both = pd.concat([found, everyone], ignore_index=True)
    return tables.table(both, words, id="nps", title=title, columns=columns, total=True)


def all_of(score: pd.DataFrame | Missing, words: Words) -> tuple[str, float] | None:
    """Give the line that a chart of scores is held against: the score of all answers."""
    return None if isinstance(score, Missing) else (words("All"), float(score["value"].iloc[0]))


@shows_missing
def pains(found: pd.DataFrame, words: Words) -> View:
    """Show what people write beside what they tick."""
    columns = {
        "topic": (msg("Topic"), "text"),
        "said": (msg("Complain of it in writing"), "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
        "reviews": (msg("Texts"), "count"),
        "ticked": (msg("Tick it in the survey"), "share"),
        "ticked_low": (msg("Low"), "share"),
        "ticked_high": (msg("High"), "share"),
        "answers": (msg("Answers"), "count"),
    }
    shown = {name: head for name, head in columns.items() if found[name].notna().any()}
    title = words("What hurts: complaints in reviews and tickets, and pains of the survey")
    said = {"topic": [answer("pains", topic, words) for topic in found["topic"]]}
    return spoken.table(found, said, words, id="pains", title=title, columns=shown)


@shows_missing
def complaints(found: pd.DataFrame, words: Words) -> View:
    """Show what each persona complains of against all, and what the known complainers bring."""
    columns = {
        "persona": (msg("Persona"), "text"),
        "topic": (msg("Topic"), "text"),
        "reviews": (msg("Texts"), "count"),
        "share": (msg("Complain"), "share"),
        **RANGE,
        "all": (msg("Of all texts"), "share"),
        "customers": (msg("Known complainers"), "count"),
        "net_year": (msg("Their net of the year"), "money"),
    }
    said = {"topic": [answer("complaint", topic, words) for topic in found["topic"]]}
    title = words("Complaints by persona; first those that are surely more frequent than with others")
    return spoken.table(found, said, words, id="complaints", title=title, columns=columns, limit=8)


@shows_missing
def crowds(found: pd.DataFrame, words: Words, *, id: str, title: str) -> View:
    """Show who buys on each platform by its crowds: shares of buyers with interval, of paid, and the change."""
    frame = found.assign(dimension=[f"ask_{name}" for name in found["dimension"]])
    columns = {
        "platform": (msg("Platform"), "text"),
        "dimension": (msg("Question"), "text"),
        "bucket": (msg("Answer"), "text"),
        "buyers": ("buyers", "count"),
        "share": (msg("Of buyers"), "share"),
        **RANGE,
        "paid_share": (msg("Of paid"), "share"),
        "change": (msg("Change in a quarter"), "points"),
        "change_low": (msg("Low"), "points"),
        "change_high": (msg("High"), "points"),
    }
    shown = {name: head for name, head in columns.items() if frame[name].notna().any()}
    said = {
        "bucket": [answer(asked, code, words) for asked, code in zip(found["dimension"], found["bucket"], strict=True)]
    }
    return spoken.table(frame, said, words, id=id, title=title, columns=shown)


def blind(platforms: list[str] | Missing, words: Words) -> View:
    """Say what cannot be told of platforms that name no buyer."""
    if isinstance(platforms, Missing):
        return absent(platforms, words)
    if not platforms:
        return note(words("Every platform names its buyers: nothing here stands on crowds alone."), words)
    named = words(", ").join(words.name(name) for name in platforms)
    text = words(
        "{platforms} gives no buyer ids. Not possible there: who came back, who lapsed, what one person buys, "
        "personas, and what reviews say by persona. Shares below are the platform's own, one dimension at a time.",
        platforms=named,
    )
    return note(text, words)
