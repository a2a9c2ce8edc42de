/** Entry for pages with practice scenarios: brings each of them to life. Works from file:// too. */

import { meta, scenarios, whenRead, words } from './page.js';
import { practiceStore } from './practice-store.js';
import { mountScenario } from './scenario.js';

whenRead(() => {
  const t = words();
  for (const { host, view } of scenarios()) {
    const store = practiceStore(`${meta('course-id')}/practice/${view.assignment}/${view.id}`);
    mountScenario(host, { view, t, store, kicker: t('practice') });
  }
});
