/** Entry for pages with practice scenarios: brings each of them to life. Works from file:// too. */

import { entry } from './answers.js';
import { meta, scenarios, whenRead, words } from './page.js';
import { mountScenario } from './scenario.js';
import { load, save } from './storage.js';

/** Practice answers: in this browser only. @param {string} key @returns {import('./types.js').Store} */
function practiceStore(key) {
  const record = load(key) || { entries: [], drafts: {} };
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

whenRead(() => {
  const t = words();
  for (const { host, view } of scenarios()) {
    const store = practiceStore(`${meta('course-id')}/practice/${view.assignment}/${view.id}`);
    mountScenario(host, { view, t, store, kicker: t('practice') });
  }
});
