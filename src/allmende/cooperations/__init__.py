"""Who works with whom on what, in which legal form; options side by side; potentials."""
