// Forms that values of docs/formats/ have: each is a function that says whether a value is of it.

export const from = least => value => Number.isInteger(value) && value >= least;
export const within = (least, most) => value => Number.isInteger(value) && value >= least && value <= most;
export const integer = Number.isInteger;
export const counter = within(0, 0xffffff);
export const matching = form => value => typeof value === 'string' && form.test(value);
export const oneOf = (...words) => value => words.includes(value);
export const orNull = check => value => value === null || check(value);
export const rows = (check, isGood = () => true) => value =>
  Array.isArray(value) && value.every(check) && isGood(value);
export const object = members => value => hasMembers(value, members);
export const optional = check => Object.assign(value => check(value), { optional: true });

const LONGEST_TEXT = 500;
export const text = value => typeof value === 'string' && value.length <= LONGEST_TEXT;

export const name = matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);
export const digest = matching(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);
export const hex128 = matching(/^[0-9a-f]{32}$/);
export const assetWithBalance = matching(/^(FED|TLF|TNF|TIM|FID)(-[A-Z0-9]{1,24})?$/);
export const assetOfEntitlement = matching(/^(SUB|BDG)(-[A-Z0-9]{1,24})?$/);

/** Has all members, each of its form, and no other; in any order. */
export function hasMembers(value, members) {
  return isObject(value)
    && Object.keys(value).every(member => Object.hasOwn(members, member))
    && Object.entries(members).every(([member, isGood]) =>
      Object.hasOwn(value, member) ? isGood(value[member]) : isGood.optional === true);
}

export function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
