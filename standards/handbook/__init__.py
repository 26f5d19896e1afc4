"""指挥手册: a city's book of standard rows, in from its Excel as it is, and out again."""
