/**
 * The shapes that the modules share (types only; nothing here runs).
 *
 * @typedef {'good'|'harm'|'overcautious'} Verdict
 * @typedef {string|string[]} Answer      choice: option id; select: option ids; open: text
 * @typedef {{step: string, answer: Answer, time: string}} Entry      one line of the append-only log
 * @typedef {{id: string, title: string, text: string, href: string}} Rule
 * @typedef {{id: string, text: string, next: string|null,
 *   verdict?: Verdict, points?: number, feedback?: string}} Option      the second row in practice only
 * @typedef {{kind: string, situation: string|null, prompt: string, max: number, next: string|null,
 *   options?: Option[], max_length?: number,
 *   skill?: string, rules?: Rule[], fine?: boolean, feedback?: string, anchor?: string}} Step
 * @typedef {{outcome: 'good'|'harm', text: string, repair: string|null, back_to: string|null}} Ending
 * @typedef {{use: 'practice'|'graded', assignment: string, id: string, language: string, title: string,
 *   situation: string, max: number, start: string, steps: Record<string, Step>,
 *   endings?: Record<string, Ending>}} View
 * @typedef {(key: string, values?: Record<string, unknown>) => string} Translate
 *
 * @typedef {object} Note      one line of practice feedback
 * @property {boolean} own      about what the pupil chose (shown first), or about another option
 * @property {Verdict|'neutral'} tone
 * @property {string} mark      the tone in words; empty where the headline says it
 * @property {string} text
 * @property {string} feedback
 *
 * @typedef {object} Kind      a question kind: one file in kinds/, listed in kinds/index.js
 * @property {(step: Step, context: {name: string, t: Translate}) => HTMLElement} draw
 *   the question with its controls; `name` is unique on the page
 * @property {(element: HTMLElement) => Answer|null} read      what is filled in; null when nothing is yet
 * @property {(element: HTMLElement, answer: Answer) => void} restore      fills `answer` in again
 * @property {(step: Step, answer: Answer) => {points: number, verdict: Verdict}|null} score
 *   practice only; null where a teacher marks
 * @property {(step: Step, answer: unknown) => boolean} fits      whether it can be an answer to this step
 * @property {(step: Step, answer: Answer, t: Translate) => string} words      the answer as a pupil reads it
 * @property {(step: Step, answer: Answer, t: Translate) => {headline: string, notes: Note[]}} explain
 * @property {string} incomplete      label key of the hint when nothing is filled in
 * @property {{answer: Answer, label: string}|null} skip      an answer that a button of its own gives
 *
 * @typedef {object} Store      where the answers of one scenario are kept
 * @property {() => Entry[]} entries
 * @property {(step: string, answer: Answer) => void} confirm
 * @property {(step: string) => Answer|undefined} draft      what was filled in but not confirmed
 * @property {(step: string, answer: Answer) => void} keep
 * @property {() => boolean} locked      read-only, as after handing in
 */

export {};
