"""A campaign plan as it is shown and said."""
