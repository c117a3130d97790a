//! Style sheets, the font and the script that pages need, in the program.
