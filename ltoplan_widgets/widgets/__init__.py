"""Charts and controls as anywidget classes, one a file. Only here are anywidget and traitlets."""
