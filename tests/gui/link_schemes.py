"""Addresses that people could be led to click, one of each scheme: row S12 of docs/reliability.md."""

SAFE = ("https://example.org/a?b=c", "http://example.org", "mailto:a@example.org")
UNSAFE = (
    "file:///etc/passwd", "file://server/share/x.desktop", "ftp://example.org/x", "ftps://example.org/x",
    "sftp://example.org/x", "smb://server/share", "nfs://server/share", "afp://server/share", "dav://server/share",
    "javascript:alert(1)", "vbscript:x", "data:text/html,<script>x</script>", "blob:https://example.org/1",
    "about:blank", "chrome://settings", "view-source:https://example.org", "jar:https://example.org!/x",
    "ms-msdt:/id PCWDiagnostic", "search-ms:query=x", "ms-word:ofe|u|https://example.org/x.docx",
    "ms-officecmd:x", "shell:startup", "tel:+123", "sms:+123", "ssh://example.org", "telnet://example.org",
    "ldap://example.org/x", "gopher://example.org", "git://example.org/x", "svn+ssh://example.org", "steam://run/1",
    "vscode://file/etc/passwd", "x-apple.systempreferences:", "intent://x#Intent;end", "mailbox:///x", "qrc:/x",
    "res://x", "\\\\server\\share\\x", "//server/share/x", "/etc/passwd", "C:\\Windows\\x.exe", "https:example.org",
    "http:/example.org", "HTTPS//example.org", "https://example.org\n.exe", "https://a b", " javascript:x",
    "java\nscript:x", "https://[x", "x",
)  # fmt: skip
