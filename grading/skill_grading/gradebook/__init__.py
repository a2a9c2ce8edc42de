"""From submissions to marks in nbgrader's gradebook: the released notebooks, grading in bulk and by nbgrader itself."""
