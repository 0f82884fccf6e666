"""Which browser asks, in two codes; its address and its version are kept nowhere."""

from typing import Final

from flask import request
from flask_babel import gettext as _

from franchise_kit.access.actions.sign_in import Visitor

# In this order: Edge and Opera say Chrome too, and Chrome says Safari.
BROWSERS: Final = (
    ("edg", "edge"),
    ("opr/", "opera"),
    ("samsungbrowser", "samsung"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("crios", "chrome"),
    ("chrom", "chrome"),
    ("safari", "safari"),
)
# An iPad says Mac OS X too, and Android says Linux.
SYSTEMS: Final = (
    ("iphone", "iphone"),
    ("ipad", "ipad"),
    ("android", "android"),
    ("windows", "windows"),
    ("cros", "chromeos"),
    ("mac os", "mac"),
    ("linux", "linux"),
)
NAMES: Final = {
    "edge": "Edge",
    "opera": "Opera",
    "samsung": "Samsung Internet",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    "iphone": "iPhone",
    "ipad": "iPad",
    "android": "Android",
    "windows": "Windows",
    "chromeos": "ChromeOS",
    "mac": "Mac",
    "linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """Return a browser and its system as codes: firefox/linux."""
    said = user_agent.lower()
    browser = next((code for sign, code in BROWSERS if sign in said), "other")
    system = next((code for sign, code in SYSTEMS if sign in said), "other")
    return f"{browser}/{system}"


def device_words(device: str) -> str:
    """Return a device's codes in words."""
    browser, _slash, system = device.partition("/")
    if browser not in NAMES and system not in NAMES:
        return str(_("A device that we do not know"))
    named = {
        "browser": NAMES.get(browser, _("A browser")),
        "system": NAMES.get(system, _("an unknown system")),
    }
    return str(_("%(browser)s on %(system)s", **named))


def visitor() -> Visitor:
    """Return where the present request comes from."""
    return Visitor(address=request.remote_addr, device=device_of(request.headers.get("User-Agent", "")))
