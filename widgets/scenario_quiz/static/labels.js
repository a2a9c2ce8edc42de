/**
 * Words of the interface: `{placeholders}` filled in; `key_one` is used for a count of one where it exists.
 * @param {Record<string, string>} labels
 * @returns {(key: string, values?: Record<string, unknown>) => string}
 */
export function translator(labels) {
  return (key, values = {}) => {
    const one = values.count === 1 ? labels[`${key}_one`] : undefined;
    return (one || labels[key] || key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };
}
