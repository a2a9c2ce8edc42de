/**
 * What several situations are made of: people, texts, pictures.
 *
 * @typedef {object} Pen      what a situation is drawn with
 * @property {import('../types.js').Translate} t
 * @property {(part: string, node: Node) => Node} [wrapPart]
 */

import { h } from '../dom.js';

const TONES = 6;

/** A person's name; null is the pupil. @param {string|null} by */
export const nameOf = (by, t) => by ?? t('me');

/** A text, tappable where it is a part. */
export function passage({ text, part }, { wrapPart }) {
  return part && wrapPart ? wrapPart(part, h('span', {}, text)) : text;
}

/** Several texts as one running text. */
export function running(passages, pen) {
  return passages.length
    ? h('p', { class: 'quiz-show-text' }, passages.map((one, index) => [index ? ' ' : '', passage(one, pen)]))
    : null;
}

/** A round picture with a first letter; the name stands beside it. @param {string|null} by */
export function face(by, t) {
  const name = nameOf(by, t);
  const tone = by === null ? 'me' : [...name].reduce((sum, sign) => sum + sign.codePointAt(0), 0) % TONES;
  return h('span', { class: `quiz-face quiz-face-${tone}`, 'aria-hidden': 'true' }, [...name][0].toUpperCase());
}

/** Who it is from, as it stands above a post. */
export function sender(by, { t }, ...below) {
  return h('div', { class: 'quiz-sender' }, face(by, t),
    h('div', {}, h('p', { class: 'quiz-name' }, nameOf(by, t)), below));
}

/** Comments, one below the other. */
export function remarks(lines, pen) {
  return h('ul', { class: 'quiz-remarks' }, lines.map(({ by, text }) =>
    h('li', {}, face(by, pen.t),
      h('div', {}, h('p', { class: 'quiz-name' }, nameOf(by, pen.t)), h('p', {}, passage(text, pen))))));
}

/** A drawing with its spots to tap, numbered and named. An image runs and loads nothing, whatever its SVG holds. */
export function picture(shown, { wrapPart }) {
  if (!shown) return null;
  const spots = (wrapPart ? shown.spots : []).map((spot) => {
    const box = h('div', { class: 'quiz-spot' },
      wrapPart(spot.part, h('span', { class: 'quiz-spot-name' }, spot.name)));
    const { x, y, width, height } = spot;
    Object.assign(box.style, { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` });
    return box;
  });
  const src = `data:image/svg+xml,${encodeURIComponent(shown.svg)}`;
  return [
    h('div', { class: 'quiz-picture' }, h('img', { src, alt: shown.alt, width: shown.width, height: shown.height }), spots),
    // Only the eye needs the list: each button has its name.
    spots.length
      ? h('ol', { class: 'quiz-spot-names', 'aria-hidden': 'true' }, shown.spots.map(({ name }) => h('li', {}, name)))
      : null,
  ];
}
