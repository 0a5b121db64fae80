// What the ledger signs, and the chunks of its card lists: docs/formats/mqtt.md and docs/formats/ledger-log.md.
import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import { FormatError } from './format-error.mjs';
import {
  assetOfEntitlement, assetWithBalance, counter, digest, from, hasMembers, hex128, integer, matching, name, object,
  oneOf, optional, orNull, rows, within,
} from './forms.mjs';
import { open } from './jws.mjs';
import { LONGEST_STAFF } from './staff.mjs';
import { readStrictJson } from './strict-json.mjs';

const LONGEST_NOTE = 500;
const LONGEST_CHUNK = 1024 * 1024;

const amounts = rows(object({ asset: assetWithBalance, amount: integer }));
const isPowerOf2 = count => count > 0 && (count & (count - 1)) === 0;

const hour = '([01][0-9]|2[0-3]):[0-5][0-9]';
const pricedArticle = object({
  id: name,
  price: within(0, 100_000_000),
  name: optional(value => typeof value === 'string' && value.length > 0 && value.length <= 40),
  taxBasisPoints: optional(within(0, 10_000)),
  paidWith: optional(oneOf('TIM', 'FID')),
  entitlement: optional(assetOfEntitlement),
  hours: optional(matching(new RegExp(`^${hour}-${hour}$`))),
  adultsOnly: optional(oneOf(true, false)),
  allowance: optional(name),
});
const classLimits = object({
  freshLimit: from(0), offlineLimit: from(0), floorLimit: from(0), firstUseLimit: from(0), velocityTaps: from(1),
  velocitySeconds: from(1),
});
const choice = oneOf('allow', 'refuse');
const limits = object({
  uid: classLimits,
  counter: classLimits,
  aes: classLimits,
  offlineTotal: from(0),
  freshSeconds: from(1),
  expirySeconds: from(2),
  untrustedBoots: from(1),
  unknownCards: object({
    policy: oneOf('refuse', 'allow'), asset: assetWithBalance, perCard: from(0), perDay: from(0),
  }),
  untrustedTime: object({ expiry: choice, entitlement: choice, window: choice, allowance: choice }),
  allowances: rows(object({
    name, perDay: from(0), perDayMinor: optional(from(0)), perDayUnknown: optional(from(0)),
  })),
  dayStartsAtMinuteUtc: within(0, 24 * 60 - 1),
  largestCounterStep: from(1),
});

const MESSAGES = {
  'et-ack': {
    longest: 16 * 1024,
    to: 'terminal/bar-1',
    members: {
      era: from(1),
      epochs: rows(
        object({ epoch: from(1), sequence: from(0), hash: digest }),
        list => list.every((row, index) => index === 0 || list[index - 1].epoch < row.epoch)),
    },
  },
  'et-beat': {
    longest: 4 * 1024,
    to: 'terminal/bar-1',
    members: {
      era: from(1),
      listVersion: from(0),
      configVersion: from(0),
      ledgerMilliseconds: from(0),
      echo: object({ boot: integer, monotonicMilliseconds: integer, nonce: hex128 }),
    },
  },
  'et-config': {
    longest: 64 * 1024,
    to: 'terminal/bar-1',
    members: {
      era: from(1),
      version: from(1),
      config: object({
        prices: optional(rows(
          pricedArticle, list => list.length <= 200 && new Set(list.map(row => row.id)).size === list.length)),
        staff: optional(value => typeof value === 'string' && value.length <= LONGEST_STAFF),
        limits: optional(limits),
      }),
    },
  },
  'et-list': {
    longest: 2 * 1024 * 1024,
    to: 'terminals',
    members: {
      era: from(1),
      version: from(1),
      watermarks: rows(object({ terminal: name, epoch: from(1), sequence: from(0) })),
      cards: from(0),
      chunks: rows(digest, list => isPowerOf2(list.length)),
      keys: optional(from(1)),
      since: optional(from(1)),
      packing: optional(value => value === 'brotli'),
    },
  },
  'et-reallocation': {
    longest: 64 * 1024,
    to: 'ledger',
    members: {
      terminal: name,
      epoch: from(1),
      sequence: from(1),
      hash: digest,
      shifts: rows(
        object({ wallet: hex128, from: assetWithBalance, for: assetWithBalance, amount: from(1) }),
        list => list.length > 0 && list.every(shift => shift.from !== shift.for)),
    },
  },
  'et-act': {
    longest: 4 * 1024,
    to: 'ledger',
    members: {
      atMilliseconds: integer,
      decision: value => typeof value === 'string',
      note: value => typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_NOTE,
    },
  },
};

const CARD = {
  card: hex128,
  wallet: hex128,
  state: oneOf('ok', 'blocked'),
  class: oneOf('uid', 'counter', 'aes'),
  balances: amounts,
  everUsed: oneOf(true, false),
  validThroughMilliseconds: optional(integer),
  age: optional(oneOf('minor', 'adult')),
  entitlements: optional(rows(object({
    asset: assetOfEntitlement,
    fromMilliseconds: orNull(integer),
    throughMilliseconds: integer,
  }))),
  allowancesUsed: optional(rows(object({ name, day: integer, count: from(0) }))),
  counter: optional(counter),
  formerWallets: optional(rows(hex128)),
  language: optional(value => typeof value === 'string' && /^[a-z]{2}$/.test(value)),
};

/** Reads a message that the ledger signed. Throws a FormatError that says what is wrong. */
export async function readMessage(compact, type, key) {
  const { longest, to, members } = MESSAGES[type];
  const message = readStrictJson(await open(compact, type, longest, key));
  if (!hasMembers(message, { site: name, to: value => typeof value === 'string', ...members }))
    throw new FormatError('BadContent', `not the members that ${type} has, or not of their form`);
  if (message.site !== key.site || message.to !== to)
    throw new FormatError('WrongAddressee', `for ${message.to} of ${message.site}; expected ${to} of ${key.site}`);
  return message;
}

/** The cards of chunk `index` of `count`. Throws a FormatError that says what is wrong. */
export function readChunk(chunkText, index, count) {
  const lines = chunkText.split('\n');
  if (lines.pop() !== '')
    throw new FormatError('BadContent', 'no newline at the end of a chunk');
  const cards = lines.map(readStrictJson);
  for (const [place, card] of cards.entries()) {
    if (!hasMembers(card, CARD))
      throw new FormatError('BadContent', `line ${place + 1} of a chunk: not the members that a card has`);
    if (place > 0 && cards[place - 1].card >= card.card)
      throw new FormatError('BadContent', `line ${place + 1} of a chunk: tokens are not rising`);
    if (BigInt(`0x${card.card}`) * BigInt(count) >> 128n !== BigInt(index))
      throw new FormatError('BadContent', `line ${place + 1} of a chunk: a card of another chunk`);
  }
  return cards;
}

/** The lines of a chunk that is packed: a byte of one, and Brotli. Throws a FormatError that says what is wrong. */
export function unpackChunk(bytes) {
  if (bytes[0] !== 1)
    throw new FormatError('BadContent', 'not a packed chunk');
  try {
    return brotliDecompressSync(bytes.subarray(1), { maxOutputLength: LONGEST_CHUNK }).toString('utf8');
  } catch (error) {
    throw new FormatError('BadContent', `a packed chunk: ${error.message}`);
  }
}

/** What a manifest and a topic call a chunk by: over the bytes that the topic carries, packed or not. */
export function hashOfChunk(chunk) {
  return createHash('sha256').update(chunk).digest('base64url');
}
