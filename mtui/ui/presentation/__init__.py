"""Domain values as cells, words and glyphs: pure, with no screen in sight."""
