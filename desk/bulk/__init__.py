"""Steps for several reviews at once: one page says what will happen to each."""
