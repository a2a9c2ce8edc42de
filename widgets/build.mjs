/** Bundles the front end into `scenario_quiz/bundle/`: the quiz, its pages, the teacher's pages, and the site's scripts. */

import { build } from 'esbuild';

const QUIZ = 'scenario_quiz/static';
const SITE = '../publishing/course_site';
const SHARED = { outdir: 'scenario_quiz/bundle', minify: true, charset: 'utf8', logLevel: 'warning' };
const SCRIPT = { ...SHARED, target: 'es2020' };
const STYLE = { ...SHARED, target: ['chrome90', 'firefox90', 'safari15'] };
const TEACHER = ['marking', 'explore'];

/** @param {string} ending */
const teachers = (ending) => Object.fromEntries(TEACHER.map((name) => [name, `${SITE}/teacher/static/${name}.${ending}`]));
const pages = ['practice', 'exercise', 'check', 'review', 'platform'];

await Promise.all([
  // Pages load them by a tag, also from file://.
  build({
    ...SCRIPT, bundle: true, format: 'iife',
    entryPoints: Object.fromEntries(pages.map((name) => [name, `${QUIZ}/${name}-page.js`])),
  }),
  build({ ...SCRIPT, bundle: true, format: 'iife', globalName: 'courseSaver', entryPoints: { save: `${QUIZ}/save.js` } }),
  // Widgets are modules.
  build({ ...SCRIPT, bundle: true, format: 'esm', entryPoints: { quiz: `${QUIZ}/quiz.js`, ...teachers('js') } }),
  build({ ...STYLE, bundle: true, entryPoints: { quiz: `${QUIZ}/quiz.css`, ...teachers('css') } }),
  // Two scripts of one page, of which the second stands on the first.
  build({ ...SCRIPT, entryPoints: ['reader', 'welcome'].map((name) => `${SITE}/theme/scripts/${name}.js`) }),
]);
