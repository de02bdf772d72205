"""What `doctor` says of those who sign in: accounts, approvers, the identity provider."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mailbot.accounts import people
from mailbot.errors import UsageError
from mailbot.settings import Settings, is_loopback
from mailbot.store.tables import AccountRow


def accounts(session: Session, settings: Settings) -> str:
    """How many may sign in. Raises UsageError where mail and console would let different people decide, or
    nobody could sign in safely."""
    known = {row.address: row for row in people.listed(session)}
    if not known:
        return "nobody may sign in to the console; make the first: mailbot account add ADDRESS --role officer"
    problems = [*_approvers(known, settings), *_ways_in(known, settings)]
    if problems:
        raise UsageError("; ".join(problems))
    active = [row for row in known.values() if row.state == "active"]
    without = [each for each in settings.review.approvers if people.folded(each) not in known]
    told = f"; decide by mail only, for they have no account: {', '.join(without)}" if without else ""
    officers = sum(row.role == "officer" for row in active)
    return f"{len(active)} may sign in, {officers} of them as officer{told}"


def provider(settings: Settings) -> str:
    """The identity provider answers as one. Raises Retry or UsageError."""
    from mailbot.oauth.provider import Provider

    oidc, base = settings.oidc, settings.web.base_url
    for missing, key in ((oidc.client_id, "oidc.client_id"), (base, "web.base_url")):
        if not missing:
            raise UsageError(f"oidc.issuer is set, but {key} is not; nobody can sign in by it")
    if "openid" not in oidc.scope.split() or "email" not in oidc.scope.split():
        raise UsageError('oidc.scope must name "openid" and "email": accounts are found by the address')
    asked = Provider(oidc)
    count = sum(1 for _ in asked.signing_keys())
    secret = "" if oidc.client_secret.get_secret_value() else ", without oidc.client_secret (a public client)"
    return f"{oidc.issuer} answers, with {count} key(s){secret}; register there: {base}/sign-in/return"


def _approvers(known: dict[str, AccountRow], settings: Settings) -> list[str]:
    """Who may decide by mail, but not here."""
    found = []
    for each in settings.review.approvers:
        row = known.get(people.folded(each))
        if row is not None and row.state != "active":
            found.append(
                f"{row.address} is disabled, and still decides by mail; take it out of review.approvers"
            )
        elif row is not None and row.role != "officer":
            found.append(
                f"{row.address} is {row.role} here, and officer by mail; take it out of review.approvers, "
                f"or: mailbot account role {row.address} officer"
            )
    return found


def _ways_in(known: dict[str, AccountRow], settings: Settings) -> list[str]:
    base, host = settings.web.base_url, settings.web.host
    found = []
    if not base.startswith("https://") and not is_loopback(host):
        found.append("nobody can sign in from elsewhere without https; set web.base_url to the https address")
    if not settings.oidc.issuer:
        lost = [row.address for row in known.values() if row.state == "active" and row.password is None]
        if lost:
            found.append(
                f"cannot sign in, for there is neither password nor [oidc]: {', '.join(lost)}; "
                f"mailbot account password {lost[0]}"
            )
    return found
