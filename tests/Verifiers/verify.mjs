#!/usr/bin/env node
// Verifies a journal with the npm package jose and the format document: docs/formats/journal.md.
import { parseArgs } from 'node:util';
import { GOOD, UsageError, VERIFICATION_FAILED, printProblems, readFile, readKeyFile, run } from './command.mjs';
import { auditJournal } from './journal.mjs';

const USAGE_TEXT = `usage: node verify.mjs --key TERMINAL.jwk FILE

Checks every line of an exported journal: its signature (ES256, with the npm package jose), its header, its form, its
place, and that it follows the line before it. Prints every line that is wrong, by number.

Exit codes: 0 all lines are good; 1 usage, or a file cannot be read; 3 the journal does not verify.`;

await run(USAGE_TEXT, async () => {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  if (values.key === undefined || positionals.length !== 1)
    throw new UsageError('expected one journal, and --key with its terminal\'s public key');
  const [path] = positionals;
  const { records, problems, lastHash, torn } = await auditJournal(readFile(path), await readKeyFile(values.key));
  if (problems.length > 0) {
    printProblems(path, problems);
    return VERIFICATION_FAILED;
  }
  const place = ({ epoch, sequence }) => `${epoch}/${sequence}`;
  const { site, terminal } = records[0];
  console.log(`verified with jose: ${records.length} lines of ${terminal} at ${site}, `
    + `${place(records[0])} to ${place(records.at(-1))}, last hash ${lastHash}`
    + (torn === 0 ? '' : `, and ${torn} bytes of a torn line`));
  return GOOD;
});
