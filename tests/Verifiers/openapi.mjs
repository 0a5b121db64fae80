#!/usr/bin/env node
// Holds what an HTTP API answered against its OpenAPI 3.1 document with the npm package ajv.
import Ajv2020 from 'ajv/dist/2020.js';
import { GOOD, UsageError, VERIFICATION_FAILED, readFile, run } from './command.mjs';

const USAGE_TEXT = `usage: node openapi.mjs DOCUMENT ANSWERS

ANSWERS is a JSON array of {"method", "path" (as in the document, with its braces), "status", "mediaType", "sent",
"body"}.
Prints "all good", or a line for every answer, or body that was sent and taken, that the document does not allow.

Exit codes: 0 all are good; 1 usage, or a file cannot be read; 3 one of them is not.`;

// Statuses of what was taken: what was sent then is of the form that the document says.
const isTaken = (status) => status < 300;

await run(USAGE_TEXT, async () => {
  const [documentFile, answersFile] = process.argv.slice(2);
  if (answersFile === undefined)
    throw new UsageError('expected a document and a file of answers');
  const document = JSON.parse(readFile(documentFile));
  // The document's own keywords stand beside schemas that point into it.
  const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { uuid: /^[0-9a-f-]{36}$/i } });
  ajv.addSchema(document, 'document');
  const escaped = (text) => text.replaceAll('~', '~0').replaceAll('/', '~1');
  const check = (place, value) => {
    const validate = ajv.compile({ $ref: `document#/${place.map(escaped).map(encodeURIComponent).join('/')}/schema` });
    return validate(value) ? [] : validate.errors.map((error) => `${error.instancePath || '/'}: ${error.message}`);
  };
  let all = GOOD;
  const complain = (answer, what) => {
    all = VERIFICATION_FAILED;
    console.log(`${answer.method} ${answer.path} ${answer.status}: ${what}`);
  };
  for (const answer of JSON.parse(readFile(answersFile))) {
    const operation = document.paths[answer.path]?.[answer.method.toLowerCase()];
    if (operation === undefined) {
      complain(answer, 'the document has no such operation');
      continue;
    }
    const at = ['paths', answer.path, answer.method.toLowerCase()];
    if (operation.responses[answer.status]?.content?.[answer.mediaType] === undefined)
      complain(answer, `the document has no such answer of type ${answer.mediaType}`);
    else
      for (const error of check([...at, 'responses', `${answer.status}`, 'content', answer.mediaType], answer.body))
        complain(answer, error);
    if (isTaken(answer.status) && operation.requestBody !== undefined)
      for (const error of check([...at, 'requestBody', 'content', 'application/json'], answer.sent))
        complain(answer, `sent: ${error}`);
  }
  if (all === GOOD)
    console.log('all good');
  return all;
});
