// The reader's supply, and the lines of a turnstile.
import {
  box, colours, diodeUp, ground, joint, lines, npn, picture, pmos, resistor, standingResistor, stroke, supply, text,
} from './drawing.mjs';
import { boards, header, lead } from './wiring.mjs';

const used = new Map([
  [4, { colour: colours.v5 }], [17, { colour: colours.v33 }], [30, { colour: colours.ground }],
  [15, { signal: 'relay', colour: colours.a }], [16, { signal: 'power', colour: colours.c }],
  [29, { signal: 'passed', colour: colours.b }], [31, { signal: 'fire', colour: colours.e }],
]);

const five = (x, y) => supply(x, y, '5 V', colours.v5);
const three = (x, y) => supply(x, y, '3.3 V', colours.v33);

const readerSupply = [
  lead(16, 300, { x: 340, y: 190 }, colours.c), resistor(340, 190, 'R11 10 kΩ'), stroke('M380 190 H390'),
  npn(390, 190, 'T4 BC547'), ground(414, 214), joint(414, 166),
  standingResistor(414, 126, 'R12 10 kΩ', 'left'), five(414, 126),
  stroke('M414 166 H470'), npn(470, 166, 'T2 BC547'), ground(494, 190),
  stroke('M494 142 V124 H560'), joint(520, 124), standingResistor(520, 84, 'R13 10 kΩ', 'left'),
  stroke('M520 84 H590 V94'), joint(590, 84), five(590, 84), pmos(560, 124, 'Q2 AO3401A'),
  stroke('M590 154 V170 H640'), box(640, 152, 142, 36), joint(640, 170, colours.v5),
  text(650, 175, 'VCC of the PN532', { size: 12, bold: true }),
];

const turnstile = [
  lead(15, 320, { x: 400, y: 345 }, colours.a), resistor(400, 345, 'R14 1 kΩ'), stroke('M440 345 H480'),
  joint(460, 345),
  standingResistor(460, 345, 'R15 10 kΩ', 'left'), ground(460, 385),
  npn(480, 345, 'T3 BC547'), ground(504, 369),
  stroke('M504 321 V309 M504 315 H560 V309 M504 269 V259 M504 263 H560 V269'), joint(504, 315), joint(504, 263),
  box(484, 269, 40, 40, { fill: '#fff', stroke: colours.ink, round: 2 }),
  text(504, 294, 'K1', { anchor: 'middle', bold: true }),
  diodeUp(560, 269, 'D3 1N4148'), five(504, 259),
  stroke('M660 289 H690 l26 -14 M722 289 H752'), joint(660, 289), joint(752, 289),
  text(706, 314, 'turnstile', { anchor: 'middle', size: 12, bold: true }),
  text(706, 330, 'no potential of ours', { anchor: 'middle', size: 11 }),
];

const contact = (y, pin, lane, colour, series, pull, closed, words) => [
  lead(pin, lane, { x: 400, y }, colour), resistor(400, y, `${series} 1 kΩ`), stroke(`M440 ${y} H560`), joint(480, y),
  standingResistor(480, y - 40, `${pull} 10 kΩ`), three(480, y - 40),
  stroke(closed ? `M560 ${y} H610` : `M560 ${y} l30 -14 M594 ${y} H610`), joint(560, y), joint(594, y),
  stroke(`M610 ${y} V${y + 6}`), ground(610, y + 6), lines(632, y - 4, words, { size: 12 }),
];

export const gates = [{
  file: 'supply-gate.svg',
  svg: picture({
    title: 'Supply of the reader, and lines of a gate',
    description: 'GPIO23, pin 16, low or not driven: T2 holds Q2 open and the reader has 5 V of pin 4; high: T4 ' +
      'shuts both. GPIO22, pin 15, switches the relay of the turnstile by T3. GPIO5, pin 29, sees the contact that ' +
      'somebody has passed, GPIO6, pin 31, the fire contact, which is closed while all is well. 3.3 V of pin 17, ' +
      'ground of pin 30.',
    height: 744,
    parts: [
      header(used), ...readerSupply, ...turnstile,
      ...contact(472, 29, 300, colours.b, 'R18', 'R16', false, ['*Passed', 'closes for a moment']),
      ...contact(
        566, 31, 286, colours.e, 'R19', 'R17', true,
        ['*Fire', 'closed while all is well:', 'a cut wire opens the gate']),
      boards(620, 110, [
        ['Every board', 'The lines are the same.', 'GPIO22 and 23 are pulled down,', 'GPIO5 and 6 up, from power-on'],
        ['Reader’s supply', 'GPIO23 high takes it away, for',
          '0.2 s at a time. Low, or while', 'nobody drives it: power'],
        ['Relay', 'Off while the Pi boots.', 'Its contact carries at most what', 'is printed on it'],
      ]),
    ],
  }),
}];
