"""The brief: what others have found and decided, one message in each channel's words, entries, path and goals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from planbook.absence import Missing, given
from planbook.measures.catalog import CATALOG
from planbook.views import spoken, tables
from planbook.views.display import View, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import LOCALES, Words, open_words

Frame = Any  # a frame, or what is `Missing` for it
SOURCE = "24_campaign_plan"
ENTRIES = 3
WAY = "in-"  # before the channel in the key of a line that says the message in its words
AFTER = 10  # the ranks of lines written here come behind those of other notebooks
SHEET = ["part", "line", "rank", "text_en", "text_zh", "notebook"]
ROWS = ["campaign", "part", "line", "rank", "text_en", "text_zh", "source"]
MADE_BY = {
    "message": "13_value_proposition",
    "audience": "12_persona_building",
    "offer": "23_pricing_promotion",
    "metric": "21_goal_setting",
    "budget": "22_budget_allocation",
}


class Known(NamedTuple):
    """What a brief is made of, each a frame or `Missing`."""

    ran: Frame  # summaries.planned
    brief: Frame  # summaries.campaign_ahead.brief
    theme: Frame  # ideas.chosen
    offers: Frame  # summaries.campaign_ahead.offers
    goals: Frame  # summaries.campaign_targets
    budget: Frame  # summaries.campaign_ahead.budget
    sources: Frame  # visits of the last edition: period source visitors
    figures: Frame  # kpis.reckon of the last edition


def sheet(known: Known, wording: Mapping[str, Mapping[str, str]], words: Words) -> Frame:
    """Put the brief together: ``part line rank text_en text_zh notebook``.

    ``notebook`` is empty for what stands; else it names what makes the part that is lacking. Both texts are written
    whatever the report's language; a line of ours that a person locked stands as it is.
    """
    if isinstance(known.ran, Missing):
        return known.ran
    own = [_ours(known, wording, open_words(language, words.currency)) for language in LOCALES]
    both = [
        {**one, "text_en": one["text"], "text_zh": other["text"], "notebook": ""}
        for one, other in zip(*own, strict=True)
    ]
    found = pd.DataFrame([*_given(known), *both], columns=SHEET).drop_duplicates(["part", "line"])
    lacking = [
        {"part": part, "line": "", "rank": 1, "notebook": notebook, "text_en": "", "text_zh": ""}
        for part, notebook in MADE_BY.items()
        if part not in set(found["part"])
    ]
    order = {part: at for at, part in enumerate(("message", "theme", "audience", "offer", "entry", "path", "metric"))}
    whole = pd.concat([found, pd.DataFrame(lacking, columns=SHEET)], ignore_index=True)
    place = whole["part"].map(order).fillna(len(order))
    return whole.assign(place=place).sort_values(["place", "rank", "line"], ignore_index=True)[SHEET]


@shows_missing
def table(composed: pd.DataFrame, words: Words) -> View:
    """Show the brief on one page; what is lacking names the notebook to run."""
    columns = {
        "part": (msg("Part"), tables.TEXT),
        "way": (msg("Channel"), BY_ROW),
        "line": (msg("What it says"), BY_ROW),
    }
    said = [
        words("not there yet: run {notebook}", notebook=each["notebook"]) if each["notebook"] else text
        for each, text in zip(composed.to_dict("records"), spoken.named(composed, "line", words), strict=True)
    ]
    ways = composed["line"].astype(str).str.extract(f"^{WAY}(.+)$")[0].fillna("")
    shown = composed.assign(part=[f"part_{part}" for part in composed["part"]], way=ways)
    channels = [words.name(f"way_{way}") if way else "" for way in ways]
    title = words("The brief; each line of the message is a draft that a person finishes")
    return spoken.table(
        shown, {"line": said, "way": channels}, words, id="brief", title=title, columns=columns, limit=30
    )


def rows(composed: Frame, known: Known) -> Frame:
    """Give the lines written here as rows of the plan."""
    if isinstance(composed, Missing):
        return composed
    ours = composed[(composed["rank"] > AFTER) & composed["part"].ne("budget")]
    return ours.assign(campaign=known.ran.key, source=SOURCE).reset_index(drop=True)[ROWS]


def _given(known: Known) -> Iterator[dict[str, Any]]:
    """Give what others have decided: of message and offers the first line, all others whole."""
    brief, theme = given(known.brief), given(known.theme)
    if brief is not None:
        lines = brief[brief["part"].ne("theme")]
        first = ~lines["part"].isin(["message", "offer"]) | (lines["rank"] == 1) | lines["locked"]
        for line in lines[first].to_dict("records"):
            yield {name: line[name] for name in SHEET if name != "notebook"} | {"notebook": ""}
    if theme is not None:
        yield theme.to_dict("records")[0] | {"part": "theme", "rank": 1, "notebook": ""}
    for offer in _recommended(known):
        yield offer | {"part": "offer", "line": offer["offer"], "rank": 1, "notebook": ""}


def _recommended(known: Known) -> list[dict[Any, Any]]:
    offers = given(known.offers)
    return [] if offers is None else offers[offers["status"] == "recommended"].to_dict("records")


def _ours(known: Known, wording: Mapping[str, Mapping[str, str]], words: Words) -> list[dict[str, Any]]:
    """Write in one language what is written here: ``part line rank text``."""
    parts = (
        ("message", _channels(known, wording, words)),
        ("entry", _entries(known, words)),
        ("path", _path(known, words)),
    )
    told = [(part, at, *line) for part, lines in parts for at, line in enumerate(lines, AFTER + 1)]
    for part, frame in (("metric", given(known.goals)), ("budget", given(known.budget))):
        rows = [] if frame is None else frame.to_dict("records")
        told += [(part, at, _key(row), _goal(row, words)) for at, row in enumerate(rows, AFTER + 1)]
    return [{"part": part, "rank": at, "line": line, "text": text} for part, at, line, text in told]


def _channels(known: Known, wording: Mapping[str, Mapping[str, str]], words: Words) -> Iterator[tuple[str, str]]:
    """Say the message in each channel's words; without a message there is nothing to say."""
    text = f"text_{words.language}"
    # of offers only those that are recommended are promised to anybody
    lines = [line for line in _given(known) if line["part"] != "offer" or "offer" in line]
    first = {line["part"]: claim(str(line[text])) for line in reversed(lines)}
    if "message" not in first:
        return
    blanks = {"message": words("[message]"), "theme": words("[theme]"), "offer": words("[offer]")}
    said = {"campaign": known.ran.name(words.language), "day": words.day(known.ran.span.start, year=False)}
    for way, texts in wording.items():
        yield f"{WAY}{way}", texts[words.language].format(**blanks | first | said)


def _entries(known: Known, words: Words) -> Iterator[tuple[str, str]]:
    """Say where the visitors of the last edition came from."""
    sources = given(known.sources)
    if sources is None:
        return
    visits = sources.groupby("source")["visitors"].sum().sort_values(ascending=False, kind="stable")
    for source, n in visits.head(ENTRIES).items():
        share = words.value(n / visits.sum(), "share")
        yield (
            str(source),
            words("{source}: {share} of the visitors of the last edition", source=words.name(source), share=share),
        )


def _path(known: Known, words: Words) -> Iterator[tuple[str, str]]:
    figures = given(known.figures)
    if figures is None or not {"cart_rate", "conversion"} <= set(figures.columns):
        return
    rates = figures.iloc[0].to_dict()
    yield (
        "funnel",
        words(
            "first screen → detail page → cart ({cart} of visitors last time) → coupon → paid ({bought})",
            cart=words.value(rates["cart_rate"], "share"),
            bought=words.value(rates["conversion"], "share"),
        ),
    )


def claim(text: str) -> str:
    """Give what a line claims, without the evidence behind its colon, and of a quotation what is quoted.

    Examples
    --------
    >>> claim("It is genuine: 528 buyers say so"), claim("主打“产地可信”：528 位买家这样说")
    ('It is genuine', '产地可信')
    """
    head = re.split(r": |：", text, maxsplit=1)[0]
    quoted = re.search("“(.+?)”", head)
    return quoted[1] if quoted else head


def _key(goal: Mapping[Any, Any]) -> str:
    return "-".join(filter(None, (goal["kpi"], goal["platform"], goal.get("channel", ""))))


def _goal(goal: Mapping[Any, Any], words: Words) -> str:
    unit = CATALOG[goal["kpi"]].unit if goal["kpi"] in CATALOG else "number"
    place = [words.name(each) for each in (goal["platform"], goal.get("channel", "")) if each]
    text = words(
        "{figure}, {platform}: {value}",
        figure=words.name(goal["kpi"]),
        platform=spoken.listed(place, words),
        value=words.value(goal["value"], unit),
    )
    return words("{goal} ({owner})", goal=text, owner=goal["owner"] or words("nobody named"))
