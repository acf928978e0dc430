"""How the sample shop would come out of the platforms: rows in SQL, a file each export, and its ways of writing."""
