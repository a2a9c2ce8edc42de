"""The course as one file to take along: for a device without a network."""
