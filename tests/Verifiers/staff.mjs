// Staff of a configuration, sealed for the terminal: docs/formats/mqtt.md. The cipher is jose's to open.
import { compactDecrypt, errors } from 'jose';
import { FormatError } from './format-error.mjs';
import { assetWithBalance, digest, from, hasMembers, hex128, matching, object, oneOf, rows, within } from './forms.mjs';
import { readStrictJson } from './strict-json.mjs';

/** Characters of a JWE of staff. */
export const LONGEST_STAFF = 512 + 24 * 1024 / 3 * 4;

const PART = /^[A-Za-z0-9_-]*$/;
const HEADER = ['alg', 'cty', 'enc', 'epk', 'kid'];

const flag = oneOf(true, false);
const STAFF = {
  roles: rows(object({ badge: matching(/^BDG(-[A-Z0-9]{1,24})?$/), refills: flag, voids: flag, takesDeposits: flag,
    closes: flag })),
  asset: assetWithBalance,
  mostAtOnce: from(0),
  mostADay: from(0),
  mostUnlisted: from(0),
  voidSeconds: within(0, 24 * 3600),
  pins: rows(object({ card: hex128, salt: matching(/^[A-Za-z0-9_-]{22,}$/), iterations: within(10_000, 1_000_000),
    hash: digest })),
};

/** Opens it. Throws a FormatError that says what is wrong. */
export async function openStaff(sealed, keyId, key) {
  const parts = sealed.split('.');
  if (parts.length !== 5 || !parts.every(part => PART.test(part)) || parts[1] !== ''
    || Buffer.from(parts[4], 'base64url').length !== 16)
    throw new FormatError('NotCompactJwe', 'not five parts in base64url, the second empty, the last a tag of 16 bytes');
  const header = readStrictJson(Buffer.from(parts[0], 'base64url').toString('utf8'));
  const names = Object.keys(header).sort().join();
  if (names !== HEADER.join() || header.alg !== 'ECDH-ES' || header.enc !== 'A256GCM')
    throw new FormatError('WrongHeader', `a header of ${names}, alg ${header.alg} and enc ${header.enc}`);
  if (header.kid !== keyId)
    throw new FormatError('UnknownKey', `sealed for key ${header.kid}; the key given is ${keyId}`);
  const staff = readStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(await decrypt(sealed, key)));
  if (!hasMembers(staff, STAFF))
    throw new FormatError('BadContent', 'not the members that staff have, or not of their form');
  return staff;
}

async function decrypt(sealed, key) {
  try {
    return (await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'],
    })).plaintext;
  } catch (error) {
    if (error instanceof errors.JWEDecryptionFailed)
      throw new FormatError('BadSignature', 'it was changed, or sealed for another key');
    throw error;
  }
}
