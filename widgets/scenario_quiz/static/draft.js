/**
 * A pupil's answers to one exercise: kept in this browser at once, on the service soon after, merged with
 * what another tab or device added. Nothing that was confirmed is ever dropped.
 */

import { buildAnswers, entry, mergeScenarios, newAttempt } from './answers.js';
import { load, save } from './storage.js';

const SOON = 800;      // milliseconds from a confirmed answer to the service, so that quick taps share a request
const RETRY = [2, 5, 10, 20, 40];      // seconds between tries while the service can't be reached
const CONFLICTS = 5;      // devices that write at the same moment settle well before this

/** What a browser keeps of one exercise before anything is answered. @param {string} content @param {number} round */
export const freshRecord = (content, round) =>
  ({ content, round, attempt: newAttempt(), scenarios: {}, drafts: {}, receipt: null, handingIn: false });

/**
 * @param {object} options
 * @param {string} options.key      where this browser keeps it
 * @param {{course: string, assignment: string, content: string, language: string}} options.about
 * @param {ReturnType<import('./service.js').createService>|null} options.service      null: this browser only
 * @param {number|null} options.round      how often the teacher opened the exercise again; null: the service can't say now
 * @param {(problem: import('./service.js').ServiceError|null) => void} options.changed      saved, or why not
 * @param {() => void} options.merged      answers came in from elsewhere
 */
export function openDraft({ key, about, service, round, changed, merged }) {
  const fresh = () => freshRecord(about.content, round || 0);
  let record = load(key) || fresh();
  if (record.content !== about.content) {
    // Answers to an older version can't be read with this one's options; they stay under a name of their own.
    save(`${key}/${record.content}`, record);
    record = fresh();
  }
  if (round !== null && (record.round || 0) !== round) {
    // Opened again: what was handed in is on the service, and so is what to go on from. What still waits to be sent stays.
    if (record.handingIn) record.round = round;
    else record = fresh();
  }
  let revision = 0;
  let pushed = '';
  let timer = 0;
  let failures = 0;
  let busy = null;
  let kept = true;
  let closed = false;      // what still comes in then is too late: it may have been wiped, or the next pupil be here

  const snapshot = () => JSON.stringify(record.scenarios);
  const answers = () => buildAnswers({ ...about, attempt: record.attempt, scenarios: record.scenarios });

  /** Takes in what other tabs kept and, before all of it, what another device did. */
  function takeIn(elsewhere = {}) {
    const stored = load(key);
    const otherTabs = stored && stored.content === record.content && stored.round === record.round ? stored.scenarios : {};
    const before = snapshot();
    record.scenarios = mergeScenarios(mergeScenarios(elsewhere, otherTabs), record.scenarios);
    if (snapshot() !== before) merged();
  }

  function keepHere(elsewhere) {
    if (closed) return;
    takeIn(elsewhere);
    kept = save(key, record);
  }

  /** Takes in the draft on the service. @param {{revision: number, answers: object|null}} stored */
  function takeDraft({ revision: latest, answers: remote }) {
    const usable = remote && remote.content === about.content;
    revision = latest;
    if (usable) keepHere(remote.scenarios);
    pushed = JSON.stringify(usable ? remote.scenarios : {});
  }

  async function push() {
    for (let conflicts = 0; snapshot() !== pushed; ) {
      const sending = snapshot();
      try {
        ({ revision } = await service.keepDraft(about.assignment, revision, answers()));
        pushed = sending;
      } catch (error) {
        if (error.code !== 'conflict' || ++conflicts > CONFLICTS) throw error;
        takeDraft(error.details);
      }
    }
  }

  /** Runs one exchange with the service at a time; a failure that may pass is tried again. */
  function exchange(action) {
    clearTimeout(timer);
    busy = (busy || Promise.resolve()).catch(() => {}).then(() => (closed ? null : action()));
    return busy.then((result) => {
      failures = 0;
      if (!closed) changed(null);
      return result;
    }, (error) => {
      if (!error.code) throw error;
      if (error.passing) later(1000 * Math.max(RETRY[Math.min(failures++, RETRY.length - 1)], error.details.retry_after || 0));
      if (!closed) changed(error);
      throw error;
    });
  }

  function later(delay) {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => self.sync().catch(() => {}), delay);
  }

  const self = {
    get receipt() { return record.receipt; },
    set receipt(receipt) {
      record.receipt = receipt;
      if (receipt) record.handingIn = false;
      keepHere();
    },
    get round() { return record.round || 0; },
    get handingIn() { return record.handingIn; },
    /** Whether this browser keeps it after the page closes. */
    get kept() { return kept; },
    entries: (scenario) => record.scenarios[scenario] || [],
    draft: (scenario, step) => (record.drafts[scenario] || {})[step],
    keep(scenario, step, answer) {
      record.drafts[scenario] = { ...record.drafts[scenario], [step]: answer };
      keepHere();
    },
    confirm(scenario, step, answer) {
      record.scenarios[scenario] = [...self.entries(scenario), entry(step, answer)];
      if (record.drafts[scenario]) delete record.drafts[scenario][step];
      keepHere();
      if (service) later(SOON);
    },
    /** Fetches what is on the service, merges, and sends what it does not have. */
    start: () => exchange(async () => {
      takeDraft(await service.draft(about.assignment));
      await push();
    }),
    /** Sends what the service does not have; goes on with a hand-in that was cut off. */
    sync: () => exchange(() => (record.handingIn ? send() : push())),
    /** Hands in: one attempt, with the same id however often it has to be sent. */
    handIn() {
      record.attempt = newAttempt();
      record.handingIn = true;
      keepHere();
      return self.sync();
    },
    /** The answers for a file; a file is an attempt of its own, unless it holds what was handed in. */
    file() {
      if (!record.receipt && !record.handingIn) record.attempt = newAttempt();
      keepHere();
      return answers();
    },
    takeIn,
    /** Takes over answers from elsewhere; what is here already counts first. @param {Record<string, import('./types.js').Entry[]>} scenarios */
    bring(scenarios) {
      record.scenarios = mergeScenarios(record.scenarios, scenarios);
      keepHere();
      merged();
      later(SOON);
    },
    close() {
      clearTimeout(timer);
      closed = true;
    },
  };

  async function send() {
    try {
      await push();
      record.receipt = await service.handIn(about.assignment, answers());
      record.handingIn = false;
    } catch (error) {
      if (!error.passing && error.code !== 'no_session') record.handingIn = false;
      throw error;
    } finally {
      keepHere();
    }
  }

  keepHere();
  return self;
}
