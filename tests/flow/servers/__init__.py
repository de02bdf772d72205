"""Real servers, run privately by the tests: own folder, own configuration, random loopback ports."""
