"""The directory by whois (RFC 3912): server.py speaks it, objects.py writes it, answering.py knows the answers."""
