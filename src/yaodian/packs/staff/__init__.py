"""Teachers and other staff: their files, exchanges between schools, and yearly reviews of conduct."""
