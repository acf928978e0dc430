"""A campaign plan: what is to be done, by whom and when, for whom, with what, and what may go wrong."""
