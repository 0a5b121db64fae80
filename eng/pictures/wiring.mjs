// The header with its used pins coloured, wires from it, devices with terminals, and what differs between the boards.
import { box, colours, joint, lines, text, wire } from './drawing.mjs';
import { dataOf, nameOf, pins } from './header.mjs';

const top = 84, pitch = 25, oddX = 124, evenX = 150, pill = 18;

/** The height at which a pin sits. */
export const rowOf = pin => top + Math.floor((pin - 1) / 2) * pitch;

/** Where a wire leaves the header: beside an even pin's label, or below the row of an odd pin. */
export const exitOf = pin => ({ x: pin % 2 ? oddX : 270, y: rowOf(pin) + (pin % 2 ? pitch / 2 : 0) });

/** @param used {Map<number, {signal?: string, colour: string}>} by pin */
export function header(used) {
  const parts = [
    text(137, 62, '40-pin header, seen from above', { anchor: 'middle', size: 12, fill: colours.quiet }),
    box(108, top - 18, 58, 19 * pitch + 36, { fill: '#e9ecef' }),
  ];
  for (let pin = 1; pin <= pins.length; pin++)
    parts.push(pinOf(pin, used.get(pin)));
  return parts.join('\n');
}

function pinOf(pin, use) {
  const odd = pin % 2 === 1, x = odd ? oddX : evenX, y = rowOf(pin);
  const label = use?.signal ? `${nameOf(pin)} ${use.signal}` : nameOf(pin);
  const number = `<circle cx="${x}" cy="${y}" r="10" fill="${use?.colour ?? '#fff'}" stroke="${colours.quiet}"/>` +
    text(x, y + 4, String(pin), { anchor: 'middle', size: 11, fill: use ? '#fff' : colours.quiet });
  const [left, words, anchor] = odd ? [2, 100, 'end'] : [168, 174, 'start'];
  const name = text(words, y + 4, label, { anchor, size: 12, fill: use ? '#fff' : colours.quiet, bold: Boolean(use) });
  if (!use)
    return number + name;
  const plate = box(left, y - pill / 2, 103, pill, { fill: use.colour, stroke: 'none' });
  return `<g class="pin" ${dataOf(pin)}>${plate}${number}${name}</g>`;
}

/** A box with terminals on its left side; a terminal has a name, an offset from the top, and perhaps a second line. */
export function device({ x, y, width, height, title, terminals = [], notes = [], notesAt = 0 }) {
  return [
    box(x, y, width, height),
    text(x + width / 2, y + 20, title, { anchor: 'middle', bold: true, size: 14 }),
    ...terminals.map(({ name, at, colour }) =>
      joint(x, y + at, colour) + text(x + 10, y + at + 4, name, { size: 12, bold: true })),
    lines(x + 12, y + notesAt, notes, { size: 12 }),
  ].join('\n');
}

/** A wire from a pin by a vertical lane to a point. */
export function lead(pin, lane, { x, y }, colour) {
  const from = exitOf(pin);
  const out = pin % 2 ? `M${from.x} ${rowOf(pin) + 10} V${from.y}` : `M${from.x} ${from.y}`;
  return wire(`${out} H${lane} V${y} H${x}`, colour, `class="wire" ${dataOf(pin)}`);
}

/** What differs between the boards, a column each. */
export function boards(y, height, columns) {
  const width = 248;
  return columns.map(([title, ...rows], index) => {
    const x = 16 + index * (width + 12);
    return box(x, y, width, height) + text(x + 12, y + 21, title, { bold: true, size: 14 }) + '\n' +
      lines(x + 12, y + 42, rows, { size: 12 });
  }).join('\n');
}

/** Which way the module's two switches stand for this bus. */
export function switches(x, y, first, second) {
  const one = (offset, name, on) =>
    box(x + offset, y, 24, 40, { fill: '#fff', stroke: colours.quiet, round: 3 }) +
    box(x + offset + 4, on ? y + 4 : y + 20, 16, 16, { fill: colours.ink, stroke: 'none', round: 2 }) +
    text(x + offset + 12, y + 54, name, { anchor: 'middle', size: 11 });
  return one(0, '1', first) + one(30, '2', second) + text(x + 62, y + 15, 'ON', { size: 11, fill: colours.quiet }) +
    text(x + 62, y + 34, 'off', { size: 11, fill: colours.quiet });
}
