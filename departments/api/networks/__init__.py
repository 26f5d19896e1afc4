"""The network over HTTP: its generations, and the drafts in which it is changed."""
