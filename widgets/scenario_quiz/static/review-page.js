/** Entry for the review page: of all its situations it brings today's to life, and remembers how they went. */

import { h } from './dom.js';
import { meta, scenarios, whenRead, words } from './page.js';
import { practiceStore } from './practice-store.js';
import { afterAnswer, daysUntil, dayOf, forToday, sound } from './schedule.js';
import { mountScenario } from './scenario.js';
import { score } from './scoring.js';
import { load, save, wipe } from './storage.js';

const COURSE = meta('course-id');
const KEY = `${COURSE}/practice/review`;      // among the practice answers, so that what wipes those wipes this
const GOOD = 0.75;      // the share of a rule's points from which it was answered well

/**
 * The rules that stand on a page which this browser has worked through.
 * @param {Record<string, string[]>} taught      pages by rule
 */
function rulesRead(taught) {
  const pages = load(`${COURSE}/reader`)?.pages || {};
  const isRead = (page) => Array.isArray(pages[page]) && pages[page][1] > 0 && pages[page][0] >= pages[page][1];
  return new Set(Object.keys(taught).filter((rule) => taught[rule].some(isRead)));
}

/**
 * Whether each rule of a scenario was answered well the first time.
 * @param {import('./types.js').View} view @param {import('./types.js').Entry[]} entries
 */
function judge(view, entries) {
  const good = {};
  for (const { step, points } of score(view, entries).steps) {
    for (const { id } of view.steps[step].rules) good[id] = good[id] !== false && points >= GOOD * view.steps[step].max;
  }
  return good;
}

whenRead(() => {
  const t = words();
  const today = dayOf(new Date());
  const top = document.querySelector('.review');
  const taught = JSON.parse(top.querySelector('script').textContent);
  const all = scenarios().map(({ host, view }) => {
    const rules = new Set(Object.values(view.steps).flatMap((step) => step.rules.map(({ id }) => id)));
    return { id: view.id, rules: [...rules], host, view };
  });
  const kept = () => sound(load(KEY), today);
  const inDays = new Intl.RelativeTimeFormat(t('locale'), { numeric: 'auto' });
  const when = (rules) => inDays.format(daysUntil(kept(), rules, today), 'day');

  if (kept().day !== today) wipe(`${KEY}/`);      // a situation that comes back starts afresh
  const lasts = save(KEY, { ...kept(), day: today });
  const { done, now } = forToday(kept(), all, rulesRead(taught), today);
  const open = new Set(now);
  const end = h('p', { class: 'review-end', role: 'status' });

  function close() {
    const rules = all.flatMap((each) => each.rules);
    const met = done.length + now.length > 0;
    if (!open.size) end.textContent = t(met ? 'review_done' : 'review_rest', { when: when(rules) });
  }

  function start({ id, rules, host, view }) {
    const store = practiceStore(`${KEY}/${id}`);
    const back = h('p', { class: 'review-back', role: 'status' });
    const tell = () => {
      const well = !Object.values(judge(view, store.entries())).includes(false);
      back.textContent = t(well ? 'review_good' : 'review_again', { when: when(rules) });
    };
    const settle = () => {
      if (!quiz.done() || !open.delete(id)) return;
      save(KEY, afterAnswer(kept(), id, judge(view, store.entries()), today));
      tell();
      close();
    };
    const confirm = (step, answer) => {
      store.confirm(step, answer);
      queueMicrotask(settle);      // once the answer shows
    };
    const quiz = mountScenario(host, { view, t, store: { ...store, confirm }, kicker: t('practice') });
    host.append(back);
    top.append(host);
    if (open.has(id)) settle();      // another tab, or a visit that broke off
    else tell();
  }

  top.querySelector('h2').textContent = t('review_title');
  if (now.length) top.append(h('p', {}, t('review_today', { count: now.length })));
  if (!lasts) top.append(h('p', { class: 'review-note' }, t('review_not_kept')));
  for (const { host } of all) host.remove();
  for (const id of [...done, ...now]) start(all.find((each) => each.id === id));
  top.append(end);
  top.classList.add('review-live');
  close();

  // Another tab went on, or wiped; or midnight has passed.
  window.addEventListener('storage', ({ key }) => key === KEY && location.reload());
  document.addEventListener('visibilitychange', () => dayOf(new Date()) !== today && location.reload());
});
