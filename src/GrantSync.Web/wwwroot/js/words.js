// The page's language for its scripts: t('{0} lines', 3). The file is the server's own; what it lacks, or when it cannot be read, is English.
export const language = document.documentElement.lang || 'en';
const address = document.documentElement.dataset.words;
const words = address ? await fetch(address).then(answer => answer.ok ? answer.json() : {}).catch(() => ({})) : {};

export function t(english, ...filled) {
  return (words[english] ?? english).replace(/\{(\d)\}/g, (_, n) => String(filled[n] ?? ''));
}

/** Between the program's numbers and the language's, in either direction: point and comma change places, as Language.Mirrored says. */
export function mirrored(number) {
  return language === 'nl' ? number.replace(/[.,]/g, sign => sign === '.' ? ',' : '.') : number;
}

/** The sign between whole and part of a number. */
export const point = language === 'nl' ? ',' : '.';
