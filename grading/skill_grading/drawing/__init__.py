"""Figures as SVG and pages as PDF: lettering, a pen, typesetting."""
