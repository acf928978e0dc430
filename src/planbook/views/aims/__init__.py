"""How a setting of goals looks and reads.

ahead    what is planned, the forecast by month, platform and campaign, and how it did in the past
branches the tree of paid, and the ways up · judged   wishes: their chance, their six points, what counts in each month
grounds  benchmarks, hours, launches · handed   the goal handed down, and the rows that go into the plan
first    headline, cards, findings
"""
