"""How a budget looks and reads: curves, tests, the split, the price of rules, what to scale and cut."""
