"""Every kind of thing that may be wrong or odd in sales and campaigns, by what it concerns."""
