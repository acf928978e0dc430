"""How a post-mortem looks and reads.

outcome   tables: what a campaign added, cost and earned · verdicts   the same in sentences
delivery  tables: items, tasks, creators, what was learned before · conduct   the same in sentences
lessons   all findings, and the rows that go into the plan · post_mortem   headline, cards, state of the data
"""
