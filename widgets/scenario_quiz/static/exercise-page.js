/** Entry for the page of a graded exercise. Works from file:// too, where there is no service. */

import { carried } from './carry.js';
import { startExercise } from './exercise.js';
import { meta, scenarios, whenRead, words } from './page.js';
import { createService } from './service.js';

/** The service's address, or null where there can be none. */
function serviceAddress() {
  const address = meta('course-api');
  return address && location.protocol.startsWith('http') ? new URL(address, document.baseURI).href : null;
}

whenRead(() => {
  const top = document.querySelector('.hand-in');
  const { assignment, content, title, save: script, key: publicKey = '' } = top.dataset;
  const graded = scenarios();
  const address = serviceAddress();
  startExercise({
    top, end: document.querySelector('.hand-in-end'), scenarios: graded, title, t: words(),
    about: { course: meta('course-id'), assignment, content, language: graded[0].view.language },
    service: address ? createService(address) : null,
    saver: script ? { script, publicKey } : null,
    elsewhere: meta('course-hand-in'),
    brought: carried(),
  });
});
