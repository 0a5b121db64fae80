// A terminal's journal, audited line by line as docs/formats/journal.md describes it.
import { checkFact } from './facts.mjs';
import { FormatError } from './format-error.mjs';
import { digest, from, integer, isObject, name, object, oneOf, optional, within } from './forms.mjs';
import { hashOf, open } from './jws.mjs';
import { readStrictJson } from './strict-json.mjs';

const LONGEST_LINE = 16 * 1024;
const START_OF_CHAIN = Buffer.alloc(32).toString('base64url');
const END_OF_9999 = 253_402_300_799_999;

/** In this order; what is wrong with kind and fact is said in words of their own. */
const MEMBERS = {
  version: integer,
  site: name,
  terminal: name,
  to: value => typeof value === 'string',
  epoch: from(1),
  sequence: from(1),
  previous: digest,
  boot: from(1),
  monotonicMilliseconds: integer,
  wallMilliseconds: within(0, END_OF_9999),
  trusted: oneOf(true, false),
  torn: optional(object({ bytes: integer, hash: digest })),
  reissues: optional(object({ epoch: from(1), sequence: from(1), hash: digest })),
  kind: value => typeof value === 'string',
  fact: isObject,
};

/**
 * Audits the bytes of a journal: all lines of all segments, in order.
 * Gives the records of the good lines, each with its line's hash, what is wrong with the others (line, from 1, and
 * what), the hash of the last line, and how many bytes of a torn line follow it.
 */
export async function auditJournal(bytes, key) {
  const lines = bytes.toString('latin1').split('\n');
  const torn = lines.pop().length;
  const records = [];
  const problems = [];
  let before = null;
  for (const [index, line] of lines.entries()) {
    const found = [];
    let record = null;
    try {
      record = await readLine(line, key);
      records.push({ ...record, hash: hashOf(line) });
      found.push(...placeProblems(record, before));
    } catch (error) {
      if (!(error instanceof FormatError))
        throw error;
      found.push(error.message);
    }
    problems.push(...found.map(what => ({ line: index + 1, what })));
    // Also behind a bad line: each problem is named once, where it is.
    before = { epoch: record?.epoch ?? before?.epoch, sequence: record?.sequence ?? (before?.sequence ?? 0) + 1,
      hash: hashOf(line) };
  }
  if (lines.length === 0)
    problems.push({ line: 1, what: 'there is no whole line' });
  if (beginsLater(records) && !saysRetired(records))
    problems.unshift({
      line: 1, what: `begins with sequence ${records[0].sequence} of epoch ${records[0].epoch}, and no record says that`
        + ' those before were retired' });
  return { records, problems, lastHash: before?.hash ?? null, torn };
}

/** A journal whose oldest records are gone: what they moved is not in it. */
export function beginsLater(records) {
  return records.length > 0 && records[0].sequence > 1;
}

function saysRetired([first, ...others]) {
  return [first, ...others].some(({ kind, fact }) => kind === 'recordsRetired' &&
    (fact.through.epoch > first.epoch ||
      fact.through.epoch === first.epoch && fact.through.sequence >= first.sequence - 1));
}

/** The payload of one line. Throws a FormatError that says what is wrong. */
export async function readLine(line, key) {
  const payload = readStrictJson(await open(line, 'et-record', LONGEST_LINE, key));
  checkPayload(payload, key);
  return payload;
}

function checkPayload(payload, key) {
  if (!isObject(payload))
    throw new FormatError('BadContent', 'a payload that is no object');
  const members = Object.keys(payload).join(' ');
  const expected = Object.keys(MEMBERS)
    .filter(member => !['torn', 'reissues'].includes(member) || Object.hasOwn(payload, member)).join(' ');
  if (members !== expected)
    throw new FormatError('BadContent', `a payload of "${members}"; expected "${expected}"`);
  for (const member of Object.keys(payload))
    if (!MEMBERS[member](payload[member]))
      throw new FormatError('BadContent', `${member}: ${JSON.stringify(payload[member])} is not of its form`);
  if (payload.version !== 1)
    throw new FormatError('BadContent', `format version ${payload.version}; this reads 1`);
  if (payload.to !== 'ledger')
    throw new FormatError('WrongAddressee', `for "${payload.to}"; a journal line is for "ledger"`);
  for (const owner of ['site', 'terminal'])
    if (payload[owner] !== (key[owner] ?? payload[owner]))
      throw new FormatError('WrongAddressee', `of ${owner} ${payload[owner]}; the key is of ${key[owner]}`);
  checkFact(payload.kind, payload.fact);
}

function* placeProblems({ epoch, sequence, previous }, before) {
  // Whether a journal may begin here is for all of its records to say.
  if (before === null && sequence > 1)
    return;
  // The first record of an epoch begins a chain of its own. Behind a first line that cannot be read any may go on.
  const follows = before !== null && (before.epoch === undefined || before.epoch === epoch);
  if (before?.epoch > epoch)
    yield `epoch ${epoch} after epoch ${before.epoch}`;
  const expected = follows ? before.sequence + 1 : 1;
  if (sequence !== expected) {
    yield `sequence ${sequence} of epoch ${epoch}; expected ${expected}: a line is missing, or stands elsewhere`;
    return;
  }
  const hash = follows ? before.hash : START_OF_CHAIN;
  if (hash !== null && previous !== hash)
    yield `follows a line with the hash ${previous}; the line before it has ${hash}`;
}
