/** What a teacher does with the chosen answer: a level, a comment, and a next step where it is worrying. */

import { h } from '../../../../../widgets/scenario_quiz/static/dom.js';

const FIRST_PHRASE = 4;      // the key of the first phrase; 1 to 3 are the levels
const LAST_KEY = 9;

export function controls(page) {
  const { t, model, state } = page;
  const longest = model.get('longest');
  const area = h('textarea', { id: 'marking-comment', rows: 2, maxlength: longest, onblur: () => flush() });
  const levels = h('div', { class: 'marking-levels', role: 'group', 'aria-label': t('mark_level') });
  const phrases = h('div', { class: 'marking-phrases' });
  const worry = h('div', {});
  const label = h('label', { for: 'marking-comment' });
  const element = h('div', { class: 'marking-controls' }, levels, label, area, phrases, worry);
  let of = '';

  function key(text) {
    return state.keys ? h('kbd', { 'aria-hidden': 'true' }, text) : null;
  }
  const plain = (text, onclick, mark = null, more = {}) =>
    h('button', { type: 'button', class: 'marking-button', onclick, ...more }, text, mark && key(mark));

  /** Keep what is typed. */
  function flush() {
    if (of && of === state.current) page.comment(area.value.trim());
  }

  function insert(index) {
    const phrase = model.get('phrases')[index];
    if (!phrase) return;
    area.value = [area.value.trim(), phrase].filter(Boolean).join(' ').slice(0, longest);
    flush();
  }

  function drawLevels(answer) {
    const given = page.mark(answer);
    levels.replaceChildren(
      ...page.LEVELS.map((level, index) => plain(t(`mark_${level}`), () => page.give(level), index + 1, {
        'data-level': level,
        'aria-pressed': String(given.valid && page.level(answer) === level),
        'aria-label': t('mark_level_points', { level: t(`mark_${level}`), points: answer.points[level] }),
        'aria-keyshortcuts': state.keys ? index + 1 : null,
      })),
      plain(t('mark_undo'), page.undo, 'u', { 'aria-keyshortcuts': state.keys ? 'u' : null }));
  }

  function drawPhrases() {
    const known = model.get('phrases');
    const all = known.map((phrase, index) => h('li', {},
      plain(phrase, () => insert(index), index + FIRST_PHRASE <= LAST_KEY ? index + FIRST_PHRASE : null),
      h('button', { type: 'button', class: 'marking-drop', 'aria-label': t('mark_drop', { phrase }), onclick: () => page.dropPhrase(phrase) }, '×')));
    phrases.replaceChildren(
      known.length ? h('ul', { 'aria-label': t('mark_phrases') }, all) : h('p', { class: 'marking-hint' }, t('mark_no_phrases')),
      plain(t('mark_add'), () => area.value.trim() && page.addPhrase(area.value.trim())));
  }

  function drawWorry(answer) {
    const open = worry.querySelector('details')?.open && worry.dataset.of === answer.key;
    const raised = model.get('concerns').includes(answer.key);
    worry.dataset.of = answer.key;
    const steps = ['mark_worry_talk', 'mark_worry_promise', 'mark_worry_help', 'mark_worry_write'];
    worry.replaceChildren(h('details', { open }, h('summary', {}, t('mark_worry')),
      h('ol', {}, steps.map((step) => h('li', {}, t(step)))),
      h('ul', {}, model.get('help').map((line) => h('li', {},
        h('strong', {}, [line.name, line.number].filter(Boolean).join(' ')), ` ${line.what}`))),
      raised
        ? plain(t('mark_worry_handled'), () => page.worry(answer, false))
        : plain(t('mark_worry_seen'), () => page.worry(answer, true)),
      h('p', { class: 'marking-hint' }, t(raised ? 'mark_worry_kept' : 'mark_worry_why'))));
  }

  return {
    element,
    flush,
    insert,
    /** Leave what is typed as it is: an undo comes. */
    forget() { of = ''; },
    write: () => area.focus(),
    leave() {
      flush();
      element.closest('article').focus();
    },
    draw() {
      const answer = page.current();
      if (!answer) return;
      const typing = document.activeElement === area && of === answer.key;
      of = answer.key;
      if (!typing) area.value = page.mark(answer).comment;
      label.replaceChildren(t('mark_comment'), key('c') ?? '');
      drawLevels(answer);
      drawPhrases();
      drawWorry(answer);
    },
  };
}
