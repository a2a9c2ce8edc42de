/** Entry for Voila: the page on which a teacher marks open answers (an anywidget). Python: marking_page.py. */

import { h } from '../../../../widgets/scenario_quiz/static/dom.js';
import { translator } from '../../../../widgets/scenario_quiz/static/labels.js';
import { connection } from './connection.js';
import { answerList } from './marking/answers.js';
import { controls } from './marking/controls.js';
import { post } from './marking/post.js';
import { aside } from './marking/question.js';
import { top } from './marking/top.js';

/**
 * An answer as Python tells of it.
 * @typedef {{ key: string, question: string, class: string, text: string, most: number, points: Record<string, number> }} Answer
 * What a teacher gave: `valid` says whether it was given for this very answer.
 * @typedef {{ points: number|null, comment: string, valid: boolean }} Mark
 */

const NONE = { points: null, comment: '', valid: false };
const LEVELS = ['good', 'partly', 'not-yet'];

export default {
  render({ model, el }) {
    const t = translator(model.get('labels'));
    const send = post(model, t);
    /** @type {Map<string, Mark>} */
    const marks = new Map(Object.entries(model.get('marks')));
    const undone = [];
    const state = { question: '', group: '', current: '', names: false, keys: true };

    const mark = (answer) => marks.get(answer.key) ?? NONE;
    const shown = () => model.get('answers')
      .filter((one) => one.question === state.question && (!state.group || one.class === state.group));
    const current = () => shown().find((one) => one.key === state.current);

    function keep(answer, next) {
      undone.push({ answer, before: mark(answer) });
      write(answer, next);
    }
    function write(answer, next) {
      marks.set(answer.key, next);
      send('mark', { answer: answer.key, points: next.points, comment: next.comment });
      list.refresh(answer);
      progress();
    }

    const page = {
      t, model, state, mark, shown, current, LEVELS,
      /** The level with a mark's points, if there is one. @param {Answer} answer */
      level: (answer) => LEVELS.find((level) => mark(answer).points === answer.points[level]),
      give(level) {
        const answer = current();
        if (!answer) return;
        panel.flush();
        keep(answer, { ...mark(answer), points: answer.points[level], valid: true });
        said.textContent = t('mark_given', { level: t(`mark_${level}`), done: done(), count: shown().length });
        const all = shown();
        const from = all.indexOf(answer);
        const next = [...all.slice(from + 1), ...all.slice(0, from)].find((one) => !mark(one).valid);
        page.go(next ?? answer);
      },
      comment(text) {
        const answer = current();
        if (answer && text !== mark(answer).comment) keep(answer, { ...mark(answer), comment: text });
      },
      undo() {
        panel.forget();
        const last = undone.pop();
        if (!last) {
          said.textContent = t('mark_nothing_to_undo');
          return;
        }
        state.question = last.answer.question;
        if (state.group !== last.answer.class) state.group = '';
        write(last.answer, last.before);
        show(last.answer);
        said.textContent = t('mark_undone');
      },
      step(by) {
        const all = shown();
        const next = all[all.findIndex((one) => one.key === state.current) + by];
        if (next) page.go(next);
      },
      /** Go to an answer and read on from there. @param {Answer} answer */
      go(answer) {
        panel.flush();
        state.current = answer.key;
        list.choose(answer, true);
      },
      choose(question, group) {
        panel.flush();
        Object.assign(state, { question, group });
        show();
      },
      toggleNames() {
        state.names = !state.names;
        if (state.names) send('names', {});
        list.names();
        bar.draw();
      },
      toggleKeys() {
        state.keys = !state.keys;
        bar.draw();
        panel.draw();
      },
      worry: (answer, on) => send(on ? 'worry' : 'handled', { answer: answer.key }),
      addPhrase: (text) => send('add', { text }),
      dropPhrase: (text) => send('drop', { text }),
    };

    const done = () => shown().filter((one) => mark(one).valid).length;
    const progress = () => bar.progress(done(), shown().length);
    const said = h('p', { class: 'visually-hidden', role: 'status' });
    const bar = top(page);
    const panel = controls(page);
    const list = answerList(page, panel);
    const side = aside(page);
    const line = connection(model, t);

    function show(answer) {
      const all = shown();
      const start = answer ?? all.find((one) => !mark(one).valid) ?? all[0];
      state.current = start?.key ?? '';
      bar.draw();
      list.draw();
      side.draw();
      progress();
      if (start) list.choose(start, Boolean(answer));
    }

    function pressed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        if (event.key === 'Enter' && event.target.matches('textarea')) panel.leave();
        return;
      }
      if (event.target.matches('textarea')) {
        if (event.key === 'Escape') panel.leave();
        return;
      }
      if (!state.keys || event.target.matches('select, input[type=text]')) return;
      // By its place on the keyboard: on an AZERTY one the digits need Shift.
      const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? (/^[1-9]$/.test(event.key) ? event.key : 0));
      const actions = {
        j: () => page.step(1), ArrowDown: () => page.step(1), k: () => page.step(-1), ArrowUp: () => page.step(-1),
        u: page.undo, c: panel.write, n: page.toggleNames,
      };
      const action = digit > 3 ? () => panel.insert(digit - 4)
        : digit ? () => page.give(LEVELS[digit - 1])
          : actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    }

    const root = h('div', { class: 'marking scenario-quiz', lang: model.get('language'), onkeydown: pressed },
      h('header', { class: 'marking-top' }, h('h1', {}, `${t('mark_title')}: ${model.get('title')}`), bar.element),
      line.element, send.warning, said,
      h('div', { class: 'marking-columns' }, list.element, side.element));
    el.replaceChildren(root);

    const waiting = model.get('questions').find((one) =>
      model.get('answers').some((answer) => answer.question === one.id && !mark(answer).valid));
    state.question = (waiting ?? model.get('questions')[0])?.id ?? '';
    show();

    // Formgrader's marks come in a moment after the page; what this page itself gave since is newer.
    const fromElsewhere = () => {
      const mine = new Set(undone.map(({ answer }) => answer.key));
      for (const [key, value] of Object.entries(model.get('marks'))) if (!mine.has(key)) marks.set(key, value);
      list.refreshAll();
      panel.draw();
      progress();
    };
    const listeners = {
      'change:marks': fromElsewhere, 'change:names': list.names, 'change:phrases': panel.draw,
      'change:concerns': () => { list.refreshAll(); panel.draw(); },
    };
    for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
    return () => {
      send.stop();
      line.stop();
      for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
    };
  },
};
