"""Where the next yuan goes: what spend brings, what it would bring, and how a budget is shared out."""
