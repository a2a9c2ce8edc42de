/** Where the answers of a practice scenario are kept: in this browser only. */

import { entry } from './answers.js';
import { load, save } from './storage.js';

/** What was kept under `key` is used where it has the right shape. @param {string} key @returns {import('./types.js').Store} */
export function practiceStore(key) {
  const found = load(key) || {};
  const record = {
    entries: Array.isArray(found.entries) ? found.entries.filter(Boolean) : [],
    drafts: { ...found.drafts },
  };
  return {
    entries: () => record.entries,
    draft: (step) => record.drafts[step],
    keep(step, answer) {
      record.drafts[step] = answer;
      save(key, record);
    },
    confirm(step, answer) {
      record.entries.push(entry(step, answer));
      delete record.drafts[step];
      save(key, record);
    },
    locked: () => false,
  };
}
