#!/usr/bin/env node
// Reads a ledger's answer to a terminal that was enrolled over the network, as docs/formats/enrolment.md describes it.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { compactDecrypt, decodeProtectedHeader, importPKCS8 } from 'jose';
import { GOOD, UsageError, readFile, readKeyFile, run } from './command.mjs';
import { FormatError } from './format-error.mjs';
import { open } from './jws.mjs';
import { readStrictJson } from './strict-json.mjs';

const USAGE_TEXT = `usage: node enrolment.mjs --key TERMINAL.pem --ledger LEDGER.jwk ANSWER

Decrypts the answer with the terminal's private key, checks the ledger's signatures on it and on the enrolment in it,
and prints the terminal's name and the four words of both keys.

Exit codes: 0 good; 1 usage, or a file cannot be read; 3 it does not verify.`;

const HEADER = ['alg', 'cty', 'enc', 'epk', 'kid'];
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';

await run(USAGE_TEXT, async () => {
  const options = { key: { type: 'string' }, ledger: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.key === undefined || values.ledger === undefined || positionals.length !== 1)
    throw new UsageError('expected one answer, --key and --ledger');
  const ledger = await readKeyFile(values.ledger);
  const jwe = readFile(positionals[0]).toString('latin1');
  const members = Object.keys(decodeProtectedHeader(jwe)).sort();
  if (members.join() !== HEADER.join())
    throw new FormatError('WrongHeader', `the header has ${members}; expected ${HEADER}`);

  const key = await importPKCS8(readFile(values.key).toString('latin1'), 'ECDH-ES');
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, {
    keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'],
  });
  const jws = new TextDecoder().decode(plaintext);
  const answer = readStrictJson(await open(jws, 'et-enrolment-answer', 128 * 1024, ledger));
  const enrolment = readStrictJson(await open(answer.enrolment, 'et-enrolment', 64 * 1024, ledger));
  if (enrolment.terminal !== answer.terminal || enrolment.terminalKey !== protectedHeader.kid)
    throw new FormatError('WrongAddressee', 'the enrolment is of another terminal or key than the answer');
  console.log(`${answer.terminal}: ${words(protectedHeader.kid, ledger.id)}`);
  return GOOD;
});

/** Four proquints of 16 bits. */
function words(terminal, ledger) {
  const hash = createHash('sha256').update(`edge-terminal enrolment words 1\n${terminal}\n${ledger}`).digest();
  return [0, 2, 4, 6].map(at => word(hash.readUInt16BE(at))).join(' ');
}

function word(bits) {
  return CONSONANTS[bits >> 12] + VOWELS[(bits >> 10) & 3] + CONSONANTS[(bits >> 6) & 15] + VOWELS[(bits >> 4) & 3]
    + CONSONANTS[bits & 15];
}
