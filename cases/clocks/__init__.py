"""The clocks of a case: what turns them, what keeps them, and how they are explained."""
