"""What rivals do: prices, offers, launches, posts, and where that leaves room for us."""
