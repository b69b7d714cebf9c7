"""Where things stand in our workbooks: the only place that knows sheet titles, defined names and cell addresses."""
