"""Panels through which people plan together: who is here, what changed, what if, what is proposed, what is said."""
