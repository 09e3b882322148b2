"""The pooled uplift model: how campaigns lift sales, week by week, by their levers."""
