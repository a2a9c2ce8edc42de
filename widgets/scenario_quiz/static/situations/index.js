/** The kinds of situation. A new one is a file here, two classes and a function in the Python `situations/`. */

import { h } from '../dom.js';
import { chat } from './chat.js';
import { comments } from './comments.js';
import { mail } from './mail.js';
import { notification } from './notification.js';
import { photo } from './photo.js';
import { nameOf } from './pieces.js';
import { post } from './post.js';
import { profile } from './profile.js';
import { story } from './story.js';

/** @type {Record<string, (show: any, pen: import('./pieces.js').Pen) => unknown>} */
const situations = { chat, comments, mail, notification, photo, post, profile, story };

/**
 * What is on the screen in the story.
 * @param {any} show      a situation as the view carries it
 * @param {import('../types.js').Translate} t
 * @param {(part: string, node: Node) => Node} [wrapPart]      makes a part tappable: a passage in its text, or the name
 *   of a spot in a drawing, which then fills the spot's box
 * @returns {HTMLElement}
 */
export function drawSituation(show, t, wrapPart) {
  const whose = 'by' in show ? `, ${nameOf(show.by, t)}` : '';
  return h('figure', { class: `quiz-show quiz-show-${show.kind}`, 'aria-label': t(`show_${show.kind}`) + whose },
    situations[show.kind](show, { t, wrapPart }));
}
