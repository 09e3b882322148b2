"""A campaign against what would have sold anyway: its base, its course, its places, and what it did to others."""
