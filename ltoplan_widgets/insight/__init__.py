"""What deserves a look, ranked by money at risk: each insight is one sentence with a number, and what to do about it."""
