"""Sample sales that the package ships or generates, and the demo built on them."""
