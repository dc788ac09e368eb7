"""What people do with grants. Nothing that was released changes; `by` None is the installation itself."""
