// JSON as docs/formats/ has it: no member twice, integers only, none beyond ±(2^53 − 1). JSON.parse alone takes the
// second of two equal members and rounds what is too large, without a word.
import { FormatError } from './format-error.mjs';

const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;
const DEEPEST = 16;
const INTEGER = /^-?(0|[1-9][0-9]*)$/;

/** Reads a text; throws a FormatError that says what is wrong with it. */
export function readStrictJson(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FormatError('BadContent', `not JSON: ${error.message}`);
  }
  const named = [...text.matchAll(TOKENS)].filter(token => token[1] !== undefined).length;
  if (named !== countMembers(value))
    throw new FormatError('BadContent', 'a member stands there twice');
  for (const [number] of text.replaceAll(TOKENS, '').matchAll(/-?[0-9][0-9.eE+-]*/g))
    if (!INTEGER.test(number) || !Number.isSafeInteger(Number(number)))
      throw new FormatError('BadContent', `${number}: expected an integer within ±(2^53 − 1)`);
  return value;
}

function countMembers(value, depth = 1) {
  if (value === null || typeof value !== 'object')
    return 0;
  if (depth > DEEPEST)
    throw new FormatError('BadContent', `more than ${DEEPEST} objects and arrays in each other`);
  const inside = Object.values(value).reduce((sum, member) => sum + countMembers(member, depth + 1), 0);
  return inside + (Array.isArray(value) ? 0 : Object.keys(value).length);
}
