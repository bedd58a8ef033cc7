"""The parts of the Remediation page, one tab each, and what its lists share."""
