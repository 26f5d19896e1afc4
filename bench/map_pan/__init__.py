"""The parts of `bin/bench pan`."""
