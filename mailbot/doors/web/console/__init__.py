"""The console: where TSB decides. Every page wants a signed-in account, every act a POST with its token."""
