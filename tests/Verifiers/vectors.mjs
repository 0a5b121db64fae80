#!/usr/bin/env node
// Checks the golden vectors of docs/formats/vectors, as docs/formats/vectors.md describes them.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { importJWK } from 'jose';
import { GOOD, VERIFICATION_FAILED, readFile, run } from './command.mjs';
import { FormatError } from './format-error.mjs';
import { auditJournal, readLine } from './journal.mjs';
import { hashOf, readKey } from './jws.mjs';
import { hashOfChunk, readChunk, readMessage, unpackChunk } from './messages.mjs';
import { openStaff } from './staff.mjs';
import { readStrictJson } from './strict-json.mjs';

const USAGE_TEXT = `usage: node vectors.mjs [--folder FOLDER]

Checks that every good vector is accepted with the payload and the hash that stand beside it, with either of its two
signatures, and that every wrong one is refused for the reason that it names.

Exit codes: 0 all of them; 1 usage, or a file cannot be read; 3 some do not.`;

const READERS = {
  'journal.json': readLine,
  'ack.json': (compact, key) => readMessage(compact, 'et-ack', key),
  'beat.json': (compact, key) => readMessage(compact, 'et-beat', key),
  'config.json': (compact, key) => readMessage(compact, 'et-config', key),
  'list.json': (compact, key) => readMessage(compact, 'et-list', key),
  'reallocation.json': (compact, key) => readMessage(compact, 'et-reallocation', key),
  'act.json': (compact, key) => readMessage(compact, 'et-act', key),
};

await run(USAGE_TEXT, async () => {
  const { values } = parseArgs({ options: { folder: { type: 'string' } } });
  const folder = values.folder ?? fileURLToPath(new URL('../../docs/formats/vectors', import.meta.url));
  const load = name => JSON.parse(readFile(join(folder, name)));
  const keys = load('keys.json');
  const failures = [];
  let checked = 0;
  const expect = (isTrue, name, what) => {
    checked++;
    if (!isTrue)
      failures.push(`${name}: ${what}`);
  };
  for (const [name, read] of Object.entries(READERS)) {
    const file = load(name);
    const key = await readKey(keys[file.key]);
    for (const { says, payload, signingInput, signature, otherSignature, hash } of file.good) {
      expect(hash === hashOf(`${signingInput}.${signature}`), name, `'${says}' has another hash`);
      for (const some of [signature, otherSignature])
        expect(await isRead(read, `${signingInput}.${some}`, key, payload), name, `'${says}' is not read as it says`);
    }
    for (const { says, error, compact } of file.wrong) {
      const kind = await kindOfError(() => read(compact, key));
      expect(kind === error, name, `'${says}': ${kind ?? 'accepted'}; expected ${error}`);
    }
    for (const { says, index, count, hash, text } of file.chunks ?? []) {
      expect(hashOfChunk(text) === hash, name, `chunk '${says}' has another hash`);
      expect(await kindOfError(() => readChunk(text, index, count)) === null, name, `chunk '${says}' is not read`);
    }
    for (const { says, index, count, hash, packed, text } of file.packedChunks ?? []) {
      const bytes = Buffer.from(packed, 'base64url');
      expect(hashOfChunk(bytes) === hash, name, `packed chunk '${says}' has another hash`);
      expect(unpackChunk(bytes) === text, name, `packed chunk '${says}' has other lines`);
      expect(await kindOfError(() => readChunk(text, index, count)) === null, name, `chunk '${says}' is not read`);
    }
    for (const { says, index, count, text } of file.wrongChunks ?? [])
      expect(await kindOfError(() => readChunk(text, index, count)) === 'BadContent', name, `chunk '${says}' is read`);
  }
  const { kty, crv, x, y, d, kid } = keys.terminal;
  const own = await importJWK({ kty, crv, x, y, d }, 'ECDH-ES');
  for (const { says, sealed, text, error } of load('config.json').staff) {
    const kind = await kindOfError(async () => {
      const staff = await openStaff(sealed, kid, own);
      expect(isDeepStrictEqual(staff, readStrictJson(text)), 'config.json', `'${says}' is another`);
    });
    expect(kind === (error ?? null), 'config.json', `'${says}': ${kind ?? 'opened'}; expected ${error ?? 'to open'}`);
  }
  const lines = load('journal.json').good.map(({ signingInput, signature }) => `${signingInput}.${signature}\n`);
  const { problems } = await auditJournal(Buffer.from(lines.join('')), await readKey(keys.terminal));
  expect(problems.length === 0, 'journal.json', `the chain: ${problems[0]?.what}`);

  failures.forEach(failure => console.error(failure));
  if (failures.length > 0)
    return VERIFICATION_FAILED;
  console.log(`vectors: ${checked} checks, all good`);
  return GOOD;
});

async function isRead(read, compact, key, payload) {
  const text = Buffer.from(compact.split('.')[1], 'base64url').toString('utf8');
  return text === payload && await kindOfError(() => read(compact, key)) === null;
}

async function kindOfError(read) {
  try {
    await read();
    return null;
  } catch (error) {
    if (error instanceof FormatError)
      return error.kind;
    throw error;
  }
}
