"""How prices and offers look and read.

ladder   who pays for the way from list to deal price, and what is left of it · floor   sales below the floor price
answers  what a lower price sells · cuts   what past price cuts earned
"""
