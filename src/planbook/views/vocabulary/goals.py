"""Goals: branches of the tree, what a goal lacks, ways to reach it."""

from __future__ import annotations

from planbook.views.vocabulary.mark import msg

NAMES = {
    # where a forecast comes from, and on what a chance rests
    "by_model": msg("Seasons and events"),
    "by_year_ago": msg("Same days a year ago"),
    "by_forecast": msg("The forecast"),
    "by_months": msg("Its last 13 months"),
    "by_nothing": msg("Not reckoned"),
    "forecast": msg("Forecast"),
    "with_campaign": msg("With the campaign"),
    "without_campaign": msg("Without the campaign"),
    # beside a benchmark
    "ahead_of_others": msg("ahead"),
    "behind_others": msg("behind"),
    "as_others": msg("as usual"),
    # ways up the tree
    "evenly": msg("All branches alike"),
    "as_usual": msg("Each as it usually moves"),
    # points of a goal
    "specific": msg("Specific"),
    "measurable": msg("Measurable"),
    "achievable": msg("Achievable"),
    "relevant": msg("Relevant"),
    "time_bound": msg("Time-bound"),
    "owned": msg("Owner"),
    "gmv": msg("Paid (GMV)"),
    "customer_value": msg("Customer value"),
}
