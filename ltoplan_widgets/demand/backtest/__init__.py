"""Past launches forecast as they would have been then, and how far each method was off."""
