"""Which links Telegram accepts, and the form in which it gives them back (td LinkManager.cpp, check_link).

It must never open a link or look up a name.
"""

import re

_LINK = re.compile(r"(?:(?P<scheme>[a-z][a-z0-9+.-]*):(?://)?)?(?P<rest>[^\s]+)", re.IGNORECASE)
_HOST = re.compile(r"(?:[^/?#@]*@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^/?#:@]+)(?P<port>:\d{1,5})?(?=[/?#]|$)")
_APP_SCHEMES = {"tg", "ton", "tonsite"}


def checked(link: str) -> str | None:
    """The link as Telegram shows it (`telegram.org` becomes `http://telegram.org/`), None when it is refused.

    A host needs a dot or to be an IPv6 address: `http://localhost` is refused, `http://127.0.0.1` is not.
    """
    found = _LINK.fullmatch(link.strip())
    if found is None:
        return None
    scheme = (found["scheme"] or "http").lower()
    if scheme in _APP_SCHEMES:
        return link.strip()
    return _web_link(link.strip(), scheme) if "://" in link else _web_link("http://" + link.strip(), "http")


def _web_link(link: str, scheme: str) -> str | None:
    if scheme not in ("http", "https"):
        return None
    rest = link.split("://", 1)[1]
    found = _HOST.match(rest)
    if found is None or ("." not in found["host"] and not found["host"].startswith("[")):
        return None
    path = rest[found.end() :]
    return f"{scheme}://{rest[: found.end()]}{path if path.startswith('/') else '/' + path}"
