"""Where files and documents meet: folders, formats, recipes, the build, conversion."""
