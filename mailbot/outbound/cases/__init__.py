"""Mails about change sets: to officers who decide, to senders who are asked and answered."""
