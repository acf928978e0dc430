"""Which export a table is: profiles, and what a file tells beside its cells."""
