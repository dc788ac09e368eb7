"""A report of a check for people (terminal, Markdown, HTML) and for programs (JSON)."""

from collections.abc import Iterator
from html import escape
from typing import Any

from allmende.oparl.checking.findings import Finding, Report
from allmende.oparl.checking.rules import Level

WORDS = {Level.FAULT: "Verstoß", Level.ADVICE: "Empfehlung"}


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "url": report.url,
        "name": report.name,
        "version": "1.1",
        "requests": report.requests,
        "objects": report.counts,
        "clean": not report.findings,
        "findings": [
            {
                "rule": finding.rule.code,
                "level": finding.rule.level.value,
                "title": finding.rule.title,
                "section": finding.rule.section,
                "place": finding.place,
                "count": finding.count,
                "mend": finding.rule.mend,
                "examples": [{"url": url, "value": value} for url, value in finding.examples],
            }
            for finding in report.findings
        ],
        "notes": report.notes,
    }


def as_text(report: Report) -> str:
    """Return the report for a terminal."""
    lines = [headline(report), *_scope(report), ""]
    for finding in report.findings:
        lines.append(f"{_head(finding)}  ({finding.count}x)")
        lines += [f"    {url}{f'  →  {value}' if value else ''}" for url, value in finding.examples[:3]]
        lines += [f"    Abhilfe: {finding.rule.mend}", ""]
    return "\n".join(lines).rstrip() + "\n"


def as_markdown(report: Report) -> str:
    """Return the report as Markdown, for a ticket at the supplier."""
    lines = [f"# OParl-Prüfung: {report.name or report.url}", "", headline(report), ""]
    lines += [f"- {line}" for line in _scope(report)]
    for finding in report.findings:
        lines += ["", f"## {_head(finding)}", "", f"{finding.count}-mal. {finding.rule.mend}", ""]
        lines += [f"- <{url}>{f': `{_inline(value)}`' if value else ''}" for url, value in finding.examples]
    return "\n".join(lines) + "\n"


def as_html(report: Report) -> str:
    """Return the report as a page of its own; nothing that a server said becomes markup."""
    title = escape(f"OParl-Prüfung: {report.name or report.url}")
    scope = "".join(f"<li>{escape(line)}</li>" for line in _scope(report))
    return (
        f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>\n'
        f"<body><main><h1>{title}</h1><p>{escape(headline(report))}</p><ul>{scope}</ul>\n"
        + "\n".join(_section(finding) for finding in report.findings)
        + "\n</main></body></html>\n"
    )


def headline(report: Report) -> str:
    """Return the result in one sentence."""
    levels = [finding.rule.level for finding in report.findings]
    if not levels and report.is_empty:
        return f"{report.url}: nichts zu prüfen gefunden."
    if not levels:
        return f"{report.url}: nichts zu beanstanden."
    faults, advice = levels.count(Level.FAULT), levels.count(Level.ADVICE)
    parts = [
        f"{faults} {'Verstoß' if faults == 1 else 'Verstöße'} gegen OParl 1.1" if faults else "",
        f"{advice} {'Empfehlung' if advice == 1 else 'Empfehlungen'}" if advice else "",
    ]
    return f"{report.url}: {' und '.join(filter(None, parts))}."


def _scope(report: Report) -> Iterator[str]:
    counted = ", ".join(f"{number} {kind}" for kind, number in sorted(report.counts.items()) if number)
    yield f"Geprüft: {counted or 'keine Objekte in Listen'}; {report.requests} Anfragen."
    yield from report.notes


def _head(finding: Finding) -> str:
    place = f" [{finding.place}]" if finding.place else ""
    return f"{WORDS[finding.rule.level]}: {finding.rule.title}{place} (OParl 1.1, {finding.rule.section})"


def _section(finding: Finding) -> str:
    examples = "".join(
        f"<li><code>{escape(url)}</code>{f': <code>{escape(value)}</code>' if value else ''}</li>"
        for url, value in finding.examples
    )
    return (
        f"<section><h2>{escape(_head(finding))}</h2><p>{finding.count}-mal. {escape(finding.rule.mend)}</p>"
        f"<ul>{examples}</ul></section>"
    )


def _inline(value: str) -> str:
    return value.replace("`", "'").replace("\n", " ")
