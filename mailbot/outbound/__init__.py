"""What the secretariat sends: occasion → composed mail → outbox → delivery."""
