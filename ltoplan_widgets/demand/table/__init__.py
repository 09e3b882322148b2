"""Tables as people have them: files, sheets, cells, columns and what is wrong in them, brought to checked arrays."""
