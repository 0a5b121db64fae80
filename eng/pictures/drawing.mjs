// Strokes, words and the symbols of parts (IEC 60617), as SVG elements. Lengths are the picture's own units.

export const colours = {
  paper: '#fcfcf9', ink: '#212529', quiet: '#6b7280', line: '#c3c7cd', panel: '#f1f3f5',
  v5: '#c92a2a', v33: '#c2410c', v12: '#862e9c', ground: '#343a40',
  a: '#1864ab', b: '#2b8a3e', c: '#5f3dc4', d: '#0b7285', e: '#a61e4d', f: '#7c5c00',
};

const escape = words => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const text = (x, y, words, { size = 13, fill = colours.ink, anchor = 'start', bold = false } = {}) =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"` +
  `${bold ? ' font-weight="600"' : ''}>${escape(words)}</text>`;

/** Several lines; one that starts with `*` is bold. */
export const lines = (x, y, rows, options = {}) => rows.map((row, index) => row.startsWith('*')
  ? text(x, y + index * 17, row.slice(1), { ...options, bold: true })
  : text(x, y + index * 17, row, options)).join('\n');

export const box = (x, y, width, height, { fill = colours.panel, stroke = colours.line, round = 6 } = {}) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${fill}" stroke="${stroke}"/>`;

export const stroke = (path, { colour = colours.ink, width = 2, fill = 'none' } = {}) =>
  `<path d="${path}" fill="${fill}" stroke="${colour}" stroke-width="${width}"/>`;

/** A wire that is seen to pass over another one. */
export const wire = (path, colour, attributes = '') =>
  `<path d="${path}" fill="none" stroke="${colours.paper}" stroke-width="7"/>\n` +
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.5"${attributes ? ' ' + attributes : ''}/>`;

export const joint = (x, y, colour = colours.ink) => `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`;

export const ground = (x, y) =>
  stroke(`M${x} ${y} v8 M${x - 10} ${y + 8} h20 M${x - 6} ${y + 12} h12 M${x - 2} ${y + 16} h4`);

/** A supply, and the pin that it comes from where it comes from the header. */
export const supply = (x, y, words, colour, attributes = '') =>
  `<g${attributes ? ' ' + attributes : ''}>${stroke(`M${x} ${y} v-10 M${x - 7} ${y - 4} l7 -7 l7 7`, { colour })}\n` +
  `${text(x, y - 15, words, { anchor: 'middle', size: 12, fill: colour, bold: true })}</g>`;

/** 40 long, from (x, y) to the right. */
export const resistor = (x, y, name) =>
  `${stroke(`M${x} ${y} h6 m28 0 h6`)}<rect x="${x + 6}" y="${y - 6}" width="28" height="12" fill="none" ` +
  `stroke="${colours.ink}" stroke-width="2"/>\n${text(x + 20, y - 11, name, { anchor: 'middle', size: 12 })}`;

/** 40 long, from (x, y) down; its name stands on the right, or on the left. */
export const standingResistor = (x, y, name, side = 'right') =>
  `${stroke(`M${x} ${y} v6 m0 28 v6`)}<rect x="${x - 6}" y="${y + 6}" width="12" height="28" fill="none" ` +
  `stroke="${colours.ink}" stroke-width="2"/>\n` +
  text(side === 'right' ? x + 12 : x - 12, y + 24, name, { size: 12, anchor: side === 'right' ? 'start' : 'end' });

/** 40 long, from (x, y) to the right. */
export const capacitor = (x, y, name) =>
  `${stroke(`M${x} ${y} h17 m0 -10 v20 m6 -20 v20 m0 -10 h17`)}\n` +
  text(x + 20, y - 13, name, { anchor: 'middle', size: 12 });

/** 30 long, from (x, y) down. */
export const standingCapacitor = (x, y, name) =>
  `${stroke(`M${x} ${y} v12 m-10 0 h20 m-20 6 h20 m-10 0 v12`)}\n${text(x + 15, y + 19, name, { size: 12 })}`;

/** Conducts upwards: 40 long, from (x, y) down, its cathode above. */
export const diodeUp = (x, y, name) =>
  `${stroke(`M${x} ${y} v12 m-8 0 h16 m0 16 h-16 l8 -16 z m-8 0 v12`, { fill: colours.ink })}\n` +
  text(x + 13, y + 25, name, { size: 12 });

/** NPN: base at (x, y), collector at (x + 24, y - 24), emitter at (x + 24, y + 24). */
export const npn = (x, y, name) =>
  `<circle cx="${x + 17}" cy="${y}" r="19" fill="none" stroke="${colours.line}"/>` +
  stroke(`M${x} ${y} h10 m0 -12 v24 m0 -18 l14 -9 v-9 m-14 30 l14 9 v9`) +
  stroke(`M${x + 22} ${y + 14} l-9 0 l5 -7 z`, { fill: colours.ink, width: 1 }) +
  `\n${text(x + 40, y + 5, name, { size: 12 })}`;

const channel = 'm0 -14 v28 m5 -29 v8 m0 3 v8 m0 3 v8 m0 -26 h13 v-19';

/** N-channel MOSFET: gate at (x, y), drain at (x + 30, y - 30), source at (x + 30, y + 30). */
export const nmos = (x, y, name) =>
  stroke(`M${x} ${y} h12 ${channel} m-13 30 h13 v30 m-13 -17 h13`) +
  stroke(`M${x + 18} ${y} l8 -5 v10 z`, { fill: colours.ink, width: 1 }) +
  `\n${text(x + 38, y + 5, name, { size: 12 })}`;

/** P-channel MOSFET: gate at (x, y), source at (x + 30, y - 30), drain at (x + 30, y + 30). */
export const pmos = (x, y, name) =>
  stroke(`M${x} ${y} h12 ${channel} v30 h-13 m0 13 h13 v17`) +
  stroke(`M${x + 27} ${y} l-8 -5 v10 z`, { fill: colours.ink, width: 1 }) +
  `\n${text(x + 38, y + 5, name, { size: 12 })}`;

/** A whole picture on paper of its own, so that it can be read on a light and on a dark page. */
export const picture = ({ title, description, height, parts }) => `<?xml version="1.0" encoding="UTF-8"?>
<!-- Drawn by eng/pictures/draw.mjs: change that. -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 ${height}" role="img" aria-labelledby="title desc"
  font-family="system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif" stroke-linejoin="round">
<title id="title">${escape(title)}</title>
<desc id="desc">${escape(description)}</desc>
<rect width="800" height="${height}" rx="8" fill="${colours.paper}" stroke="${colours.line}"/>
${text(20, 32, title, { size: 18, bold: true })}
${parts.join('\n')}
</svg>
`;
