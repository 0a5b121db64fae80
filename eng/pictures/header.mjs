// The 40-pin header that Zero 2 W, 4 and 5 share (Raspberry Pi documentation, "GPIO and the 40-pin header").

/** What each pin is, pin 1 first: a supply, or the number of its GPIO line. */
export const pins = [
  '3V3', '5V', 2, '5V', 3, 'GND', 4, 14, 'GND', 15, 17, 18, 27, 'GND', 22, 23, '3V3', 24, 10, 'GND',
  9, 25, 11, 8, 'GND', 7, 0, 1, 5, 'GND', 6, 12, 13, 'GND', 19, 16, 26, 20, 'GND', 21,
];

/** How a pin is called: `GPIO14`, `5 V`. */
export function nameOf(pin) {
  const what = pins[pin - 1];
  return typeof what === 'number' ? `GPIO${what}` : { '3V3': '3.3 V', '5V': '5 V', GND: 'GND' }[what];
}

/** Attributes that a test compares with the tables: the pin, and its GPIO line where it is one. */
export function dataOf(pin) {
  const what = pins[pin - 1];
  return typeof what === 'number' ? `data-pin="${pin}" data-gpio="${what}"` : `data-pin="${pin}"`;
}
