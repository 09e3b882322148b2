"""What people do together in one plan: history, undo, scenarios, change requests, comments, saved visualizations."""
