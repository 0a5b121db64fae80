// What the programs here have in common: their exit codes, and how they end.
import { readFileSync } from 'node:fs';
import { readKey } from './jws.mjs';

export const GOOD = 0;
export const USAGE = 1;
export const VERIFICATION_FAILED = 3;

/** The command line is not one, or a file that it names cannot be read. */
export class UsageError extends Error {}

export function readFile(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`'${path}' cannot be read: ${error.message}`);
  }
}

export async function readKeyFile(path) {
  try {
    return await readKey(JSON.parse(readFile(path)));
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`'${path}' is not a public key: ${error.message}`);
  }
}

/** Names every problem with its line. */
export function printProblems(path, problems) {
  for (const { line, what } of problems)
    console.error(`${path}, line ${line}: ${what}`);
}

/** Runs a program to its end, and says what went wrong in a sentence. */
export async function run(usage, program) {
  if (process.argv.slice(2).some(word => word === '--help' || word === '-h')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await program();
  } catch (error) {
    const isUsage = error instanceof UsageError || String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!isUsage)
      throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = USAGE;
  }
}
