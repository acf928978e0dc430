"""Floor 3: what we reckon. Pure functions from small frames to tables, one module a concern."""
