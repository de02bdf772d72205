"""The configuration of the private Dovecot, in the syntax of 2.3 (Debian 12) and of 2.4 (Debian 13)."""

from __future__ import annotations

import grp
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from .daemon import HOST

VERSIONS = ("2.3", "2.4")


@dataclass(frozen=True)
class Plan:
    """What the configuration is to say; `everyone` is the account that mail for strangers goes to."""

    folder: Path
    port: int
    tls_port: int
    lmtp_port: int
    certificate: Path
    key: Path
    everyone: str
    extra: str
    introspection_url: str = ""  # where tokens are asked about; empty: passwords only

    def text(self, version: str) -> str:
        """The whole configuration file."""
        own, unlimited = (
            (self._syntax_2_3(), "service_count = 0")
            if version == "2.3"
            else (self._syntax_2_4(), "restart_request_count = unlimited")
        )
        login, internal = _process_users()
        return f"""{own}
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/dovecot.log
protocols = imap lmtp
listen = {HOST}
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name}
first_valid_uid = 1
auth_failure_delay = 0
mail_fsync = never
mail_max_userip_connections = 100
recipient_delimiter = +
# "original" would be the address in ORCPT, and no header where there is none.
lmtp_hdr_delivery_address = final
ssl = yes
service imap-login {{
  # Only root can change its root folder.
  chroot =
  {unlimited}
  process_min_avail = 1
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
service lmtp {{
  process_min_avail = 2
  inet_listener lmtp {{
    port = {self.lmtp_port}
  }}
}}
service anvil {{
  chroot =
  # Otherwise each wrong password makes the next log-in from this address wait longer.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener sasl {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
{self.extra}
"""

    def _syntax_2_3(self) -> str:
        owner = mail_owner()
        return f"""
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
ssl_cert = <{self.certificate}
ssl_key = <{self.key}
{self._tokens_2_3()}
passdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={self.folder}/mail/{self.everyone} allow_all_users=yes
}}
"""

    def _syntax_2_4(self) -> str:
        owner = mail_owner()
        return f"""dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ~/Maildir
ssl_server_cert_file = {self.certificate}
ssl_server_key_file = {self.key}
{self._tokens_2_4()}
passdb passwd-file {{
  passwd_file_path = {self.folder}/users
}}
userdb passwd-file {{
  passwd_file_path = {self.folder}/users
}}
userdb static {{
  userdb_static_allow_all_users = yes
  fields {{
    uid = {owner.pw_uid}
    gid = {owner.pw_gid}
    home = {self.folder}/mail/{self.everyone}
  }}
}}
"""

    def _tokens_2_3(self) -> str:
        """Tokens in a passdb of their own, whose settings are in a file of their own."""
        if not self.introspection_url:
            return ""
        file = self.folder / "oauth2.conf.ext"
        file.write_text(
            f"introspection_mode = post\nintrospection_url = {self.introspection_url}\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        return f"""
auth_mechanisms = plain xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {file}
}}
"""

    def _tokens_2_4(self) -> str:
        """Since 2.4.0 the mechanisms ask by themselves, without a passdb."""
        if not self.introspection_url:
            return ""
        return f"""
auth_mechanisms = plain xoauth2 oauthbearer
oauth2 {{
  introspection_mode = post
  introspection_url = {self.introspection_url}
  username_attribute = username
  active_attribute = active
  active_value = true
}}
"""


def mail_owner() -> pwd.struct_passwd:
    """Whom the mail belongs to: Dovecot refuses to handle mail as root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _process_users() -> tuple[str, str]:
    """The users of log-in and of other internal processes; only root can choose, and they must differ."""
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid()).pw_name
        return me, me
    known = {entry.pw_name for entry in pwd.getpwall()}
    return ("dovenull" if "dovenull" in known else "nobody"), ("dovecot" if "dovecot" in known else "mail")
