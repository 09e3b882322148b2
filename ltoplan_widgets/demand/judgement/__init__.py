"""People's judgement of demand: estimates, overrides, and what they were worth."""
