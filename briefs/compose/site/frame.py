"""What all pages of the site have in common: head, masthead, foot, style and policy."""

from __future__ import annotations

import base64
import hashlib
import posixpath
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from briefs.compose.environment import page_template
from briefs.compose.site.voice import Voice
from briefs.compose.styles import TOKENS, brand_properties, weight_properties
from briefs.compose.web_colours import dark_colours
from briefs.model.brand import Logo
from briefs.model.colour import is_dark
from briefs.model.project import Project
from briefs.model.template import TemplateSource

STYLE, FEED, INDEX, HOME, NOT_FOUND = (
    "site.css",
    "feed.xml",
    "index.json",
    "index.html",
    "404.html",
)

_LOGO_NAMES = {"image/svg+xml": "logo.svg", "image/png": "logo.png", "image/jpeg": "logo.jpg"}


class Frame:
    """Fills in the templates of the site.

    Args:
        project: Its publisher, brand and words.
        templates: The site's templates, by the name under which they extend each other.
        address: Where the site will be published, with a slash at its end; empty if that is not
            known.
    """

    def __init__(
        self, project: Project, templates: Mapping[str, TemplateSource], address: str = ""
    ) -> None:
        self.project = project
        self.address = address
        self._templates = tuple(templates.items())

    def page(
        self, path: str, template: str, voice: Voice, heading: str, content: Mapping[str, Any]
    ) -> str:
        """A page of the site.

        Args:
            path: Where it will lie, below the site's folder.
            template: The name of its template.
            voice: The words of its readers.
            heading: Its title.
            content: What its template prints.
        """
        link = self.link_from(path)
        common = {
            "lang": voice.locale,
            "heading": heading,
            "publisher": self.publisher(voice),
            "logo": self._logo(link),
            "home": link(HOME),
            "is_home": path == HOME,
            "style": link(STYLE),
            "css": "",
            "policy": policy(),
            "feed": link(FEED),
            "index": link(INDEX),
            "canonical": "",
            "say": voice.say,
        }
        found = page_template(f"site/{template}.html.j2", self._templates)
        return found.render(common | dict(content))

    def link_from(self, path: str) -> Callable[[str], str]:
        """What makes links from a page to other files of the site.

        They are relative, so that the site may lie anywhere, also on a disk.
        """
        folder = posixpath.dirname(path)
        return lambda target: quote(posixpath.relpath(target, folder or "."))

    def absolute(self, path: str) -> str:
        """The address of a page, if it is known where the site will lie; else the bare path."""
        return self.address + quote(path.removesuffix(HOME) if self.address else path)

    def publisher(self, voice: Voice) -> dict[str, str]:
        """Who publishes."""
        publisher = self.project.settings.publisher
        return {
            "name": publisher.name,
            "series": voice.words(publisher, "series"),
            "contact": publisher.contact or "",
            "address": publisher.address or "",
            "disclaimer": voice.words(publisher, "disclaimer"),
        }

    def _logo(self, link: Callable[[str], str]) -> dict[str, str] | None:
        logo = self.project.brand.logo
        return None if logo is None else {"src": link(logo_name(logo)), "alt": logo.alt}


def logo_name(logo: Logo) -> str:
    """What the logo's file is called."""
    return _LOGO_NAMES.get(logo.kind, "logo")


def policy(css: str = "") -> str:
    """What a page may load: the site's own style and images; nothing from elsewhere, no script.

    ``file:`` is for a site that is looked at on a disk.

    Args:
        css: A style sheet that stands in the page itself.
    """
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode("ascii")
    style = f"'sha256-{digest}'" if css else "'self' file:"
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {style}",
            "img-src 'self' file: data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def style_sheet(project: Project) -> str:
    """The style of all pages, but for its fonts.

    That is the brand's colours, in light and dark, the tokens, and the site's own sheet.
    """
    colours = project.brand.color
    scheme = "dark" if is_dark(colours.background) else "light dark"
    own = brand_properties(project.brand, generic=True) | weight_properties(project.brand)
    light = " ".join(f"{name}: {value};" for name, value in own.items())
    dark = " ".join(f"--{part}: {value};" for part, value in dark_colours(colours).items())
    return "\n".join(
        [
            f":root {{ color-scheme: {scheme}; {light} }}",
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}",
            project.styles.get(TOKENS, ""),
            project.styles.get(STYLE, ""),
        ]
    )


def in_page(css: str) -> Markup:
    """A style sheet that stands in a page itself: nothing in it may end the element."""
    return Markup(css.replace("</", "<\\/"))  # noqa: S704 - our own sheets and fonts
