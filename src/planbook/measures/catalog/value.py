"""Figures of the value proposition: what weighs for buyers, and how we do it."""

from __future__ import annotations

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_RATINGS, _FEEDBACK, _BOTH = ("ratings",), ("feedback",), ("ratings", "feedback")

# fmt: off
VALUE = (
    KPI("importance", "number", NEITHER, "mean of what respondents say an attribute weighs when they buy, 1–5",
        "Importance", "重要度", _RATINGS, "with interval; the line of the map is the mean of all attributes"),
    KPI("performance", "number", UP, "mean of how well a brand does an attribute by its raters, 1–5",
        "Performance", "满意度", _RATINGS, "with interval; the map's line is the mean of all brands and attributes"),
    KPI("topic_praise", "share", UP, "reviews that praise a topic ÷ reviews that speak of it",
        "Praise where spoken of", "提及中的好评率", _FEEDBACK, "with interval; coded by codebook.yml"),
    KPI("mark_lead", "number", UP, "our performance − the best rated rival's, on what sets us apart most",
        "Lead over the best rival", "领先最强竞品", _RATINGS,
        "points of five, by the t test for partially overlapping samples; most is importance × lead"),
    KPI("mark_shortfall", "number", UP, "our performance − the best rated rival's, on our heaviest weakness",
        "Behind the best rival", "落后最强竞品", _RATINGS, "points of five; heaviest is importance × shortfall"),
    KPI("praise_lead", "points", UP, "our praise where spoken of − the rivals', on what sets us apart most",
        "Lead in praise", "好评率领先", _FEEDBACK, "where there is no survey"),
    KPI("praise_shortfall", "points", UP, "our praise where spoken of − the rivals', on our heaviest weakness",
        "Behind in praise", "好评率落后", _FEEDBACK, "where there is no survey"),
    KPI("weighted_lead", "number", UP, "importance × (our performance − the best rated rival's)",
        "Importance × lead", "重要度×领先幅度", _BOTH, "ranks differentiators and weaknesses"),
    KPI("differentiators", "count", UP,
        "attributes on which we are surely above every rated rival and no source is surely against it",
        "Differentiators", "差异化优势数", _BOTH, "chances adjusted for all pairs (Holm)"),
    KPI("open_gaps", "count", NEITHER,
        "attributes not surely below the mean importance on which each rated brand is surely below the mean mark",
        "Gaps left open", "无人满足的需求数", _BOTH),
    KPI("opposed_sources", "count", DOWN, "attributes on which survey and reviews lie on the two sides of a line",
        "Sources disagree on", "问卷与评价不一致的属性数", _BOTH),
    KPI("raters", "count", UP, "respondents who rated a brand on an attribute",
        "Respondents who rated", "参与评分的受访者", _RATINGS, "of the year; not weighted"),
    KPI("persona_share", "share", NEITHER, "customers of a persona ÷ known customers",
        "Share of known customers", "占已知客户", ("orders",), "with interval; its rank is by net sales"),
)
# fmt: on
