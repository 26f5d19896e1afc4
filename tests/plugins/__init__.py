"""What every test may rely on: databases from a template, and which tests run."""
