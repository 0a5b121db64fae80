// Draws the pictures of docs/hardware.md: node eng/pictures/draw.mjs [FOLDER]. A test compares them with the files.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gates } from './gates.mjs';
import { panels } from './panels.mjs';
import { readers } from './readers.mjs';
import { stations } from './stations.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/hardware', import.meta.url));
for (const { file, svg } of [...readers, ...panels, ...stations, ...gates])
  writeFileSync(`${folder}/${file}`, svg);
