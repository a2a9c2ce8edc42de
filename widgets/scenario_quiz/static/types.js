/**
 * The shapes that the modules share (types only; nothing here runs).
 *
 * @typedef {'good'|'harm'|'overcautious'} Verdict
 * @typedef {string|string[]|Record<string, string>} Answer
 *   choice: option id; select: option ids; mark: part ids; sort: {card: bin}; order: all item ids; open: text
 * @typedef {{step: string, answer: Answer, time: string}} Entry      one line of the append-only log
 * @typedef {{id: string, title: string, text: string, href: string}} Rule
 * @typedef {{id: string, text: string, next: string|null,
 *   verdict?: Verdict, points?: number, feedback?: string}} Option      the second row in practice only
 * @typedef {{id: string, text: string}} Piece
 * @typedef {Piece & {role?: 'gives-away'|'harmless'|'neutral', feedback?: string}} Part      all but a piece in practice only
 * @typedef {Piece & {bin?: string, if_wrong?: Verdict, feedback?: string}} Card
 * @typedef {Piece & {place?: number, feedback?: string}} Item      `place` counts from 1
 * @typedef {{kind: string, situation: string|null, prompt: string, max: number, next: string|null,
 *   options?: Option[], parts?: Part[], bins?: Piece[], cards?: Card[], items?: Item[], max_length?: number,
 *   show?: object|null,
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
 * @property {(step: Step, context: {name: string, t: Translate, say: (words: string) => void}) => HTMLElement} draw
 *   the question with its controls; `name` is unique on the page, `say` tells a screen reader what changed.
 *   Controls that are no form fields fire a `change` event, so that what is filled in is kept
 * @property {string} interaction      what SCORM 1.2 calls such a question (`cmi.interactions.n.type`)
 * @property {boolean} [tapsIn]      `draw` draws the step's situation itself, because the answer is tapped in it
 * @property {(element: HTMLElement) => Answer|null} read      what is filled in; null when nothing is yet
 * @property {(element: HTMLElement, answer: Answer) => void} restore      fills `answer` in again
 * @property {(step: Step, answer: Answer) => {points: number, verdict: Verdict}|null} score
 *   practice only; null where a teacher marks
 * @property {(step: Step, answer: unknown) => boolean} fits      whether it is a whole answer to this step
 * @property {(step: Step, answer: unknown) => boolean} [begins]      whether it can be filled in again; `fits` without it
 * @property {(step: Step, answer: Answer, t: Translate) => string} words      the answer as a pupil reads it
 * @property {(step: Step, answer: Answer, t: Translate) => {headline: string, notes: Note[]}} explain
 * @property {(step: Step, answer: Answer, t: Translate) => (part: string, node: Node) => Node} [review]
 *   with `tapsIn`: how a part of the situation looks in feedback
 * @property {string|null} incomplete      label key of the hint when the answer is not whole; null where it always is
 * @property {{answer: Answer, label: string}|null} skip      an answer that a button of its own gives
 *
 * @typedef {object} Store      where the answers of one scenario are kept
 * @property {() => Entry[]} entries
 * @property {(step: string, answer: Answer) => void} confirm
 * @property {(step: string) => Answer|undefined} draft      what was filled in but not confirmed
 * @property {(step: string, answer: Answer) => void} keep
 * @property {() => boolean} locked      read-only, as after handing in
 *
 * @typedef {object} Standing      what the service says of a pupil and an exercise; times are ISO 8601 or null
 * @property {boolean} open
 * @property {'entry'|'exam'} [moment]      of a form: when this pupil does it
 * @property {object|null} handed_in      the receipt of the hand-in that counts
 * @property {boolean} feedback      whether the teacher has released what there is to say of it
 * @property {number} round      how often the teacher opened it again
 * @property {boolean} reopened      whether the teacher waits for it again
 * @property {string|null} opens
 * @property {string|null} due
 * @property {string|null} closes
 */

export {};
