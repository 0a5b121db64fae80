// The valve with its timer, and the flow meter.
import {
  box, capacitor, colours, diodeUp, ground, joint, lines, nmos, npn, picture, resistor, standingCapacitor,
  standingResistor, stroke, supply, text,
} from './drawing.mjs';
import { boards, header, lead } from './wiring.mjs';

const used = new Map([
  [1, { colour: colours.v33 }], [2, { colour: colours.v5 }], [6, { colour: colours.ground }],
  [11, { signal: 'valve', colour: colours.a }], [13, { signal: 'flow', colour: colours.b }],
]);

const five = (x, y) => supply(x, y, '5 V', colours.v5);
const three = (x, y) => supply(x, y, '3.3 V', colours.v33);

const driver = [
  lead(11, 300, { x: 345, y: 220 }, colours.a),
  stroke('M345 220 H460'), joint(400, 220), standingResistor(400, 220, 'R2 10 kΩ'), ground(400, 260),
  resistor(460, 220, 'R1 4.7 kΩ'), stroke('M500 220 H600'), nmos(600, 220, 'Q1 IRF3708'),
  ground(630, 250),
  stroke('M630 190 V172 M630 132 V122 M630 180 H690 V172 M630 126 H690 V132'), joint(630, 180), joint(630, 126),
  box(610, 132, 40, 40, { fill: '#fff', stroke: colours.ink }), stroke('M610 172 L650 132'),
  text(603, 150, 'valve', { anchor: 'end', size: 12, bold: true }),
  text(603, 165, 'normally closed', { anchor: 'end', size: 11 }),
  diodeUp(690, 132, 'D1 1N4007'),
  stroke('M630 122 V96 H560'), box(580, 90, 32, 12, { fill: '#fff', stroke: colours.ink, round: 2 }),
  text(596, 84, 'F1 1 A', { anchor: 'middle', size: 12 }),
  text(552, 100, '+12 V', { anchor: 'end', size: 12, fill: colours.v12, bold: true }),
];

const timer = [
  box(540, 330, 120, 156, { stroke: colours.ink }), text(604, 384, 'CD4541B', { anchor: 'middle', bold: true }),
  lines(604, 406, ['VDD, A, B, AR', 'and Q select: 5 V', 'VSS and MODE:', 'GND'], { anchor: 'middle', size: 11 }),
  text(546, 360, '6 MR', { size: 11 }), text(546, 392, '3', { size: 11 }), text(546, 432, '1', { size: 11 }),
  text(546, 472, '2', { size: 11 }), text(654, 360, 'Q 8', { anchor: 'end', size: 11 }),
  // Inverter: the line low is a reset.
  stroke('M345 220 V356'), joint(345, 220), stroke('M345 356 H355'), resistor(355, 356, 'R4 10 kΩ'), npn(395, 356, ''),
  text(372, 396, 'T1 BC547', { size: 12, anchor: 'middle' }), ground(419, 380),
  stroke('M419 332 V326 H490 V356 H540'), joint(490, 326),
  standingResistor(490, 286, 'R5 10 kΩ', 'left'), five(490, 286),
  // Oscillator.
  resistor(470, 388, 'RS 91 kΩ'), resistor(470, 428, 'RT 43 kΩ'), capacitor(470, 468, 'CT 10 nF'),
  stroke('M510 388 H540 M510 428 H540 M510 468 H540 M470 388 H458 V468 H470 M458 428 H470'), joint(458, 428),
  // Clamp.
  stroke('M660 356 H680 V300 H556 V294 M556 254 V220'), joint(556, 220),
  stroke('M556 254 v12 m-8 0 h16 l-8 16 z m0 16 h16 m-8 0 v12', { fill: colours.ink }),
  text(572, 278, 'D2 BAT85', { size: 12 }),
  lines(672, 392, ['*Q falls after 32 s', 'and holds the gate', 'low, until the line', 'has been low itself'],
    { size: 12 }),
];

const meter = [
  lead(13, 286, { x: 316, y: 560 }, colours.b),
  stroke('M316 560 H330 M330 546 V574 L360 560 Z M360 560 H400', { fill: '#fff' }),
  stroke('M316 560 H330'), text(345, 592, '74LVC1G17', { anchor: 'middle', size: 12 }), three(345, 546),
  joint(400, 560), standingCapacitor(400, 560, 'C1 10 nF'), ground(400, 590),
  stroke('M400 560 H430'), resistor(430, 560, 'R7 1 kΩ'), stroke('M470 560 H620'), joint(510, 560),
  standingResistor(510, 520, 'R6 4.7 kΩ', 'right'), three(510, 520),
  box(620, 516, 162, 90), text(701, 534, 'Flow meter', { anchor: 'middle', bold: true, size: 14 }),
  joint(620, 546, colours.v5), text(630, 550, '+5 V', { size: 12, bold: true }),
  joint(620, 560), text(630, 564, 'pulses, open collector', { size: 12, bold: true }),
  joint(620, 590, colours.ground), text(630, 594, 'GND', { size: 12, bold: true }),
];

export const stations = [{
  file: 'valve-meter.svg',
  svg: picture({
    title: 'Valve with its longest opening time, and flow meter',
    description: 'GPIO17, pin 11, opens the valve: over R1 to the gate of Q1, which switches a normally closed 12 V ' +
      'valve with a flyback diode; R2 keeps it shut while nobody drives the line. A CD4541B starts to count when the ' +
      'line goes high and after 32 seconds holds the gate low through D2, until the line has been low. The flow ' +
      'meter pulls R6 to ground; its pulses reach GPIO27, pin 13, through R7, C1 and a Schmitt trigger.',
    height: 744,
    parts: [
      header(used), ...driver, ...timer, ...meter,
      boards(620, 110, [
        ['Every board', 'dtparam=strict_gpiod', 'GPIO17 and 27 are inputs, pulled',
          'down, from power-on', '(RP1 and BCM2835 alike)'],
        ['Longest time', '2^15 × 2.3 × RT × CT = 32 s', 'Longer than the longest pour,',
          'shorter than a keg'],
        ['Ground', '12 V and Pi share one ground,', 'joined at Q1’s source.',
          'Motor wires apart from the meter’s'],
      ]),
    ],
  }),
}];
