"""Pages: screens by what people do, components, static files."""
