"""Proving who we are by token (OAuth2, RFC 6749) instead of by password, to IMAP and SMTP alike.

sasl        the words of XOAUTH2 and OAUTHBEARER (RFC 7628), and what a server answers; pure
endpoint    asking the authorization server for a token (authlib, httpx)
tokens      the token in use: kept in the database, renewed in time, by one process at once
standing    what `status` and `doctor` say of it

And proving who somebody else is, who signs in to the console (OpenID Connect):

provider    what the provider says of itself, and its keys
signing_in  the code flow, and what is believed of its end
"""

from mailbot.errors import UsageError


class TokenRefused(UsageError):
    """No token is to be had as configured, or the mail server takes none: a person must change something."""
