"""Stand-ins for the outside world, shipped: the demonstration and the tests run on them.

Importing this package is cheap; the protocol libraries are imported when a server starts.
"""

from mailbot.testing.accepted import Accepted
from mailbot.testing.faults import Faults, Stage
from mailbot.testing.mail_server import EmbeddedMail

__all__ = ["Accepted", "EmbeddedMail", "Faults", "Stage"]
