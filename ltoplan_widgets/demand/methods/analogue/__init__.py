"""What a launch shares with past ones, and what that says of it: likeness, attributes, kinship."""
