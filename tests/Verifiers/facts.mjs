// The facts of docs/formats/journal.md: their members, and the money that each moves.
import { FormatError } from './format-error.mjs';

const MEMBERS = {
  sale: 'card payments basket verdict',
  saleShown: 'approved',
  refusal: 'reason card basket verdict',
  void: 'voided returned staff',
  hold: 'payment product pricePerLitre pulsesPerLitre verdict',
  mark: 'held pulses microlitres',
  capture: 'held payment pulses microlitres end',
  release: 'held end',
  entry: 'card people payments verdict',
  entryAbandoned: 'abandoned returned',
  exit: 'card',
  fireOpened: '',
  refill: 'payment staff',
  refund: 'payment staff',
  depositReturn: 'payment items staff',
  cardBlocked: 'card staff',
  closure: 'number totals perpetual',
  epochOpened: 'storageId boardSerial',
  epochClosed: 'cause',
  bootStarted: 'software machineBoot',
  broughtForward: 'boots machineBoot startedAtMilliseconds bootsWithoutBeat list watermark lastMoved listAge'
    + ' unknownCardsDay unknownCardsSpent faults',
  recordsRetired: 'through',
  listApplied: 'list watermark cards',
  beatHeard: 'list askedMonotonicMilliseconds ledgerMilliseconds',
  configApplied: 'configVersion',
  commandDone: 'number command outcome',
  faultRaised: 'fault detail',
  faultCleared: 'fault',
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

const ASSET = /^(FED|TLF|TNF|TIM|FID)(-[A-Z0-9]{1,24})?$/;
const NAME_OF_128_BITS = /^[0-9a-f]{32}$/;

/** Throws a FormatError when a fact is not one of the format. */
export function checkFact(kind, fact) {
  if (!Object.hasOwn(MEMBERS, kind))
    throw new FormatError('BadContent', `kind "${kind}" is not in the format`);
  const members = Object.keys(fact).join(' ');
  if (members !== MEMBERS[kind])
    throw new FormatError('BadContent', `${kind} has "${members}"; expected "${MEMBERS[kind]}"`);
  for (const payment of paymentsOf(kind, fact))
    checkPayment(payment);
}

/** The money that a fact moves: rows of card, wallet (or null), asset, amount (a BigInt, below zero when taken). */
export function* movementsOf(kind, fact) {
  for (const { card, wallet, parts } of paymentsOf(kind, fact))
    for (const { asset, amount } of parts)
      yield { card, wallet, asset, amount: MONEY[kind][1] * BigInt(amount) };
}

function paymentsOf(kind, fact) {
  if (!Object.hasOwn(MONEY, kind))
    return [];
  const payments = fact[MONEY[kind][0]];
  return Array.isArray(payments) ? payments : [payments];
}

function checkPayment({ card, wallet, parts }) {
  if (!NAME_OF_128_BITS.test(card) || (wallet !== null && !NAME_OF_128_BITS.test(wallet)))
    throw new FormatError('BadContent', `a payment of card ${card}, wallet ${wallet}; expected 32 hex digits each`);
  for (const { asset, amount } of parts)
    if (!ASSET.test(asset) || typeof amount !== 'number' || amount <= 0)
      throw new FormatError(
        'BadContent', `a part of ${amount} ${asset}; expected an amount above zero of an asset with balance`);
}
