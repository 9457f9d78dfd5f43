"""What slaclock says to helpdesks and hears from them: one protocol, one door to the network, one suite of tests."""
