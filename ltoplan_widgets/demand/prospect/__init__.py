"""What a planned campaign may sell, as of a day: its forecast, its price, its early read, and why."""
