/** The gate of a graded exercise: finds the service, asks who works here, and lets them in. */

import { button, focusOn, h } from './dom.js';
import { accountPanel, codeForm, explainError, greeting, message } from './hand-in.js';
import { load, save } from './storage.js';
import { startWork } from './work.js';

const WIPED = '#wiped';      // how the page that starts afresh knows why

/**
 * @typedef {object} Exercise      one graded exercise on a page
 * @property {HTMLElement} top      the panel before the first scenario (`div.hand-in`)
 * @property {HTMLElement} end      the panel after the last one
 * @property {{host: HTMLElement, view: import('./types.js').View}[]} scenarios
 * @property {{course: string, assignment: string, content: string, language: string}} about
 * @property {string} title
 * @property {import('./types.js').Translate} t
 * @property {{script: string, publicKey: string}|null} saver      what saves answers as a file, and for whose key
 * @property {ReturnType<import('./service.js').createService>|null} service      null: none is near this page
 * @property {string} elsewhere      where the school's hand-in service is, if not near; or ''
 * @property {object|null} brought      answers from a platform, for the pupil to take over
 */

/** @param {Exercise} exercise */
export function startExercise(exercise) {
  const { top, end, scenarios, about, t, service } = exercise;
  let work = null;
  let accounts = false;      // pupils sign in with an account, not with a code
  let outdated = false;      // the pupil goes on with an older version of the exercise

  /** Shows `element` in the upper panel, and what the scenarios wait for. */
  function wait(element, why) {
    if (work) work.stop();
    work = null;
    top.replaceChildren(element, h('p', { class: 'quiz-waiting' }, why));
    end.replaceChildren();
    for (const { host } of scenarios) host.hidden = true;
  }

  function enter(pupil, known) {
    if (work) work.stop();
    work = startWork(exercise, { pupil, known, lost, wake, left });
  }

  /** 'Klaar': where accounts are, the account's own session ends too. */
  function left() {
    work = null;      // what the service still says about this pupil comes too late
    if (accounts) return location.replace(service.signOutAddress);
    location.replace(WIPED);
    return location.reload();
  }

  async function begin() {
    if (!service) return enter(null, null);
    try {
      arrive(await service.course());
    } catch (error) {
      if (!error.code) throw error;
      const remembered = load(`${about.course}/pupil`);
      // Who was at work here goes on without the network; anyone else needs it for the code.
      if (remembered) enter(remembered, null);
      else if (error.code === 'no_service') enter(null, null);
      else wait(message(t('no_connection'), explainError(t, error), button(t('try_again'), begin, 'main', 'again')), t('waits_connection'));
    }
  }

  /** @param {object} state      what `GET course` said */
  function arrive(state) {
    const { pupil, assignments } = state;
    accounts = state.accounts;
    const known = assignments[about.assignment];
    if (!known) wait(message(t('not_open'), t('error_unknown_assignment')), t('not_open'));
    else if (known.content !== about.content && !work && !outdated) {
      // The service still takes answers to an older version, so a page that stays old is no dead end.
      const goOn = () => {
        outdated = true;
        arrive(state);
      };
      wait(message(t('stale'), t('stale_text'), button(t('reload'), () => location.reload()), button(t('stale_go_on'), goOn, 'quiet')), '');
    } else if (pupil && known.moment && !known.open && !known.handed_in && !work) {
      // The other form comes at the other moment, so its stories are not shown before.
      wait(message(t('not_open'), t('form_not_now'), h('a', { class: 'quiz-button quiz-main', href: 'check.html' }, t('form_where'))), '');
    } else if (pupil) {
      if (work && work.pupil && work.pupil.key === pupil.key && work.round === known.round) work.welcome(known);
      else enter(pupil, known);
    } else if (work) lost();
    else askCode();
  }

  const signInPanel = (reason) =>
    accountPanel({ t, reason, address: service.signInAddress(location.pathname + location.search) });

  function askCode() {
    if (accounts) return wait(signInPanel(t('account_reason')), t('waits_account'));
    const form = codeForm({ t, reason: t('code_reason'), send: signIn });
    if (location.hash !== WIPED) return wait(form, t('waits_code'));
    history.replaceState(null, '', location.pathname + location.search);
    wait(h('div', {}, message(t('wiped'), t('wiped_text')), form), t('waits_code'));
    return focusOn(top.querySelector('.quiz-panel-title'));
  }

  /** The session ended under way: the scenarios go on, kept in this browser, until the code is given again. */
  function lost() {
    if (accounts) work.ask(signInPanel(t('account_reason')));
    else if (!top.querySelector('.quiz-code')) work.ask(codeForm({ t, reason: t('error_no_session'), send: signIn }));
  }

  /** The page is looked at again: another device may have gone on. */
  async function wake() {
    const asker = work;
    const before = asker.handedIn();
    const state = await service.course().catch(() => null);
    if (!state || work !== asker) return;
    if (asker.handedIn() === before) arrive(state);
    else wake();      // what was said before the receipt came is old by now
  }

  async function signIn(code) {
    const { pupil } = await service.signIn(code);
    const leave = () => service.signOut().catch(() => {}).then(() => location.reload());
    const yes = () => {
      save(`${about.course}/pupil`, pupil);      // so that this one is let in, even where the network goes now
      return begin().then(() => focusOn(top.querySelector('.quiz-panel-title')));
    };
    const known = work && work.pupil && work.pupil.key === pupil.key;
    if (known) return yes();
    const question = greeting({ t, name: pupil.name, yes, no: leave });
    wait(question, t('waits_code'));      // also where another pupil's session ended: theirs is not for this one
    return focusOn(question.querySelector('.quiz-panel-title'));
  }

  begin();
}
