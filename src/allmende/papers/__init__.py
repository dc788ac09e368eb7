"""Council papers: consultations, decisions, figures, references (OParl vocabulary)."""
