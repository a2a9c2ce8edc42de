"""The plots in chapters: a small stated model each, drawn when the site is built, with words from `_plots.yml`."""
