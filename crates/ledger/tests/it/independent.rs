//! Another program, with libraries of others, checks what we export.
