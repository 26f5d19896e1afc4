"""What bin/up, bin/down, bin/test and bin/bench do once a virtual environment exists."""
