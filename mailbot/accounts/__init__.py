"""The people of TSB who sign in: accounts, passwords, sessions, and what may be done only so often."""
