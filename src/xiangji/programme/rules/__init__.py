"""What a plan says and what follows from it: pure functions of one published body. No clock, no database."""
