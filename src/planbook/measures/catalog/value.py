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
    KPI("rival_gap", "number", UP, "our performance − a rival's; of reviews: praise where spoken of, in points",
        "Lead", "领先幅度", _BOTH, "with interval; below nought the rival is ahead"),
    KPI("praise_gap", "points", UP, "our praise where spoken of − that of the rival the survey names",
        "In praise by reviews", "评价好评率之差", _FEEDBACK,
        "of 10 reviews of it and more; else against all rivals together, with a star, and no grade hangs on it"),
    KPI("performance_line", "number", NEITHER, "mean of the performance of all brands on all attributes",
        "Mean of all", "全部均值", _BOTH, "of reviews: mean of the praise where spoken of"),
    KPI("best_performance", "number", UP, "performance of the best of all known brands, ours among them",
        "The best reaches", "最好者达到", _BOTH, "with interval; of reviews: praise where spoken of"),
    KPI("our_answers", "count", UP, "marks of ours, or reviews of ours that speak of it", "Ours, n", "我们 n", _BOTH),
    KPI("their_answers", "count", UP, "marks of the rival, or reviews of it that speak of it",
        "Theirs, n", "对方 n", _BOTH),
    KPI("rated_both", "count", NEITHER, "respondents who rated us and the rival on an attribute",
        "Rated both", "两者都评", _RATINGS, "their two marks go together, which the test allows for"),
    KPI("test_chance", "share", DOWN, "how often chance alone sets two equal brands so far apart, or farther",
        "Chance", "偶然概率", _BOTH, "marks: t test for partially overlapping samples; praise: pooled z test"),
    KPI("holm_chance", "share", DOWN,
        "chance × pairs not yet judged, from the smallest chance on, never below the one before",
        "Adjusted (Holm)", "校正后(Holm)", _BOTH, "over all pairs of a table; up to 10 % a difference is called sure"),
    KPI("rests_on", "count", UP, "customers, items or respondents behind a line of the brief",
        "Rests on", "样本量", _BOTH),
)
# fmt: on
