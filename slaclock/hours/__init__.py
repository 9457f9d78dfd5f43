"""Support hours: when somebody is there, and how much open time lies between two instants."""
