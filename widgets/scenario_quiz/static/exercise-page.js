/** Entry for the page of a graded exercise. Works from file:// too, where there is no service. */

import { carried } from './carry.js';
import { startExercise } from './exercise.js';
import { meta, nearService, scenarios, whenRead, words } from './page.js';

whenRead(() => {
  const top = document.querySelector('.hand-in');
  const { assignment, content, title, save: script, key: publicKey = '' } = top.dataset;
  const graded = scenarios();
  startExercise({
    top, end: document.querySelector('.hand-in-end'), scenarios: graded, title, t: words(),
    about: { course: meta('course-id'), assignment, content, language: graded[0].view.language },
    service: nearService(),
    saver: script ? { script, publicKey } : null,
    elsewhere: meta('course-hand-in'),
    brought: carried(),
  });
});
