"""Pages as a visitor: the hall board, and where to go from the front door."""
