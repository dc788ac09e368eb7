"""Papers without Django: their content, what people type into a draft, how a text is marked up."""
