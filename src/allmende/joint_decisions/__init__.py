"""One matter, many councils: the joint text, who must decide it, what each has decided, what follows."""
