// The facts of docs/formats/journal.md: their members, and the money that each moves.
import { FormatError } from './format-error.mjs';
import {
  assetOfEntitlement, assetWithBalance, counter, digest, from, hex128, integer, isObject, name, object, oneOf, optional,
  orNull, rows, text, within,
} from './forms.mjs';

const MOST_ROWS = 100;
const REASONS = [
  101, 102, 103, 104, 105, 106, 107, 108, 201, 202, 203, 204, 205, 206, 207, 208, 209, 301,
  401, 402, 403, 404, 405, 406, 407, 408, 409, 501, 502, 503,
];

const asset = value => assetWithBalance(value) || assetOfEntitlement(value);
const position = object({ epoch: integer, sequence: integer });
const list = object({ era: integer, version: integer });
const payment = object({
  card: hex128,
  wallet: orNull(hex128),
  parts: rows(
    object({ asset: assetWithBalance, amount: from(1) }),
    parts => parts.length >= 1 && parts.length <= MOST_ROWS && areDistinct(parts.map(part => part.asset))),
});
const payments = rows(payment, all => all.length <= 2 && areDistinct(all.map(one => one.card)));
const basketLine = object({
  article: name,
  quantity: within(1, 1000),
  unitPrice: from(0),
  taxBasisPoints: within(0, 10_000),
  paidWith: optional(oneOf('TIM', 'FID')),
  allowance: optional(name),
});
const basket = rows(basketLine, all => all.length <= MOST_ROWS);
const verdict = object({
  mode: oneOf('fresh', 'stale', 'expired', 'missing'),
  list: orNull(list),
  listAgeMilliseconds: orNull(integer),
  presentedClass: orNull(oneOf('uid', 'counter', 'aes')),
  priceListVersion: integer,
  assumedGood: rows(oneOf('expiry', 'entitlement', 'window', 'allowance')),
  presentedCounter: optional(counter),
  peersMissing: optional(oneOf(true, false)),
});

const flowed = object({ tap: from(1), meterTotal: from(0), pulses: from(0), microlitres: from(0) });
const closureTotals = rows(object({
  article: name, asset: orNull(asset), taxBasisPoints: integer, quantity: integer, amount: integer,
}));

const FACTS = {
  sale: { card: hex128, payments, basket, verdict },
  saleShown: { approved: position },
  refusal: { reason: oneOf(...REASONS), card: orNull(hex128), basket, verdict },
  counterUsed: { card: hex128, value: counter },
  void: { voided: position, returned: payments, staff: hex128 },
  hold: {
    payment,
    product: name,
    pricePerLitre: from(0),
    pulsesPerLitre: from(1),
    verdict,
    terms: optional(object({
      tap: from(1),
      meterTotal: from(0),
      taxBasisPoints: within(0, 10_000),
      foamBasisPoints: within(0, 5_000),
      paidWith: optional(oneOf('TIM', 'FID')),
      allowance: optional(name),
      pieceMicrolitres: optional(from(0)),
      approvedBy: optional(hex128),
    })),
  },
  mark: { held: position, pulses: from(0), microlitres: from(0), meterTotal: optional(from(0)) },
  capture: {
    held: position,
    payment,
    pulses: from(0),
    microlitres: from(0),
    end: text,
    sold: optional(object({
      tap: from(1),
      meterTotal: from(0),
      product: name,
      taxBasisPoints: within(0, 10_000),
      billedMicrolitres: from(0),
      allowance: optional(name),
      pieces: optional(from(0)),
    })),
  },
  release: { held: position, end: text, flowed: optional(flowed) },
  draw: { staff: hex128, purpose: text, tap: from(1), pulsesPerLitre: from(1), meterTotal: from(0), verdict },
  drawn: { held: position, purpose: text, end: text, flowed },
  kegChanged: { tap: from(1), meterTotal: from(0), product: name, microlitres: orNull(from(0)), staff: hex128 },
  calibrated: {
    tap: from(1),
    meterTotal: from(0),
    pulsesPerLitre: from(1),
    insteadOf: from(1),
    glasses: rows(
      object({ held: position, pulses: from(1), microlitres: from(1) }), all => all.length === 2 || all.length === 3),
    staff: hex128,
  },
  entry: {
    card: hex128, people: from(1), payments, verdict, zone: optional(name), admission: optional(basketLine),
    gateCount: optional(integer),
  },
  entryPassed: { passed: position },
  entryAbandoned: {
    abandoned: position, returned: payments, zone: optional(name), gateCount: optional(integer),
  },
  entriesCarried: {
    through: position,
    cards: rows(
      object({
        card: hex128,
        entries: rows(
          object({ admission: name, people: within(1, 1000), latestMilliseconds: integer }), all => all.length > 0),
      }),
      all => new Set(all.map(row => row.card)).size === all.length &&
        all.reduce((sum, row) => sum + row.entries.length, 0) <= 64),
  },
  exit: { card: hex128, zone: optional(name), gateCount: optional(integer) },
  fireOpened: { zone: optional(name) },
  refill: { payment, staff: hex128 },
  refund: { payment, staff: hex128 },
  depositReturn: { payment, items: from(1), staff: hex128 },
  cardBlocked: { card: hex128, staff: optional(hex128) },
  closure: {
    number: from(1),
    totals: closureTotals,
    perpetual: rows(object({ asset, amount: integer })),
    before: optional(position),
    voided: optional(closureTotals),
    cash: optional(rows(object({
      staff: hex128, asset, refills: integer, refilled: integer, items: integer, returned: integer,
    }))),
    staff: optional(hex128),
    unreadable: optional(from(1)),
  },
  epochOpened: {
    storageId: orNull(text),
    boardSerial: orNull(text),
    leftBehind: optional(object({ epoch: from(1), from: from(1), through: from(1), hash: digest })),
    ended: optional(object({ epoch: from(1), sequence: from(1), hash: digest })),
  },
  epochClosed: { cause: text },
  bootStarted: { software: text, machineBoot: text },
  broughtForward: {
    boots: from(0),
    machineBoot: text,
    startedAtMilliseconds: integer,
    bootsWithoutBeat: from(0),
    list: orNull(list),
    watermark: orNull(position),
    lastMoved: orNull(position),
    listAge: orNull(object({ ageMilliseconds: integer, atMilliseconds: integer, machineBoot: text })),
    unknownCardsDay: integer,
    unknownCardsSpent: integer,
    faults: rows(text),
    holds: optional(rows(object({
      held: position, position, payment, atMilliseconds: integer, machineBoot: text,
    }))),
    earlierWatermarks: optional(rows(position)),
    earlierMoved: optional(rows(position)),
    storageId: optional(text),
    taps: optional(rows(object({
      tap: from(1),
      meterTotal: from(0),
      kegPouredMicrolitres: from(0),
      kegMicrolitres: optional(from(0)),
      isDry: optional(oneOf(true, false)),
      pulsesPerLitre: optional(from(1)),
      insteadOf: optional(from(1)),
      silentPours: optional(from(1)),
      silentCard: optional(hex128),
    }))),
    people: optional(rows(object({ zone: optional(name), people: integer }))),
    entries: optional(rows(object({ entry: position, zone: optional(name), people: from(1) }))),
    lastCommand: optional(from(0)),
    config: optional(object({ era: from(1), version: from(1) })),
  },
  recordsRetired: { through: position },
  listApplied: { list, watermark: orNull(position), cards: from(0), earlierWatermarks: optional(rows(position)) },
  beatHeard: { list: orNull(list), askedMonotonicMilliseconds: integer, ledgerMilliseconds: integer },
  configApplied: { configVersion: integer, era: optional(from(1)), hash: optional(digest) },
  commandDone: { number: integer, command: text, outcome: text },
  faultRaised: { fault: text, detail: text },
  faultCleared: { fault: text },
};

const TAKES = -1n;
const GIVES = 1n;

/** Which member holds the payments of a fact, and which way the money goes. All other kinds move none. */
const MONEY = {
  sale: ['payments', TAKES],
  entry: ['payments', TAKES],
  capture: ['payment', TAKES],
  refund: ['payment', TAKES],
  refill: ['payment', GIVES],
  depositReturn: ['payment', GIVES],
  void: ['returned', GIVES],
  entryAbandoned: ['returned', GIVES],
};

/** Throws a FormatError when a fact is not one of the format. */
export function checkFact(kind, fact) {
  if (!Object.hasOwn(FACTS, kind))
    throw new FormatError('BadContent', `kind "${kind}" is not in the format`);
  const members = isObject(fact) ? Object.keys(fact).join(' ') : typeof fact;
  const present = Object.entries(FACTS[kind]).filter(
    ([member, isGood]) => isGood.optional !== true || (isObject(fact) && Object.hasOwn(fact, member)));
  const expected = present.map(([member]) => member).join(' ');
  if (members !== expected)
    throw new FormatError('BadContent', `${kind} has "${members}"; expected "${expected}"`);
  for (const [member, isGood] of present)
    if (!isGood(fact[member]))
      throw new FormatError('BadContent', `${member} of ${kind}: ${JSON.stringify(fact[member])} is not of its form`);
  if (kind === 'sale')
    checkPaid(kind, fact, fact.basket);
  if (kind === 'entry' && fact.admission !== undefined) {
    if (fact.admission.quantity !== fact.people)
      throw new FormatError('BadContent', `${fact.admission.quantity} admissions of ${fact.people} people`);
    checkPaid(kind, fact, [fact.admission]);
  }
}

/** The money that a fact moves: rows of card, wallet (or null), asset, amount (a BigInt, below zero when taken). */
export function* movementsOf(kind, fact) {
  for (const { card, wallet, parts } of paymentsOf(kind, fact))
    for (const part of parts)
      yield { card, wallet, asset: part.asset, amount: MONEY[kind][1] * BigInt(part.amount) };
}

function paymentsOf(kind, fact) {
  if (!Object.hasOwn(MONEY, kind))
    return [];
  const given = fact[MONEY[kind][0]];
  return Array.isArray(given) ? given : [given];
}

/** What is priced in TIM or FID is paid with it alone, the rest with money: no more than the price, and no less. */
function checkPaid(kind, fact, lines) {
  const parts = [...movementsOf(kind, fact)];
  for (const tag of [undefined, 'TIM', 'FID']) {
    const price = sum(lines.filter(row => row.paidWith === tag)
      .map(row => BigInt(row.unitPrice) * BigInt(row.quantity)));
    const paid = -sum(parts.filter(part => tagOf(part.asset) === tag).map(part => part.amount));
    if (price !== paid)
      throw new FormatError('BadContent', `paid ${paid} of a price of ${price} in ${tag ?? 'money'}`);
  }
}

function tagOf(given) {
  const category = given.slice(0, 3);
  return category === 'TIM' || category === 'FID' ? category : undefined;
}

const sum = amounts => amounts.reduce((total, amount) => total + amount, 0n);

function areDistinct(values) {
  return new Set(values).size === values.length;
}
