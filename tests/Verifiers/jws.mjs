// A signed object as docs/formats/ describes it. The signature is jose's to check; what jose would let pass and the
// format does not (other headers, base64url with two spellings) is looked at here.
import { createHash, webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, errors, importJWK } from 'jose';
import { FormatError } from './format-error.mjs';
import { readStrictJson } from './strict-json.mjs';

// Node 18 (Debian 12) has it under another name.
globalThis.crypto ??= webcrypto;

const SIGNATURE_BYTES = 64;

/** A public JWK, ready to verify with. */
export async function readKey(jwk) {
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256')
    throw new Error('expected a public JWK with kty EC and crv P-256');
  const { kty, crv, x, y } = jwk;
  return {
    id: await calculateJwkThumbprint({ kty, crv, x, y }),
    key: await importJWK({ kty, crv, x, y }, 'ES256'),
    site: jwk.site,
    terminal: jwk.terminal,
  };
}

/** SHA-256 over the signing input, in base64url; null when the text has none. */
export function hashOf(compact) {
  const end = compact.lastIndexOf('.');
  return end < 0 ? null : createHash('sha256').update(compact.slice(0, end), 'latin1').digest('base64url');
}

/** Checks form, header and signature; gives the payload's text. Throws a FormatError that says what is wrong. */
export async function open(compact, type, longest, key) {
  if (compact.length > longest)
    throw new FormatError('TooLong', `${compact.length} bytes; ${type} has at most ${longest}`);
  const parts = compact.split('.');
  if (parts.length !== 3)
    throw new FormatError('NotCompactJws', `${parts.length} parts; a compact JWS has 3 with dots between them`);
  const [header, payload, signature] = parts.map(decode);
  if (signature.length !== SIGNATURE_BYTES)
    throw new FormatError('NotCompactJws', `a signature of ${signature.length} bytes; expected ${SIGNATURE_BYTES}`);
  checkHeader(header.toString('utf8'), type, key.id);
  try {
    await compactVerify(compact, key.key, { algorithms: ['ES256'] });
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      throw new FormatError('BadSignature', 'the signature does not verify');
    throw new FormatError('BadSignature', `jose does not take it: ${error.message}`);
  }
  return utf8(payload);
}

/** What is not UTF-8, or begins with a byte order mark, is no JSON text (RFC 8259, section 8.1). */
function utf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError('BadContent', 'not UTF-8');
  }
}

function decode(part) {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part)
    throw new FormatError('NotCompactJws', 'base64url that is not canonical');
  return bytes;
}

function checkHeader(text, type, keyId) {
  let header;
  try {
    header = readStrictJson(text);
  } catch (error) {
    throw new FormatError('WrongHeader', error.message);
  }
  const names = Object.keys(header).sort().join(' ');
  if (names !== 'alg kid typ')
    throw new FormatError('WrongHeader', `a header of "${names}"; expected alg, kid and typ, and nothing else`);
  if (header.alg !== 'ES256' || header.typ !== type)
    throw new FormatError('WrongHeader', `alg "${header.alg}" and typ "${header.typ}"; expected "ES256" and "${type}"`);
  if (header.kid !== keyId)
    throw new FormatError('UnknownKey', `signed by key ${header.kid}; the key given is ${keyId}`);
}
