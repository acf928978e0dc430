"""What hurts whom: complaints of each segment against all, and the money of those who complain."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing, missing, passes_missing

BAD = ("bad", "mixed")  # words of a text's polarity that complain


@passes_missing
def rank(
    shares: pd.DataFrame, everyone: pd.DataFrame, coded: pd.DataFrame, *, by: str = "persona"
) -> pd.DataFrame | Missing:
    """Hold each segment's complaints against those of all, and add what the known complainers bring.

    Parameters
    ----------
    shares, everyone
        Complaints on each topic by segment, and of all (``topics.shares``): ``topic reviews bad bad_share bad_low
        bad_high``.
    coded
        One row a text and topic (``topics.code``): ``by customer_id topic polarity net_year``.
    by
        The segment.

    Returns
    -------
    DataFrame
        One row a segment and topic that it complains of: ``by topic reviews bad share low high``, ``all`` (share of all
        texts), ``clear`` (is even the low end above it?), ``customers`` (known ones who complained) and ``net_year``
        (what these brought in the last year); what is clear first, then by net.
    """
    usual = everyone.set_index("topic")["bad_share"]
    found = shares[shares["bad"] > 0]
    found = found[[by, "topic", "reviews", "bad", "bad_share", "bad_low", "bad_high"]].rename(
        columns={"bad_share": "share", "bad_low": "low", "bad_high": "high"}
    )
    if found.empty:
        return missing("feedback", "text", reason="too_few")
    found = found.assign(all=found["topic"].map(usual))
    complaints = coded[coded["polarity"].isin(BAD) & coded[by].notna()].drop_duplicates([by, "topic", "customer_id"])
    money = complaints.groupby([by, "topic"], observed=True).agg(
        customers=("customer_id", "nunique"), net_year=("net_year", "sum")
    )
    found = found.join(money, on=[by, "topic"]).fillna({"customers": 0.0, "net_year": 0.0})
    found["clear"] = found["low"] > found["all"]
    return found.sort_values(["clear", "net_year"], ascending=False, kind="stable", ignore_index=True)


def beside(everyone: pd.DataFrame | Missing, answers: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Set what people write beside what they tick: complaints on a topic, and the survey's pains of that name.

    Parameters
    ----------
    everyone
        ``topics.shares`` of all own texts.
    answers
        ``survey.shares`` of all answers; of its questions only ``pains`` is read.

    Returns
    -------
    DataFrame
        ``topic said low high reviews`` (share of texts that complain) and ``ticked ticked_low ticked_high answers``
        (weighted share of respondents); NaN where one source does not know the topic or is not there, most said first.
    """
    if isinstance(everyone, Missing) and isinstance(answers, Missing):
        return everyone | answers
    if isinstance(everyone, Missing):
        everyone = pd.DataFrame(columns=["topic", "bad", "bad_share", "bad_low", "bad_high", "reviews"], dtype=float)
    if isinstance(answers, Missing):
        answers = pd.DataFrame(columns=["question", "answer", "share", "low", "high", "n"], dtype=float)
    said = everyone[everyone["bad"] > 0].set_index("topic")[["bad_share", "bad_low", "bad_high", "reviews"]]
    said.columns = pd.Index(["said", "low", "high", "reviews"])
    ticked = answers[(answers["question"] == "pains") & (answers["answer"] != "")].set_index("answer")
    ticked = ticked[["share", "low", "high", "n"]]
    ticked.columns = pd.Index(["ticked", "ticked_low", "ticked_high", "answers"])
    both = said.join(ticked, how="outer").rename_axis("topic").reset_index()
    return both.sort_values(["said", "ticked"], ascending=False, na_position="last", kind="stable", ignore_index=True)
