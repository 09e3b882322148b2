"""Sales as they were: one checked history, what is odd about it, and how that is mended."""
