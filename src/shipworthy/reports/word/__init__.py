"""Reports as Word files that can be edited: what the pages say, in Word's own styles, lists, tables and links."""
