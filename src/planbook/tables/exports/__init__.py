"""Exports: what a platform gives a shop goes in, rows of our tables come out.

A file goes through five rooms, each of which knows only those before it::

    reading      a file, whatever it is, becomes grids of text, and the tables in them
    recognising  a profile tells which export a table is
    cleaning     a cell is read as what it says, or told as what it is not
    shaping      cells become fields, and fields become rows of our tables
    storing      rows go into the shop's store, in months and in one step

`bringing` leads through them; `matching` is the way back from hashed buyers to the shop's own accounts.
"""
