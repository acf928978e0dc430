"""How the sample shop is made: facts in CSV, the work in SQL, the order of the steps in Python."""
