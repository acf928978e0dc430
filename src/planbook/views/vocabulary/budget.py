"""Budgets: roles of channels, rules, scenarios."""

from __future__ import annotations

from planbook.views.vocabulary.mark import msg

NAMES = {
    "core": msg("Core"),
    "test": msg("Test"),
    "core_least": msg("Core channels get at least their share"),
    "core_most": msg("Core channels get at most their share"),
    "test_least": msg("Test channels get at least their share"),
    "test_most": msg("Test channels get at most their share"),
    "reserve_least": msg("Reserve channels get at least their share"),
    "reserve_most": msg("Reserve channels get at most their share"),
    "budget": msg("The budget itself"),
    "as_now": msg("Today’s spend, for as many days"),
    "with_rules": msg("This plan: rules kept only as far as money comes back"),
    "strictly": msg("The rules kept strictly"),
    "without_rules": msg("Without the rules"),
    "in_proportion": msg("The whole budget, in today’s proportions"),
    "fifth_less": msg("With a fifth less money"),
    "fifth_more": msg("With a fifth more money"),
    "rule_kept": msg("Kept"),
    "rule_eased": msg("Kept only as far as money comes back"),
    "rule_no_channel": msg("No channel has this role"),
    "seen": msg("Seen"),
    "today": msg("Today"),
    "beyond": msg("Beyond what was seen"),
    "scale": msg("Scale"),
    "hold": msg("Leave as it is"),
    "mend": msg("Mend"),
    "cut": msg("Cut"),
}
