from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "allmende.papers"
    label = "papers"

    def ready(self) -> None:
        from allmende.papers.body_section import papers_section
        from allmende.register.body_sections import SECTIONS

        if papers_section not in SECTIONS:
            SECTIONS.append(papers_section)
