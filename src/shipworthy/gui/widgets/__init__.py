"""Small widgets and delegates that pages share."""
