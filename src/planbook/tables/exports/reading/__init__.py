"""Files as grids of text, whatever they are and however they are written; and the tables in a grid."""
