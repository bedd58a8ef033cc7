"""The tabs of a service's page."""
