"""One click, N papers: each partner's figures with reasons, its paper as DOCX and PDF, corrections."""
