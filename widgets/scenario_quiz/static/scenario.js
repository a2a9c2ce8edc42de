/**
 * Walks one scenario: situation, step, confirm, feedback or the next step, ending.
 *
 * Practice shows feedback after every step, and lets the pupil go back, repair and start again; the first
 * answers stay in the log. Graded work shows none: a confirmed answer is locked and the next step follows.
 */

import { button, focusOn, h, icon, paragraphs } from './dom.js';
import { drawEnding, drawFeedback } from './feedback.js';
import { kinds } from './kinds/index.js';
import { drawPath, drawWalk } from './path.js';
import { after, firstPath, lastPath, score } from './scoring.js';
import { drawSituation } from './situations/index.js';

const PAUSE = 300;      // milliseconds without typing before a text is kept

/**
 * @param {HTMLElement} host      what it holds is replaced
 * @param {object} options
 * @param {import('./types.js').View} options.view
 * @param {import('./types.js').Translate} options.t
 * @param {import('./types.js').Store} options.store
 * @param {string} [options.kicker]      a short line above the title
 * @param {() => Node|null} [options.onward]      what follows on a graded scenario that is done
 * @returns {{title: string, refresh: () => void, focus: () => void, done: () => boolean, answered: () => number}}
 *   `refresh` draws again when the log changed elsewhere; `done` and `answered` go by the first answers
 */
export function mountScenario(host, { view, t, store, kicker, onward }) {
  const practice = view.use === 'practice';
  const prefix = ['quiz', view.assignment, view.id].join('-');
  const body = h('div', { class: 'quiz-body' });
  const status = h('p', { class: 'quiz-status', role: 'status' });
  const heading = host.querySelector('h2, h3') || h('h3', {}, view.title);
  heading.id = `${prefix}-title`;
  heading.className = 'quiz-title';
  const level = Number(heading.tagName[1]) + 1;
  host.setAttribute('aria-labelledby', heading.id);
  host.lang = view.language;

  let path = [];
  let asking = true;      // a step waits for an answer; else the feedback on the last one shows
  let drawn = '';      // what the page shows, so that a refresh leaves alone what has not changed
  let typing = 0;

  /** The step or ending where the path stands. */
  const here = () => (path.length ? after(view, path[path.length - 1]) : view.start);
  const walked = () => (practice ? lastPath : firstPath)(view, store.entries());

  const situation = ({ show }) => (show ? drawSituation(show, t) : null);

  const standing = () => JSON.stringify([path, store.locked()]);

  function restore() {
    path = walked();
    asking = !practice || path.length === 0;
  }

  function say(words, visible = false) {
    status.textContent = words;
    status.classList.toggle('quiz-unseen', !visible);
  }

  function confirm(step, answer) {
    clearTimeout(typing);
    store.confirm(step, answer);
    path = walked();
    asking = !practice;
    draw();
    say(practice ? body.querySelector('.quiz-note-text').textContent : t('saved'));
    focusOn(body.querySelector(practice ? '.quiz-headline' : '.quiz-step, .quiz-done .quiz-headline'));
  }

  /** Practice only: goes back to a step, so that it can be answered again. */
  function goTo(step) {
    const visited = path.findIndex((visit) => visit.step === step);
    if (visited >= 0) path = path.slice(0, visited);
    asking = true;
    draw();
    say(t('first_kept'), true);
    focusOn(body.querySelector('.quiz-step'));
  }

  function goOn() {
    asking = true;
    draw();
    say('');
    focusOn(body.querySelector('.quiz-step, .quiz-ending .quiz-headline'));
  }

  function drawStep(id) {
    const step = view.steps[id];
    const kind = kinds[step.kind];
    const name = `${prefix}-${id}`;
    const field = kind.draw(step, { name, t, say });
    const draft = store.draft(id);
    if (draft !== undefined && (kind.begins || kind.fits)(step, draft)) kind.restore(field, draft);
    const keep = () => {
      clearTimeout(typing);
      store.keep(id, kind.read(field));
    };
    const keepSoon = () => {
      clearTimeout(typing);
      typing = setTimeout(keep, PAUSE);
    };
    const submit = (event) => {
      event.preventDefault();
      const answer = kind.read(field);
      if (answer !== null && kind.fits(step, answer)) return confirm(id, answer);
      say(t(kind.incomplete), true);
      focusOn(field.querySelector('input:invalid') || field.querySelector('input, textarea, button'));
    };
    const { skip } = kind;
    return h('form', { class: 'quiz-step', novalidate: true, 'aria-label': `${view.title}: ${t('question', { number: path.length + 1 })}`, onsubmit: submit, oninput: keepSoon, onchange: keep },
      h('div', { class: 'quiz-story' }, paragraphs(step.situation)),
      kind.tapsIn ? null : situation(step),
      field,
      h('div', { class: 'quiz-actions' },
        h('button', { type: 'submit', class: 'quiz-button quiz-main' }, t('confirm')),
        skip && button(t(skip.label), () => confirm(id, skip.answer), 'quiet')));
  }

  function drawDone() {
    return h('div', { class: 'quiz-done' },
      h(`h${level}`, { class: 'quiz-headline' }, icon('good'), t('done_title')),
      h('p', {}, t(store.locked() ? 'done_locked' : 'done_text')),
      onward && onward());
  }

  function drawPractice() {
    const last = path[path.length - 1];
    const next = here();
    const ended = !view.steps[next];
    const ending = ended && next !== null ? view.endings[next] : null;
    // An ending waits for a tap: the feedback comes first. Without one there is nothing to wait for.
    const showsEnd = ended && (asking || !ending);
    const result = score(view, store.entries());
    return [
      drawPath(view, path.slice(0, -1), t),
      drawFeedback(view.steps[last.step], last.answer, { t, level }),
      showsEnd
        ? drawEnding(ending, { t, level, result, back: goTo, restart: () => goTo(view.start) })
        : h('div', { class: 'quiz-actions' }, button(t(ending ? 'see_ending' : 'next'), goOn, 'main', 'on')),
      showsEnd ? drawWalk(view, path, t) : null,
    ];
  }

  /** Whether the first answers went all the way. */
  function done() {
    const steps = firstPath(view, store.entries());
    return steps.length > 0 && !view.steps[after(view, steps[steps.length - 1])];
  }

  function draw() {
    drawn = standing();
    host.dataset.done = String(done());      // for the page around it
    const step = here();
    let parts;
    if (asking && view.steps[step] && !store.locked()) parts = [drawPath(view, path, t), drawStep(step)];
    else if (practice) parts = drawPractice();
    else parts = [drawPath(view, path, t), view.steps[step] ? h('p', { class: 'quiz-hint' }, t('not_finished')) : drawDone()];
    const story = [h('div', { class: 'quiz-story' }, paragraphs(view.situation)), situation(view)];
    body.replaceChildren(...[...story, ...parts].filter(Boolean));
  }

  restore();
  draw();
  host.replaceChildren(
    h('div', { class: 'quiz-head' }, kicker ? h('p', { class: 'quiz-kicker' }, kicker) : null, heading), body, status);
  host.classList.add('quiz-live');
  host.hidden = false;

  return {
    refresh() {
      const wasAsking = asking;
      restore();
      if (standing() === drawn) asking = wasAsking;
      else draw();
    },
    title: view.title,
    focus: () => focusOn(heading),
    answered: () => firstPath(view, store.entries()).length,
    done,
  };
}
