"""What people decide. Frozen; no arithmetic on demand, no input or output."""
