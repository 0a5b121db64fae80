#!/usr/bin/env node
// Checks the pours of a drink station by the format document: docs/formats/journal.md.
import { parseArgs } from 'node:util';
import { GOOD, UsageError, VERIFICATION_FAILED, printProblems, readFile, readKeyFile, run } from './command.mjs';
import { auditJournal } from './journal.mjs';

const USAGE_TEXT = `usage: node pours.mjs --key TERMINAL.jwk FILE

Computes again what each pour of an exported journal came to, from its hold, and follows the totals of the meters: what
lies between two records and is in neither has flowed unrecorded. That is printed as a note.

Exit codes: 0 all pours are right; 1 usage, or a file cannot be read; 3 one is not, or the journal does not verify.`;

const WHOLE = 10_000n;
const MICROLITRES_A_LITRE = 1_000_000n;

const place = ({ epoch, sequence }) => `${epoch}/${sequence}`;
const amountOf = parts => parts.reduce((sum, part) => sum + BigInt(part.amount), 0n);

/** What is wrong with a capture; undefined: nothing. */
function flawOf(capture, hold) {
  const { terms } = hold;
  const microlitres = BigInt(capture.pulses) * MICROLITRES_A_LITRE / BigInt(hold.pulsesPerLitre);
  if (microlitres !== BigInt(capture.microlitres))
    return `${capture.microlitres} µl; its pulses are ${microlitres}`;
  for (const { asset, amount } of capture.payment.parts) {
    const most = hold.payment.parts.find(part => part.asset === asset)?.amount ?? 0;
    if (amount > most)
      return `${amount} ${asset} of a hold of ${most}`;
  }
  if (terms === undefined || capture.sold === undefined)
    return undefined;
  const billed = microlitres * (WHOLE - BigInt(terms.foamBasisPoints)) / WHOLE;
  if (billed !== BigInt(capture.sold.billedMicrolitres))
    return `${capture.sold.billedMicrolitres} µl billed; without foam there are ${billed}`;
  const price = billed * BigInt(hold.pricePerLitre) / MICROLITRES_A_LITRE;
  const held = amountOf(hold.payment.parts);
  const due = price < held ? price : held;
  return amountOf(capture.payment.parts) === due
    ? undefined
    : `${amountOf(capture.payment.parts)} taken; it comes to ${due}`;
}

/** Follows one tap's meter; says what no record has. */
class Meter {
  #total;

  /** Nothing was under way: what was counted since the last record is in none. */
  begins(total) {
    const missing = this.#total === undefined ? 0 : total - this.#total;
    this.#total = total;
    return missing;
  }

  /** So many pulses of this pour are recorded; more than those are not. */
  ends(total, pulses) {
    const missing = this.#total === undefined ? 0 : total - this.#total - pulses;
    this.#total = total;
    return missing;
  }
}

function checkPours(records) {
  const [pours, meters, problems, notes] = [new Map(), new Map(), [], []];
  const meterOf = tap => meters.get(tap) ?? meters.set(tap, new Meter()).get(tap);
  for (const [index, record] of records.entries()) {
    const { kind, fact } = record;
    const note = (tap, pulses) => {
      if (pulses !== 0)
        notes.push(`${place(record)}: tap ${tap}, ${pulses} pulses that no record has`);
    };
    if (kind === 'broughtForward' && index === 0)
      for (const { tap, meterTotal } of fact.taps ?? [])
        meterOf(tap).begins(meterTotal);
    const begun = kind === 'hold' ? fact.terms : kind === 'draw' ? fact : undefined;
    if (begun !== undefined)
      note(begun.tap, meterOf(begun.tap).begins(begun.meterTotal));
    if (kind === 'hold' || kind === 'draw')
      pours.set(place(record.reissues ?? record), fact);
    if (kind === 'capture' || kind === 'release' || kind === 'drawn') {
      const hold = pours.get(place(fact.held));
      const flaw = kind === 'capture' && hold !== undefined ? flawOf(fact, hold) : undefined;
      if (flaw !== undefined)
        problems.push({ line: index + 1, what: flaw });
      const ended = fact.sold ?? fact.flowed;
      if (ended !== undefined)
        note(ended.tap, meterOf(ended.tap).ends(ended.meterTotal, fact.pulses ?? ended.pulses));
      pours.delete(place(fact.held));
    }
  }
  return { problems, notes };
}

await run(USAGE_TEXT, async () => {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  if (values.key === undefined || positionals.length !== 1)
    throw new UsageError('expected one journal, and --key with its terminal\'s public key');
  const [path] = positionals;
  const { records, problems } = await auditJournal(readFile(path), await readKeyFile(values.key));
  const found = problems.length > 0 ? { problems, notes: [] } : checkPours(records);
  for (const note of found.notes)
    console.log(note);
  printProblems(path, found.problems);
  return found.problems.length > 0 ? VERIFICATION_FAILED : GOOD;
});
