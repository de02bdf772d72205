"""Commands by mail: what a mail asks for line by line, who asks, and what becomes of it.

Inbound reads a mail's commands (`parsing`, pure) and has them carried out (`carrying`) in the transaction
that settles the mail; the record it leaves (`command_mails`) and the occasion `command-answer` are all that
outbound sees. The answer is an ordinary mail: what the record says was done, and what `help`, `status` and
`send` show at that time.
"""
