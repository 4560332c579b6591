"""`course verify`: is what a teacher changed still whole? Notebooks, solutions, hidden tests, bank and release together."""
