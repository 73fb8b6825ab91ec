/** What YAML 1.1 takes for a line break or does not take at all inside quotes, and JSON leaves as it is. */
const NOT_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * JSON that a YAML parser reads as the same data. Apply patches are parsed as YAML, of which JSON is
 * almost a subset: a raw U+2028 in a text, for one, would be folded into a space (seen on 1.33.13).
 */
export const applyBody = (object: unknown): string =>
  JSON.stringify(object).replace(
    NOT_IN_YAML,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
