"""Past campaigns and what is known of them, placed on the days and places of a history."""
