/** A picture alone. */

import { picture } from './pieces.js';

export const photo = (show, pen) => picture(show.picture, pen);
