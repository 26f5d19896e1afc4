"""A change of the network: copied, edited, checked, compared, and published at a date."""
