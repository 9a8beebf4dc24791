"""How many children there are to be taught: the school-age population by township, age and year."""
