/** Entry of the page that a platform opens: the course in a frame, one session with the platform around it. */

import { connect } from './platform/api.js';
import { createKeeper, ownerOf } from './platform/keeper.js';
import { interaction, standing, timespan } from './platform/report.js';
import { openWork } from './platform/work.js';

const PATIENCE = 20000;      // milliseconds until the platform is asked again to keep what it did not

/** @type {import('./platform/work.js').Outline} */
const outline = JSON.parse(document.getElementById('course-outline').textContent);
const frame = document.querySelector('iframe');
const bar = document.querySelector('[role="status"]');

connect(window).then(begin);

/** The session, from the page where the pupil was. @param {import('./platform/api.js').Platform|null} platform */
function begin(platform) {
  const looking = platform !== null && ['browse', 'review'].includes(platform.get('cmi.core.lesson_mode'));
  const learner = platform ? platform.get('cmi.core.student_id') : '';
  let timer = 0;
  const keeper = createKeeper(platform && !learner ? null : ownerOf(learner), soon);
  const work = openWork(outline, keeper, platform ? platform.get('cmi.suspend_data') : '');

  const began = Date.now();
  let lastAnswer = began;
  let language = outline.languages[0];
  const told = new Set(work.decisions().map(({ id }) => id));
  // A platform that does not count them gets no two under one number.
  let interactions = Number((platform && platform.get('cmi.interactions._count')) || told.size);
  const sent = new Map();      // what the platform has been given, by element
  let state = 'kept';
  let ended = false;

  /** Gives the platform what is new, and asks it to keep that; once more later, if it does not. */
  function give(news, whole) {
    tellDecisions();
    const elements = [...news, ['cmi.core.exit', 'suspend'], ['cmi.core.session_time', timespan(Date.now() - began)]];
    const taken = elements.map(([element, value]) => platform.set(element, value));
    if (platform.commit() && !taken.includes(false)) {
      for (const [element, value] of news) sent.set(element, value);
      state = whole ? 'kept' : 'full';
    } else {
      state = 'failed';
      timer = setTimeout(sync, PATIENCE);
    }
  }

  function tellDecisions() {
    for (const decision of work.decisions().filter(({ id }) => !told.has(id))) {
      const now = Date.now();
      const elements = interaction(decision, now - lastAnswer);
      // A platform without interactions, for they are optional, still has the answers.
      const taken = elements.map(([name, value]) => platform.set(`cmi.interactions.${interactions}.${name}`, value));
      if (taken[0]) interactions += 1;
      told.add(decision.id);
      lastAnswer = now;
    }
  }

  /** Tells the platform how things stand, and the pupil whether it keeps them. @param {boolean} [leaving]      the last chance for a while */
  function sync(leaving = false) {
    clearTimeout(timer);
    work.read();
    if (platform && !looking && !ended) {
      const { text, whole } = work.packed();
      const news = [
        ['cmi.suspend_data', text],
        ['cmi.core.lesson_location', whereabouts()],
        ...standing(...work.done(), outline.mastery),
      ].filter(([element, value]) => sent.get(element) !== value);
      if (news.length || leaving) give(news, whole);
    }
    show();
  }

  /** After what the page does now, so that the pupil sees the next step first. */
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(sync, 0);
  }

  function show() {
    const where = !platform ? 'absent' : looking ? 'look' : state;
    const words = outline.words[language];
    const text = words[`platform_${keeper.lasting ? where : where === 'kept' ? 'kept_only' : 'nowhere'}`];
    bar.classList.toggle('wrong', where !== 'kept');
    if (bar.textContent !== text) bar.textContent = text;
  }

  /** The page in the frame as [language, page], or null. @param {string} path */
  function pageOf(path) {
    const [folder, file = ''] = path.split('/').slice(-2);
    const page = file.replace(/\.html$/, '');
    return outline.languages.includes(folder) && outline.pages.includes(page) ? [folder, page] : null;
  }

  /** Where the pupil is, such as `nl/privacy#part_2`. */
  function whereabouts() {
    const [folder, page] = pageOf(frame.contentWindow.location.pathname) || [];
    if (!page) return sent.get('cmi.core.lesson_location') || bookmark;
    const place = work.placeOn(page);
    return `${folder}/${page}${place ? `#${place}` : ''}`.slice(0, 255);
  }

  /** Opens the page where the pupil was, if this package has it. @param {string} bookmark */
  function open(bookmark) {
    const [path, place = ''] = bookmark.split('#');
    const known = pageOf(`/${path}`);
    const id = /^[\w-]*$/.test(place) && place ? `#${place}` : '';
    frame.src = known ? `${known.join('/')}.html${id}` : `${language}/${outline.pages[0]}.html`;
  }

  /** A page has come: its title, its language, and links to elsewhere in a window of their own. */
  function arrived() {
    const page = frame.contentDocument;
    if (!page || !pageOf(frame.contentWindow.location.pathname)) return;
    [language] = pageOf(frame.contentWindow.location.pathname);
    document.documentElement.lang = language;
    document.title = page.title;
    frame.title = outline.words[language].platform_frame;
    for (const link of page.querySelectorAll('a[href^="http"]')) Object.assign(link, { target: '_blank', rel: 'noopener' });
    lastAnswer = Date.now();
    sync();
  }

  const bookmark = platform ? platform.get('cmi.core.lesson_location') : '';
  window.courseKeeper = keeper;
  frame.addEventListener('load', arrived);
  addEventListener('online', () => state === 'failed' && sync());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && sync(true));
  addEventListener('pagehide', () => {
    sync(true);
    clearTimeout(timer);
    ended = true;      // some browsers say only now that the page is hidden
    if (platform) platform.finish();
  });
  // The session has ended; a page that comes back needs a new one.
  addEventListener('pageshow', ({ persisted }) => persisted && window.location.reload());
  open(bookmark);
}
