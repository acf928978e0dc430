"""Documents that people fill in: a brief, a schedule, a checklist, a script; blank, or filled from the plan's rows.

Each is one YAML file of ``sheets/``, in both languages; a room knows only those before it::

    spec      what a document holds
    lists     words that a column is likely to take
    columns   what may be put into a column of a table, and how that is said
    heads     the columns of a document's table in one language
    standing  what a campaign's brief stands on
    goods     its items, with titles and prices
    reckoned  what notebooks reckon for its cells
    watching  what is watched on the market
    entries   what somebody filled in before
    facts     the few texts that a document tells of a shop and a campaign
    filling   the rows of the plan that go into its tables
    excel     it is written as a workbook
    word      it is written as a text with tables
    making    from its name to its bytes
"""
