"""What to order: costs, the newsvendor, supply terms, the order plan. Builds on demand; draws nothing."""
