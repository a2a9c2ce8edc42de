"""From the inbox, a platform's zip or a mail folder to nbgrader's `submitted/` folder."""
