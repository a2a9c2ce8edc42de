/** Seals answers so that only the school can read them. The format is described in skill_grading/collecting/sealed.py. */

const P256 = { name: 'ECDH', namedCurve: 'P-256' };

/** @param {Uint8Array} bytes */
const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const utf8 = (text) => new TextEncoder().encode(text);

/** Whether this page may seal: browsers allow it on https, localhost and file:// only. */
export const canSeal = () => Boolean(globalThis.crypto && crypto.subtle);

/**
 * @param {string} text      the answers file
 * @param {{course: string, assignment: string}} about
 * @param {string} publicKey      the school's, as base64 of SubjectPublicKeyInfo
 * @returns {Promise<string>} the sealed file
 */
export async function seal(text, { course, assignment }, publicKey) {
  const { subtle } = crypto;
  const spki = Uint8Array.from(atob(publicKey), (character) => character.charCodeAt(0));
  const school = await subtle.importKey('spki', spki, P256, false, []);
  const hash = new Uint8Array(await subtle.digest('SHA-256', spki));
  const key = Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const pair = await subtle.generateKey(P256, false, ['deriveBits']);
  const ephemeral = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  const secret = await subtle.deriveBits({ name: 'ECDH', public: school }, pair.privateKey, 256);
  const material = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: ephemeral, info: utf8('sealed-answers 1') };
  const aes = await subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = utf8(`sealed-answers 1 ${course} ${assignment} ${key}`);
  const sealed = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, aes, utf8(text)));
  return JSON.stringify({
    format: 'sealed-answers', version: 1, course, assignment, key,
    ephemeral: base64(ephemeral), nonce: base64(nonce), sealed: base64(sealed),
  });
}
