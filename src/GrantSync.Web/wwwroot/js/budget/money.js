// Amounts, exactly: whole numbers of the smallest part, never floating point. The rules are those of TypedNumber and Money on the server.
const kept = 4;
const largest = 999999999999n * 10n ** BigInt(kept);
const narrow = '\u202f';

/** What is wrong with a typed number, or null. */
export function problem(typed) {
  const text = bare(typed);
  if (text === '') return null;
  if (text.includes(',')) return `'${text}' can be read in two ways. Write it without separators of thousands and with a decimal point: 1250.50.`;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return `'${text.slice(0, 40)}' is not a number.`;
  if (text.startsWith('-') && /[1-9]/.test(text)) return 'A budget line cannot be negative.';
  if ((text.split('.')[1] ?? '').replace(/0+$/, '').length > kept) return `Keep to ${kept} decimals.`;
  return units(text) > largest ? 'This number is too large.' : null;
}

/** As it is sent: numbers copied from our own pages have spaces in them. */
export function bare(typed) {
  return String(typed ?? '').replace(/\s/g, '');
}

/** Ten-thousandths. */
function units(text) {
  const [whole, part = ''] = bare(text).replace(/^[+-]/, '').split('.');
  return BigInt((whole || '0') + part.slice(0, kept).padEnd(kept, '0'));
}

/** Units x unit value in the currency's smallest parts, rounded half up; null when one is no number. */
export function amount(count, value, decimals) {
  if (problem(count) || problem(value)) return null;
  const exact = units(count) * units(value);
  const step = 10n ** BigInt(2 * kept - decimals);
  return (exact + step / 2n) / step;
}

/** An amount that the server sent, in smallest parts. */
export function parsed(text, decimals) {
  const sign = text.startsWith('-') ? -1n : 1n;
  return sign * units(text) / 10n ** BigInt(kept - decimals);
}

/** 1234550 with two decimals is '12 345.50'. */
export function shown(parts, decimals) {
  const sign = parts < 0n ? '-' : '';
  const digits = (parts < 0n ? -parts : parts).toString().padStart(decimals + 1, '0');
  const whole = decimals ? digits.slice(0, -decimals) : digits;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, narrow) + (decimals ? `.${digits.slice(-decimals)}` : '');
}

/** A typed number with its thousands set apart and at least so many decimals; what is no number stays as typed. */
export function grouped(typed, decimals = 0) {
  const text = bare(typed);
  if (text === '' || problem(text)) return String(typed ?? '');
  const [whole, part = ''] = text.split('.');
  const shownPart = part.padEnd(decimals, '0');
  return (whole || '0').replace(/\B(?=(\d{3})+$)/g, narrow) + (shownPart ? `.${shownPart}` : '');
}
