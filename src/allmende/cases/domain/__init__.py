"""What case work knows without Django: phases of a case, who may see which class of data. Pure."""
