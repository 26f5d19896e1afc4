"""Whom a case goes to: facts gathered for the rules, tried on the past, learnt from it."""
