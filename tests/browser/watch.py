"""What a page must never do, noted while a journey runs."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

# The browser tells violations to the page only; this passes them on to the console, where we listen.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (e) => {
  console.error(`CSP ${e.violatedDirective}: ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`);
});
"""
BROWSERS_OWN_WORDS = "Failed to load resource"  # said for every designed 404 page too


@dataclass
class Watch:
    """Collects violations of the content policy, script errors and requests to other hosts."""

    host: str
    csp_violations: list[str] = field(default_factory=list)
    script_errors: list[str] = field(default_factory=list)
    outside_requests: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._web_error)
        context.on("request", self._request)

    def assert_clean(self) -> None:
        """Fail with everything that was noted."""
        assert self.csp_violations == []
        assert self.script_errors == []
        assert self.outside_requests == []

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error" or message.text.startswith(BROWSERS_OWN_WORDS):
            return
        is_policy = message.text.startswith("CSP ") or "Content Security Policy" in message.text
        (self.csp_violations if is_policy else self.script_errors).append(message.text)

    def _web_error(self, error: WebError) -> None:
        self.script_errors.append(str(error.error))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.outside_requests.append(request.url)


def resource_failures(page: Page) -> list[str]:
    """Return the static files of the page that could not be loaded."""
    failed: list[str] = page.evaluate(
        "() => performance.getEntriesByType('resource').filter(e => e.responseStatus >= 400).map(e => e.name)"
    )
    return failed
