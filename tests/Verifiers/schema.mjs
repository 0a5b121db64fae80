#!/usr/bin/env node
// Holds configuration files against docs/configuration.schema.json with the npm package ajv.
import Ajv2020 from 'ajv/dist/2020.js';
import { GOOD, UsageError, VERIFICATION_FAILED, readFile, run } from './command.mjs';

const USAGE_TEXT = `usage: node schema.mjs SCHEMA FILE…

Prints "FILE: good", or a line for every value that the schema does not allow: where it stands, and what is wrong.

Exit codes: 0 all files are good; 1 usage, or a file cannot be read; 3 one of them is not.`;

await run(USAGE_TEXT, async () => {
  const [schema, ...files] = process.argv.slice(2);
  if (files.length === 0)
    throw new UsageError('expected a schema and a file');
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false })
    .compile(JSON.parse(readFile(schema)));
  let all = GOOD;
  for (const file of files) {
    if (validate(JSON.parse(readFile(file)))) {
      console.log(`${file}: good`);
      continue;
    }
    all = VERIFICATION_FAILED;
    for (const { instancePath, message, params } of validate.errors)
      console.log(`${instancePath || '/'}: ${message} ${JSON.stringify(params)}`);
  }
  return all;
});
