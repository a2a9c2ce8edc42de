/** Entry for static pages: brings every scenario on the page to life. Works from file:// too. */

import { entry } from './answers.js';
import { startExercise } from './exercise.js';
import { translator } from './labels.js';
import { mountScenario } from './scenario.js';
import { createService } from './service.js';
import { load, save } from './storage.js';

const meta = (name) => {
  const element = document.querySelector(`meta[name="${name}"]`);
  return element ? element.getAttribute('content') : '';
};

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

/** The service's address, or null where there can be none. */
function serviceAddress() {
  const address = meta('course-api');
  return address && location.protocol.startsWith('http') ? new URL(address, document.baseURI).href : null;
}

function start() {
  const course = meta('course-id');
  const t = translator(JSON.parse(document.getElementById('scenario-labels').textContent));
  const scenarios = [...document.querySelectorAll('.scenario-quiz')].map((host) =>
    ({ host, view: JSON.parse(host.querySelector('.scenario-view').textContent) }));
  for (const { host, view } of scenarios.filter(({ view }) => view.use === 'practice')) {
    const store = practiceStore(`${course}/practice/${view.assignment}/${view.id}`);
    mountScenario(host, { view, t, store, kicker: t('practice') });
  }
  for (const top of document.querySelectorAll('.hand-in')) {
    const { assignment, content, title, save: script, key: publicKey = '' } = top.dataset;
    const graded = scenarios.filter(({ view }) => view.use === 'graded' && view.assignment === assignment);
    const end = document.querySelector(`.hand-in-end[data-assignment="${assignment}"]`);
    const address = serviceAddress();
    const about = { course, assignment, content, language: graded[0].view.language };
    startExercise({
      top, end, scenarios: graded, about, title, t,
      service: address ? createService(address) : null,
      saver: script ? { script, publicKey } : null,
    });
  }
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
