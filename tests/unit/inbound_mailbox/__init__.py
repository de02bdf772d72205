"""Mailboxes without a server: what IMAP servers may say, files, Maildirs."""
