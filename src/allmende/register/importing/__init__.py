"""Reading lists of bodies, comparing them with the register, writing what changed. Pure but `store`."""
