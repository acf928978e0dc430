"""What prices do: who pays for the way from list to deal price, what is left, and how buyers answer."""
