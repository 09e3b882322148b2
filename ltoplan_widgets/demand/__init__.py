"""What may sell: checked history, past campaigns, and forecasts as distributions."""
