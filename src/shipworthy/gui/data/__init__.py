"""What keeps the data safe and shows that it is: backups, restoring, checking, verifying, taking it elsewhere."""
