"""How rivals are shown: the board, bands, the map, alerts and the SWOT draft."""
