"""The rules of a city over HTTP: sets, rules, areas, dry runs, and questions to them."""
