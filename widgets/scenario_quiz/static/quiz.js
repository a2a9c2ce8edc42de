/** Entry for Jupyter and Voila: the ScenarioQuiz widget (anywidget), its answers synced with Python. */

import { entry } from './answers.js';
import { h } from './dom.js';
import { translator } from './labels.js';
import { mountScenario } from './scenario.js';

const PATIENCE = 5000;      // milliseconds within which a confirmed answer is safe, or the pupil is told

/** Answers live in the model; what is not confirmed yet lives as long as the page. @param {any} model @param {Map<string, unknown>} drafts */
function modelStore(model, drafts, progressed) {
  return {
    entries: () => model.get('answers'),
    draft: (step) => drafts.get(step),
    keep: (step, answer) => drafts.set(step, answer),
    confirm(step, answer) {
      drafts.delete(step);
      model.set('answers', [...model.get('answers'), entry(step, answer)]);
      progressed();
      model.save_changes();
    },
    locked: () => false,
  };
}

/**
 * A warning for when a confirmed answer is not saved: no disk, or no kernel any more. Where nobody saves, it is silent.
 * @param {any} model
 */
function safety(model) {
  const warning = h('p', { class: 'quiz-status', role: 'alert' });
  const safe = () => model.get('saved') === null || model.get('saved') >= model.get('answers').length;
  let timer = 0;
  return {
    warning,
    watch() {
      clearTimeout(timer);
      if (safe()) warning.textContent = '';
      else timer = setTimeout(() => { warning.textContent = translator(model.get('labels'))('not_saved'); }, PATIENCE);
    },
    stop: () => clearTimeout(timer),
  };
}

export default {
  render({ model, el }) {
    const drafts = new Map();
    const { warning, watch, stop } = safety(model);
    let quiz;
    function show() {
      const view = model.get('view');
      const t = translator(model.get('labels'));
      const host = h('section', { class: 'scenario-quiz' });
      const progressed = () => model.set('progress', { answered: quiz.answered(), done: quiz.done() });
      el.replaceChildren(host, warning);
      quiz = mountScenario(host, { view, t, store: modelStore(model, drafts, progressed), kicker: t(view.use) });
    }
    // Answers that this page confirmed are drawn already; `refresh` keeps where the pupil is.
    const refresh = () => quiz.refresh();
    show();
    model.on('change:view change:labels', show);
    model.on('change:answers', refresh);
    model.on('change:answers change:saved', watch);
    return () => {
      stop();
      model.off('change:view change:labels', show);
      model.off('change:answers', refresh);
      model.off('change:answers change:saved', watch);
    };
  },
};
