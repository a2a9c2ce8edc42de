/** A graded exercise at work: its scenarios, progress, handing in, and leaving this device. */

import { carryTo, usable } from './carry.js';
import { openDraft } from './draft.js';
import { button, focusOn, h } from './dom.js';
import { dateWords, explainError, feedbackPanel, message, receiptPanel, workPanel } from './hand-in.js';
import { loadSaver } from './save-later.js';
import { mountScenario } from './scenario.js';
import { ServiceError } from './service.js';
import { inPlatform, save, wipe } from './storage.js';

/**
 * @param {import('./exercise.js').Exercise} exercise
 * @param {object} who
 * @param {{name: string, key: string}|null} who.pupil      null: no service, so this browser's own
 * @param {import('./types.js').Standing|null} who.known      what the service says; null while it can't be reached
 * @param {() => void} who.lost      called when the session has ended
 * @param {() => void} who.left      called when nothing of the pupil is on this device any more
 * @param {() => void} who.wake      called when the page is looked at again
 */
export function startWork({ top, end, scenarios, about, title, t, service, saver, elsewhere, brought }, { pupil, known, lost, wake, left }) {
  const total = scenarios.length;
  const listening = new AbortController();
  const key = `${about.course}/graded/${about.assignment}/${pupil ? pupil.key : 'here'}`;
  const remote = pupil ? service.of(pupil.key) : null;
  let open = true;
  let dates = '';
  let problem = null;
  let sent = false;      // the service has all that this page knows of
  let drawnStage = '';

  const draft = openDraft({ key, about, service: remote, round: known ? known.round : null, changed, merged: () => refresh() });
  const stage = () => (draft.receipt ? 'handed in' : draft.handingIn ? 'handing in' : open ? 'open' : 'closed');
  const locked = () => stage() !== 'open';
  const panel = workPanel({ t, name: pupil && pupil.name, leave });
  const status = h('p', { class: 'quiz-status', role: 'status' });
  const last = h('div', {});
  const aside = h('div', {});      // saving as a file

  const quizzes = scenarios.map(({ host, view }, index) => mountScenario(host, {
    view,
    t,
    kicker: t('situation_of', { number: index + 1, total }),
    onward: () => (locked() ? null : button(t('next'), () => goOn(index), 'main', 'on')),
    store: {
      entries: () => draft.entries(view.id),
      draft: (step) => draft.draft(view.id, step),
      keep: (step, answer) => draft.keep(view.id, step, answer),
      confirm(step, answer) {
        draft.confirm(view.id, step, answer);
        sent = false;
        showProgress();
        drawEnd();
      },
      locked,
    },
  }));

  const unfinished = () => quizzes.filter((quiz) => !quiz.done());

  /** To the next scenario that is not done, or to handing in. */
  function goOn(index) {
    const next = [...quizzes.slice(index + 1), ...quizzes.slice(0, index)].find((quiz) => !quiz.done());
    if (next) next.focus();
    else focusOn(last.querySelector('.quiz-panel-title'));
  }

  function savedWords() {
    if (draft.receipt) return '';
    if (!draft.kept && (problem || !remote)) return t('saved_nowhere');
    if (!remote) return t('saved_here');
    if (sent) return t('saved');
    const why = problem && problem.code !== 'no_session' ? explainError(t, problem) : '';      // the code form says that one
    return `${t('saved_waiting')} ${why}`;
  }

  function showProgress() {
    panel.show(total - unfinished().length, total, savedWords());
  }

  function refresh() {
    top.dataset.done = String(Boolean(draft.receipt));      // for the page around it
    quizzes.forEach((quiz) => quiz.refresh());
    showProgress();
    if (stage() !== drawnStage) drawEnd();
    drawnStage = stage();
  }

  /** An exchange with the service went well (null) or did not. @param {ServiceError|null} error */
  function changed(error) {
    const handingIn = drawnStage === 'handing in';
    const watched = end.contains(document.activeElement);
    problem = error;
    sent = !error;
    if (error && error.code === 'closed') open = false;
    if (error && error.code === 'no_session') lost();
    refresh();
    if (!handingIn) return;
    if (error) status.textContent = `${explainError(t, error)} ${draft.handingIn ? t('hand_in_waiting') : ''}`;
    else if (draft.receipt) arrived(watched);
  }

  /** The receipt is there. @param {boolean} watched      the pupil waits for it, so focus may go there */
  function arrived(watched) {
    status.textContent = watched ? '' : t('receipt_title');
    top.replaceChildren(panel.element, receiptPanel({ t, receipt: draft.receipt, title }));
    if (watched) focusOn(last.querySelector('.quiz-panel-title'));
  }

  /** Where to hand in, without a service near. */
  function aloneEnd() {
    if (!inPlatform) return message(t('alone_title'), t('alone_end'));
    if (!elsewhere) return message(t('upload_title'), t('upload_end'));
    const carry = () => window.open(carryTo(elsewhere, draft.file()), '_blank', 'noopener');
    return message(t('carry_title'), t('carry_text'), button(t('carry'), carry));
  }

  /** Asks whether to take over what came from a platform, until the pupil has said so. */
  function offer() {
    if (!brought || draft.receipt || !open) return;
    const done = () => {
      brought = null;
      panel.notice.replaceChildren();
    };
    const takeOver = () => {
      draft.bring(usable(brought, scenarios.map(({ view }) => view)));
      done();
    };
    const fits = brought.course === about.course && brought.content === about.content;
    panel.notice.replaceChildren(fits
      ? message(t('carried_title'), t('carried_text'), button(t('carried_yes'), takeOver), button(t('carried_no'), done, 'quiet'))
      : message(t('carried_title'), t('carried_old')));
  }

  function drawEnd() {
    aside.replaceChildren();
    if (saver && !draft.receipt) {
      const only = !remote && !elsewhere;      // then it is the way to hand in, and is said to be
      if (!only || !inPlatform) aside.append(h('p', {}, t('save_hint')));
      aside.append(h('p', {}, button(t('save'), saveFile, only ? 'main' : 'quiet')));
    }
    if (!remote) last.replaceChildren(aloneEnd());
    else if (draft.receipt) {
      last.replaceChildren(receiptPanel({ t, receipt: draft.receipt, title }, button(t('leave'), leave, 'quiet')));
    }
    else if (!open) last.replaceChildren(message(t('not_open'), dates || t('error_closed')));
    else if (draft.handingIn) last.replaceChildren(message(t('hand_in_busy'), null));
    else last.replaceChildren(message(t('hand_in_title'), t('hand_in_text'), button(t('hand_in'), ask)));
  }

  /** Hands in at once when all is done; else says what is still open, and asks once. */
  function ask() {
    const left = unfinished();
    if (!left.length) return handIn();
    const links = left.map((quiz) => h('li', {}, button(quiz.title, quiz.focus, 'link')));
    const question = message(t('open_title', { count: left.length }), t('open_text'),
      button(t('open_go_on'), left[0].focus), button(t('open_hand_in'), handIn, 'quiet'));
    question.firstChild.after(h('ul', { class: 'quiz-open' }, links));
    last.replaceChildren(question);
    return focusOn(question.querySelector('.quiz-panel-title'));
  }

  function handIn() {
    draft.handIn().catch(ignoreKnown);
    status.textContent = '';
    refresh();
    focusOn(last.querySelector('.quiz-panel-title'));
  }

  /** Gives the answers as one file, whether or not a service is near. */
  async function saveFile() {
    let panel;
    try {
      const { save: saveAs } = await loadSaver(saver.script);
      panel = await saveAs({ answers: draft.file(), publicKey: saver.publicKey, open: unfinished().length, t });
    } catch {
      panel = message(t('save_failed'), null, button(t('try_again'), saveFile, 'main', 'again'));
    }
    aside.replaceChildren(panel);
    focusOn(panel.querySelector('.quiz-panel-title'));
  }

  /** 'Klaar': nothing of this pupil stays on this device, and nothing is lost by that. */
  async function leave() {
    try {
      if (open && !draft.receipt) await draft.sync();
      await service.signOut();
    } catch (error) {
      if (!error.code) throw error;
      if (error.code === 'no_session' && !draft.receipt) return;      // `lost` has asked for the code
      if (error.passing) {
        status.textContent = `${t('leave_not_yet')} ${explainError(t, error)}`;
        panel.notice.replaceChildren(message(t('leave_not_yet'), explainError(t, error)));
        return;
      }
    }
    self.stop();
    wipe(`${about.course}/`);
    left();
  }

  /** @param {import('./types.js').Standing} state */
  function welcome(state) {
    open = state.open;
    dates = dateWords(t, state);
    panel.dates.textContent = draft.receipt || state.handed_in ? '' : dates;
    draft.receipt = state.handed_in;
    panel.notice.replaceChildren();
    save(`${about.course}/pupil`, pupil);
    top.replaceChildren(panel.element,
      ...(state.feedback ? [feedbackPanel({ t, address: service.feedbackAddress(about.assignment) })] : []),
      ...(draft.receipt ? [receiptPanel({ t, receipt: draft.receipt, title })] : []));
    refresh();
    offer();
    if (!draft.receipt) draft.start().then(() => draft.handingIn && draft.sync()).catch(ignoreKnown);
  }

  function ignoreKnown(error) {
    if (!(error instanceof ServiceError)) throw error;      // `changed` has said what is wrong
  }

  function listen() {
    const { signal } = listening;
    window.addEventListener('online', wake, { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal });
    window.addEventListener('storage', (event) => {
      if (event.key !== key) return;
      if (event.newValue === null) location.reload();      // wiped in another tab
      else draft.takeIn();
    }, { signal });
  }

  const self = {
    pupil,
    round: draft.round,
    handedIn: () => Boolean(draft.receipt),
    welcome,
    /** Shows a question to the pupil without taking the scenarios away. @param {HTMLElement} question */
    ask: (question) => panel.notice.replaceChildren(question),
    stop() {
      listening.abort();
      draft.close();
    },
  };

  if (!remote) panel.notice.append(inPlatform ? message(t('upload_title'), t(elsewhere ? 'carry_hint' : 'upload_text')) : message(t('alone_title'), t('alone_text')));
  top.replaceChildren(panel.element);
  end.replaceChildren(last, aside, status);
  refresh();
  if (remote) listen();
  if (known) welcome(known);
  else if (remote) draft.sync().catch(ignoreKnown);
  return self;
}
