#!/usr/bin/env node
// Adds up what journals say, from the format documents alone: docs/formats/journal.md, "Money".
import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import { GOOD, UsageError, VERIFICATION_FAILED, printProblems, readFile, readKeyFile, run } from './command.mjs';
import { movementsOf } from './facts.mjs';
import { FormatError } from './format-error.mjs';
import { auditJournal, beginsLater } from './journal.mjs';
import { open, readKey } from './jws.mjs';
import { readMessage } from './messages.mjs';

const USAGE_TEXT = `usage: node fold.mjs --seed CARDS.csv --enrolment FILE --journal FILE --key TERMINAL.jwk
         [--ledger-log FILE --ledger-key LEDGER.jwk] [--json]

Balances of all wallets: what the cards were seeded with, and what the facts of the journal moved since. --journal and
--key may be given several times, in pairs, one a terminal. Every line is verified first.

  --seed        the file that the ledger was seeded with: uid,class,state,asset,amount
  --enrolment   of any terminal of the site: it has the site key, which turns UIDs into the tokens of the journal
  --ledger-log  the ledger's ledger.log: where a wallet lacked an asset, the ledger had others of it stand in, and
                signed that (docs/formats/ledger-log.md). Without it a wallet has in all the same, and of each asset
                what its terminals took
  --json        rows of wallet (null: no fact names it), cards, asset, amount (a decimal text, in minor units)

Exit codes: 0 done; 1 usage, or a file cannot be read; 3 a journal does not verify.`;

const TOKEN_BYTES = 16;
const LONGEST_ENROLMENT = 64 * 1024;
const SEED = 'uid,class,state,asset,amount';

await run(USAGE_TEXT, async () => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      enrolment: { type: 'string' },
      journal: { type: 'string', multiple: true, default: [] },
      key: { type: 'string', multiple: true, default: [] },
      'ledger-log': { type: 'string' },
      'ledger-key': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { seed, enrolment, journal: journals, key: keys } = values;
  if (seed === undefined || enrolment === undefined || journals.length === 0 || journals.length !== keys.length)
    throw new UsageError('expected --seed, --enrolment, and as many --journal as --key');
  if ((values['ledger-log'] === undefined) !== (values['ledger-key'] === undefined))
    throw new UsageError('expected --ledger-log and --ledger-key together');

  const facts = [];
  for (const [index, path] of journals.entries()) {
    const { records, problems } = await auditJournal(readFile(path), await readKeyFile(keys[index]));
    if (problems.length > 0) {
      printProblems(path, problems);
      return VERIFICATION_FAILED;
    }
    if (beginsLater(records))
      throw new UsageError(`${path} begins with sequence ${records[0].sequence}: what was before was retired, and`
        + ' balances need all of it. The ledger has kept those lines: put them in front');
    const [{ site, terminal }] = records;
    if (facts.some(fact => fact.site !== site || fact.terminal === terminal))
      throw new UsageError(`${path} is of ${terminal} at ${site}: expected journals of one site, one a terminal, or`
        + ' what they moved would count twice');
    for (const record of records)
      facts.push(record);
  }
  const shifts = values['ledger-log'] === undefined
    ? []
    : await readShifts(values['ledger-log'], await readKeyFile(values['ledger-key']), facts);
  if (shifts === null)
    return VERIFICATION_FAILED;
  const rows = balances(readSeed(seed, await siteKeyOf(enrolment)), facts, shifts);
  if (values.json)
    console.log(JSON.stringify(rows));
  else
    for (const { wallet, cards, asset, amount } of rows)
      console.log([
        (wallet ?? '-').padEnd(2 * TOKEN_BYTES), asset.padEnd(12), amount.padStart(12), ...cards].join(' '));
  return GOOD;
});

/** Adds up. A payment without a wallet, and a seeded card, belong to the wallet that a fact names for that card. */
function balances(seeds, records, shifts) {
  const movements = once(records).flatMap(({ kind, fact }) => [...movementsOf(kind, fact)]);
  const walletOf = new Map(movements.filter(row => row.wallet !== null).map(row => [row.card, row.wallet]));
  const uidOf = new Map(seeds.map(row => [row.card, row.uid]));
  const accounts = new Map();
  for (const { card, wallet, asset, amount } of [...seeds, ...movements, ...shifts]) {
    const owner = wallet ?? walletOf.get(card) ?? null;
    const name = `${owner ?? card} ${asset}`;
    const account = accounts.get(name) ?? { wallet: owner, cards: new Set(), asset, amount: 0n };
    if (card !== null)
      account.cards.add(uidOf.get(card) ?? card);
    account.amount += amount;
    accounts.set(name, account);
  }
  return [...accounts.values()].map(row => ({ ...row, cards: [...row.cards], amount: row.amount.toString() }));
}

/**
 * What assets of a wallet stood in for others, for records of these journals: both sides of each shift. Null when one
 * is not signed by the ledger.
 */
async function readShifts(path, key, records) {
  const known = new Set(records.map(({ hash }) => hash));
  const lines = readFile(path).toString('utf8').split('\n').slice(0, -1);
  const problems = [];
  const shifts = [];
  for (const [index, line] of lines.entries()) {
    const { entry } = JSON.parse(line);
    const { hash, reallocation } = entry.record ?? entry;
    if (reallocation === undefined || !known.has(hash))
      continue;
    try {
      const said = await readMessage(reallocation, 'et-reallocation', key);
      if (said.hash !== hash)
        throw new FormatError('BadContent', 'a reallocation of another record');
      for (const shift of said.shifts)
        shifts.push(
          { card: null, wallet: shift.wallet, asset: shift.from, amount: -BigInt(shift.amount) },
          { card: null, wallet: shift.wallet, asset: shift.for, amount: BigInt(shift.amount) });
    } catch (error) {
      if (!(error instanceof FormatError))
        throw error;
      problems.push({ line: index + 1, what: error.message });
    }
  }
  printProblems(path, problems);
  return problems.length > 0 ? null : shifts;
}

/** The records without those that say again what is said already: what a line did, it did once. */
function once(records) {
  const said = new Set(records.map(({ hash }) => hash));
  return records.filter(({ reissues }) => {
    const isNews = reissues === undefined || !said.has(reissues.hash);
    if (reissues !== undefined)
      said.add(reissues.hash);
    return isNews;
  });
}

function readSeed(path, siteKey) {
  const [header, ...lines] = readFile(path).toString('utf8').split(/\r?\n/);
  if (header !== SEED && header !== `${SEED},from,through,age,language`)
    throw new UsageError(`'${path}', line 1: expected ${SEED}`);
  return lines.flatMap((line, index) => {
    if (line === '')
      return [];
    const [uid, , , asset, amount] = line.split(',');
    // A membership or ticket is no money.
    if (/^(SUB|BDG)/.test(asset))
      return [];
    if (!/^([0-9A-Fa-f]{2})+$/.test(uid) || !/^[0-9]+$/.test(amount))
      throw new UsageError(`'${path}', line ${index + 2}: expected a UID in hex and a whole amount of minor units`);
    const card = createHmac('sha256', siteKey).update(Buffer.from(uid, 'hex')).digest('hex').slice(0, 2 * TOKEN_BYTES);
    return [{ uid: uid.toUpperCase(), card, wallet: null, asset, amount: BigInt(amount) }];
  });
}

/** Of a file that the ledger has signed which it names: docs/formats/enrolment.md. */
async function siteKeyOf(path) {
  try {
    const compact = readFile(path).toString('latin1').replace(/\n$/, '');
    const { ledgerKey, siteKey } = JSON.parse(Buffer.from(compact.split('.')[1] ?? '', 'base64url'));
    await open(compact, 'et-enrolment', LONGEST_ENROLMENT, await readKey(ledgerKey));
    return Buffer.from(siteKey, 'base64url');
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`'${path}' is not an enrolment file: ${error.message}`);
  }
}
