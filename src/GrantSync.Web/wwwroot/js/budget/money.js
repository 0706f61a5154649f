// Amounts, exactly: whole numbers of the smallest part, never floating point. The rules are those of TypedNumber and Money on the server;
// numbers are kept as the server takes them (1250.50) and shown with the language's own sign.
import { point, t } from '../words.js';

const kept = 4;
const largest = 999999999999n * 10n ** BigInt(kept);
const narrow = '\u202f';
const groups = { '.': /^[+-]?\d{1,3}(\.\d{3})+$/, ',': /^[+-]?\d{1,3}(,\d{3})+$/ };
// a sign or a code of currency: EUR, US$, Birr; anything else beside a number (7%, 12-, 2.5k, 3 mln) makes it another one
const before = /^(?:\p{Sc}|\p{L}{1,4}\.?\p{Sc}?|\p{L}{0,3}\p{Sc})(?=[\d.,(+-])/u;
const after = /\p{Sc}$|(?<=[\d.,)-])[A-Z]{3}$/u;
const currencies = new Set(Intl.supportedValuesOf('currency'));
// what nearly every cell holds: it needs no closer look
const plain = /^\d{1,11}(\.\d{1,4})?$/;
const unsaid = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** What is wrong with a number as the server takes it, or null. */
export function problem(number) {
  if (plain.test(number)) return null;
  const text = bare(number);
  if (text === '') return null;
  if (!unsaid.test(text)) {
    const other = point === '.' ? ',' : '.';
    return text.includes(other) && /^'?[+-]?[\d.,]+$/.test(text)
      ? t("'{0}' can be read in two ways. Write it without separators of thousands: {1}.", unmarked(text), point === '.' ? '1250.50' : '1250,50')
      : t("'{0}' is not a number.", text.slice(0, 40));
  }
  if (text.startsWith('-') && /[1-9]/.test(text)) return t('A budget line cannot be negative.');
  if ((text.split('.')[1] ?? '').replace(/0+$/, '').length > kept) return t('Keep to {0} decimals.', kept);
  return units(text) > largest ? t('This number is too large.') : null;
}

/** As it is sent, for what was typed: a number that can be read in one way only loses its signs of thousands; anything else stays as typed. */
export function typed(text) {
  const number = bare(text);
  const last = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  if (last < 0) return number;
  const [sign, other] = number[last] === '.' ? ['.', ','] : [',', '.'];
  const [whole, part] = [number.slice(0, last), number.slice(last + 1)];
  if (number.includes(other)) return !whole.includes(sign) && groups[other].test(whole) && /^\d+$/.test(part) ? `${whole.replaceAll(other, '')}.${part}` : number;
  if (whole.includes(sign)) return groups[sign].test(number) ? number.replaceAll(sign, '') : number;
  if (sign === point) return `${whole}.${part}`;
  // the other language's sign: a point in Dutch, a comma in English. 1,5 is one number only; 1,500 could be two
  return /^\d{3}$/.test(part) && /^[+-]?[1-9]\d{0,2}$/.test(whole) || !/^[+-]?\d*$/.test(whole) || !/^\d*$/.test(part) ? unread(number) : `${whole}.${part}`;
}

/** A number that can be read in two ways, so marked that the server's reading of its point is not taken for the one that was meant. */
const unread = number => unsaid.test(number) ? `'${number}` : number;
const unmarked = text => text.replace(/^'(?=[+-]?\d)/, '');

/** A cell copied from a spreadsheet of the same language: with its signs of thousands and of currency. */
export function pasted(text) {
  if (plain.test(text) && point === '.' || /^\d+$/.test(text)) return text;
  const number = bare(text).replace(before, '').replace(after, sign => sign.length < 3 || currencies.has(sign) ? '' : sign).replace(/,[-–]$/, ',00').replace(/^\((.*)\)$/, '-$1');
  // how Excel shows nothing in a column of amounts: -, € -
  if (/^[-–]$/.test(number)) return '0';
  const thousands = point === '.' ? ',' : '.';
  const read = groups[thousands].test(number) ? number.replaceAll(thousands, '') : typed(number);
  return problem(read) && !unsaid.test(read) ? bare(text) : read;
}

/** Without the spaces that our own pages set. */
export function bare(text) {
  return String(text ?? '').replace(/\s/g, '');
}

/** As one types it in the page's language. */
export function written(number) {
  return unsaid.test(bare(number)) ? bare(number).replace('.', point) : unmarked(String(number ?? ''));
}

/** Ten-thousandths. */
function units(text) {
  const [whole, part = ''] = bare(text).replace(/^[+-]/, '').split('.');
  return BigInt((whole || '0') + part.slice(0, kept).padEnd(kept, '0'));
}

/** Units x unit value in the currency's smallest parts, rounded half up; null when one is no number. */
export function amount(count, value, decimals) {
  if (count === '0') return problem(value) ? null : 0n;
  if (problem(count) || problem(value)) return null;
  // whole numbers below 2^53 are exact as they are, and many times faster
  const [small, little] = [tenThousandths(count), tenThousandths(value)];
  const product = small * little + 10 ** (2 * kept - decimals) / 2;
  if (small < 2 ** 50 && little < 2 ** 50 && product < Number.MAX_SAFE_INTEGER) return BigInt((product - product % 10 ** (2 * kept - decimals)) / 10 ** (2 * kept - decimals));
  const exact = units(count) * units(value);
  const step = 10n ** BigInt(2 * kept - decimals);
  return (exact + step / 2n) / step;
}

const tenThousandths = number => Math.round(Number(plain.test(number) ? number : bare(number)) * 1e4);

/** An amount that the server sent, in smallest parts. */
export function parsed(text, decimals) {
  const sign = text.startsWith('-') ? -1n : 1n;
  return sign * units(text) / 10n ** BigInt(kept - decimals);
}

/** The sum of numbers as they are shown, or null when one is none. */
export function sum(numbers) {
  if (numbers.some(problem)) return null;
  const all = numbers.reduce((so, number) => so + units(number), 0n).toString().padStart(kept + 1, '0');
  return `${all.slice(0, -kept)}.${all.slice(-kept)}`.replace(/\.?0+$/, '');
}

/** 1234550 with two decimals is '12 345.50'. */
export function shown(parts, decimals) {
  const sign = parts < 0n ? '-' : '';
  const digits = (parts < 0n ? -parts : parts).toString().padStart(decimals + 1, '0');
  const whole = decimals ? digits.slice(0, -decimals) : digits;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, narrow) + (decimals ? point + digits.slice(-decimals) : '');
}

/** A number with its thousands set apart and at least so many decimals; what is no number stays as typed. */
export function grouped(number, decimals = 0) {
  const text = bare(number);
  if (text === '' || problem(text)) return unmarked(String(number ?? ''));
  const [whole, part = ''] = text.replace(/^\+/, '').split('.');
  const shownPart = part.padEnd(decimals, '0');
  return (whole || '0').replace(/\B(?=(\d{3})+$)/g, narrow) + (shownPart ? point + shownPart : '');
}
