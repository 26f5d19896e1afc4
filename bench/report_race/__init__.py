"""Reports over HTTP: Wangge's door beside a bare view that inserts the same rows."""
