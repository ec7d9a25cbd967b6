"""What the directory looks like as a whole: counted, drawn on a map and as charts."""
