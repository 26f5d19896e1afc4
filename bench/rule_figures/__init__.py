"""What bench/routing.py measures, one module each."""
