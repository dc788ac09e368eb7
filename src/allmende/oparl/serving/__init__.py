"""Our OParl 1.1 server: which objects are public, what they look like, and how a client asks for them."""
