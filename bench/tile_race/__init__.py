"""Our tiles beside a peer's and beside the bare statement: servers, clients, content, picture."""
