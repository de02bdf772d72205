"""The parts of proof: results of trusted hosts, signatures checked here, forwarders undone.

Pure but for `signatures.check`, which asks DNS through a `Resolver` it is given. The door is
`inbound.authenticity`.
"""
