"""What makes us different: attributes, gaps, what evidence they have."""

from __future__ import annotations

from planbook.views.vocabulary.mark import msg

NAMES = {
    # quadrants of importance and performance
    "keep_up": msg("Keep up"),
    "mend_first": msg("Mend first"),
    "overkill": msg("Possible overkill"),
    "low_priority": msg("Low priority"),
    "on_the_line": msg("On the line"),
    # how two sources stand to each other, and we to the rivals
    "same": msg("They agree"),
    "opposed": msg("They disagree"),
    "undecided": msg("Cannot be told"),
    "one_source": msg("One source only"),
    "lead": msg("Ahead"),
    "behind": msg("Behind"),
    "even": msg("Level"),
}
