"""What can be done to a draft's cells: one module per verb or pair of verbs."""
