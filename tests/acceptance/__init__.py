"""The real clients, unmodified, started on what the wizard wrote, against a stand-in for the plan."""
