// The PN532 on each of its three buses.
import { colours, lines, picture, text } from './drawing.mjs';
import { boards, device, header, lead, switches } from './wiring.mjs';

const lanes = [292, 306, 320, 334, 348, 362, 376, 390];
const x = 430, y = 84;

/** Lines that every bus has beside its own: supply, interrupt, reset. */
const common = [
  { pin: 2, signal: '', colour: colours.v5, name: 'VCC  5 V', at: 46, lane: 0 },
  { pin: 6, signal: '', colour: colours.ground, name: 'GND', at: 70, lane: 1 },
];
const interrupt = at =>
  ({ pin: 22, signal: 'IRQ', colour: colours.d, name: 'IRQ  low: an answer waits', at, lane: 4 });
const reset = at =>
  ({ pin: 18, signal: 'reset', colour: colours.e, name: 'RSTPD_N  low: reset, open drain', at, lane: 5 });

function reader({ file, title, description, wires, first, second, columns, notes }) {
  const used = new Map(wires.map(({ pin, signal, colour }) => [pin, { signal, colour }]));
  const parts = [
    header(used),
    ...wires.map(({ pin, lane, at, colour }) => lead(pin, lanes[lane], { x, y: y + at }, colour)),
    device({ x, y, width: 352, height: 336, title: 'PN532 module', terminals: wires }),
    text(x + 250, y + 62, 'switches', { size: 12, fill: colours.quiet }),
    switches(x + 250, y + 72, first, second),
    lines(x - 12, y + 362, notes, { size: 12 }),
    boards(600, 126, columns),
  ];
  return { file, svg: picture({ title, description, height: 744, parts }) };
}

export const readers = [
  reader({
    file: 'reader-hsu.svg',
    title: 'PN532 on the serial line (HSU)',
    description: 'GPIO14 of the header, pin 8, goes to RX of the module; GPIO15, pin 10, to its TX. 5 V from pin 2, ' +
      'ground from pin 6, RSTPD_N to GPIO24 on pin 18. Both switches off.',
    first: false, second: false,
    wires: [
      ...common,
      { pin: 8, signal: 'TXD', colour: colours.a, name: 'RX  (marked SCL or SCK on some)', at: 156, lane: 2 },
      { pin: 10, signal: 'RXD', colour: colours.b, name: 'TX  (marked SDA or MOSI on some)', at: 184, lane: 3 },
      reset(240),
    ],
    notes: [
      '*Both switches off. Change them with the power off.',
      'RSTPD_N is optional; four wires are enough. IRQ stays open.',
      'TX to RX, RX to TX. Both sides have 3.3 V levels.',
      'Where the supply is switched: 1 kΩ in series with RX,',
      'so that the chip cannot live on the current of the line.',
      'A USB adapter with 3.3 V levels takes the place of pins',
      '8 and 10; the device is then /dev/serial/by-id/…',
    ],
    columns: [
      ['Pi Zero 2 W', 'dtoverlay=disable-bt', 'enable_uart=1', 'device /dev/ttyAMA0',
        'Else Bluetooth has the good UART'],
      ['Pi 4', 'dtoverlay=disable-bt', 'enable_uart=1', 'device /dev/ttyAMA0',
        'Else Bluetooth has the good UART'],
      ['Pi 5', 'dtparam=uart0=on', 'device /dev/ttyAMA0', '/dev/serial0 is the debug plug',
        '(ttyAMA10), not these pins'],
    ],
  }),
  reader({
    file: 'reader-i2c.svg',
    title: 'PN532 on I2C',
    description: 'GPIO2 of the header, pin 3, goes to SDA of the module; GPIO3, pin 5, to SCL. 5 V from pin 2, ' +
      'ground from pin 6, IRQ to GPIO25 on pin 22 and RSTPD_N to GPIO24 on pin 18. Switch 1 on, switch 2 off.',
    first: true, second: false,
    wires: [
      ...common,
      { pin: 3, signal: 'SDA', colour: colours.a, name: 'SDA', at: 156, lane: 2 },
      { pin: 5, signal: 'SCL', colour: colours.b, name: 'SCL', at: 184, lane: 3 },
      interrupt(240),
      reset(268),
    ],
    notes: [
      '*Switch 1 on, 2 off. Change them with the power off.',
      'Address 0x24. The board has 1.8 kΩ to 3.3 V on SDA and',
      'SCL; a module with pull-ups to 5 V must lose them.',
      'IRQ saves asking; RSTPD_N is the way out of a hung chip.',
      '*The PN532 holds the clock (stretching). Zero 2 W',
      '*and 4 do not wait for it as they should: i2c-gpio.',
      'A display may share these two wires.',
    ],
    columns: [
      ['Pi Zero 2 W', 'dtoverlay=i2c-gpio,bus=1,', '  i2c_gpio_sda=2,i2c_gpio_scl=3',
        'and no dtparam=i2c_arm=on', 'bus 1: /dev/i2c-1'],
      ['Pi 4', 'dtoverlay=i2c-gpio,bus=1,', '  i2c_gpio_sda=2,i2c_gpio_scl=3',
        'and no dtparam=i2c_arm=on', 'bus 1: /dev/i2c-1'],
      ['Pi 5', 'dtparam=i2c_arm=on', 'dtparam=i2c_arm_baudrate=100000', 'bus 1: /dev/i2c-1', 'RP1: no such fault is known'],
    ],
  }),
  reader({
    file: 'reader-spi.svg',
    title: 'PN532 on SPI',
    description: 'GPIO10 of the header, pin 19, goes to MOSI of the module; GPIO9, pin 21, to MISO; GPIO11, pin 23, ' +
      'to SCK; GPIO8, pin 24, to NSS. 5 V from pin 2, ground from pin 6, IRQ to GPIO25 on pin 22 and RSTPD_N to ' +
      'GPIO24 on pin 18. Switch 1 off, switch 2 on.',
    first: false, second: true,
    wires: [
      ...common,
      { pin: 22, signal: 'IRQ', colour: colours.d, name: 'IRQ  low: an answer waits', at: 152, lane: 6 },
      { pin: 18, signal: 'reset', colour: colours.e, name: 'RSTPD_N  low: reset, open drain', at: 124, lane: 7 },
      { pin: 19, signal: 'MOSI', colour: colours.a, name: 'MOSI', at: 204, lane: 5 },
      { pin: 21, signal: 'MISO', colour: colours.b, name: 'MISO', at: 232, lane: 4 },
      { pin: 23, signal: 'SCLK', colour: colours.c, name: 'SCK', at: 260, lane: 3 },
      { pin: 24, signal: 'CE0', colour: colours.f, name: 'SS  (NSS)', at: 288, lane: 2 },
    ],
    notes: [
      '*Switch 1 off, 2 on. Change them with the power off.',
      'The PN532 sends the least significant bit first; the',
      'driver turns the bits round: nothing has to be set.',
      'Mode 0, 1 MHz; the chip can do 5 MHz on short wires.',
      'Keep the wires below 20 cm, ground beside the clock.',
      'IRQ saves asking; RSTPD_N is the way out of a hung chip.',
    ],
    columns: [
      ['Pi Zero 2 W', 'dtparam=spi=on', 'device /dev/spidev0.0'],
      ['Pi 4', 'dtparam=spi=on', 'device /dev/spidev0.0'],
      ['Pi 5', 'dtparam=spi=on', 'device /dev/spidev0.0', 'spidev10.0 is the boot flash:', 'leave it alone'],
    ],
  }),
];
