// Display and buzzer.
import {
  box, colours, diodeUp, ground, joint, lines, npn, picture, resistor, standingResistor, stroke, supply, text, wire,
} from './drawing.mjs';
import { boards, device, header, lead } from './wiring.mjs';

const used = new Map([
  [1, { colour: colours.v33 }], [2, { colour: colours.v5 }], [4, { colour: colours.v5 }],
  [6, { colour: colours.ground }],
  [3, { signal: 'SDA', colour: colours.a }], [5, { signal: 'SCL', colour: colours.b }],
  [12, { signal: 'tone', colour: colours.c }],
]);

const small = { x: 430, y: 60, width: 352, height: 134, title: 'SSD1306 or SH1106, 128 × 64' };
const shifter = { x: 430, y: 204, width: 148, height: 158, title: 'Level shifter' };
const large = { x: 618, y: 204, width: 164, height: 158, title: 'HD44780, PCF8574' };

const panelWires = [
  lead(1, 380, { x: 430, y: 104 }, colours.v33),
  lead(6, 310, { x: 430, y: 126 }, colours.ground),
  lead(3, 338, { x: 430, y: 150 }, colours.a),
  lead(5, 352, { x: 430, y: 174 }, colours.b),
  wire('M338 150 V272 H430', colours.a), wire('M352 174 V296 H430', colours.b),
  wire('M310 126 V320 H430', colours.ground), wire('M380 104 V248 H430', colours.v33),
  joint(338, 150, colours.a), joint(352, 174, colours.b), joint(310, 126, colours.ground), joint(380, 104, colours.v33),
  wire('M578 272 H618', colours.a), wire('M578 296 H618', colours.b), wire('M578 320 H618', colours.ground),
  wire('M578 248 H618', colours.v5),
];

const buzzer = [
  lead(12, 324, { x: 430, y: 478 }, colours.c),
  resistor(430, 478, 'R1 1 kΩ'), stroke('M470 478 H510'), joint(490, 478),
  standingResistor(490, 478, 'R2 10 kΩ', 'left'), ground(490, 518),
  npn(510, 478, 'T1 BC547'), ground(534, 502),
  stroke('M534 454 V438 M534 398 V388 M534 446 H580 V438 M534 392 H580 V398'), joint(534, 446), joint(534, 392),
  box(514, 398, 40, 40, { fill: '#fff', stroke: colours.ink, round: 20 }),
  text(534, 423, 'B1', { anchor: 'middle', bold: true }),
  diodeUp(580, 398, 'D1 1N4148'),
  supply(534, 388, '', colours.v5), text(548, 384, '5 V, pin 4', { size: 12, fill: colours.v5, bold: true }),
  lines(632, 458, [
    '*Active: its own tone', 'any GPIO line will do', '*Passive: needs a wave', 'GPIO18 has PWM for it',
    '*D1: for magnetic ones', 'piezo: 1 kΩ in its place',
  ], { size: 12 }),
];

export const panels = [{
  file: 'display-buzzer.svg',
  svg: picture({
    title: 'Display and buzzer',
    description: 'The display is on GPIO2, pin 3 (SDA) and GPIO3, pin 5 (SCL): an OLED at 3.3 V from pin 1 directly, ' +
      'a character display at 5 V from pin 2 behind a level shifter. GPIO18, pin 12, drives an NPN transistor that ' +
      'switches the buzzer between 5 V of pin 4 and ground.',
    height: 744,
    parts: [
      header(used),
      ...panelWires,
      device({
        ...small,
        terminals: [
          { name: 'VCC  3.3 V', at: 44, colour: colours.v33 }, { name: 'GND', at: 66, colour: colours.ground },
          { name: 'SDA', at: 90, colour: colours.a }, { name: 'SCL', at: 114, colour: colours.b },
        ],
      }),
      lines(580, 128, ['Address 0x3C, by a resistor',
        'on some modules 0x3D.', 'At 3.3 V, never at 5 V.'], { size: 12 }),
      device({
        ...shifter,
        terminals: [
          { name: 'LV  3.3 V', at: 44, colour: colours.v33 }, { name: 'LV1', at: 68, colour: colours.a },
          { name: 'LV2', at: 92, colour: colours.b }, { name: 'GND', at: 116, colour: colours.ground },
        ],
        notes: ['BSS138, 10 kΩ each'], notesAt: 146,
      }),
      device({
        ...large,
        terminals: [
          { name: 'VCC  5 V, pin 2', at: 44, colour: colours.v5 }, { name: 'SDA', at: 68, colour: colours.a },
          { name: 'SCL', at: 92, colour: colours.b }, { name: 'GND', at: 116, colour: colours.ground },
        ],
        notes: ['0x27, with an A: 0x3F'], notesAt: 146,
      }),
      ...buzzer,
      boards(600, 126, [
        ['Pi Zero 2 W', 'dtparam=i2c_arm=on', 'passive buzzer:', '  dtoverlay=pwm,pin=18,func=2',
          'PWM: pwmchip0, channel 0', 'dtparam=audio=off'],
        ['Pi 4', 'dtparam=i2c_arm=on', 'passive buzzer:', '  dtoverlay=pwm,pin=18,func=2',
          'PWM: pwmchip0, channel 0', 'dtparam=audio=off'],
        ['Pi 5', 'dtparam=i2c_arm=on', 'passive buzzer:', '  dtoverlay=pwm,pin=18,func=2',
          'PWM: channel 2 of RP1’s PWM0',
          'doctor names the chip'],
      ]),
    ],
  }),
}];
