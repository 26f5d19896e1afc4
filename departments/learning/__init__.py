"""Rules from the past: areas that the points themselves show, and a readable table over them.

Pure over arrays: no row of the database and no column but class, channel, place and time.
"""
