// The parts of the projects: what remains, while it is typed. The part of the page may be swapped, so listeners hang on the document.
import { bare, parsed, problem, shown } from './budget/money.js';
import { mirrored } from './words.js';

/** As the server reads it: typed in the page's language. */
const typed = input => mirrored(bare(input.value));

function count(section) {
  const decimals = Number(section.dataset.decimals);
  const shares = [...section.querySelectorAll('[data-share]')];
  const sum = shares.reduce((all, input) => all + (problem(typed(input)) ? 0n : parsed(typed(input), decimals)), 0n);
  const remaining = parsed(section.dataset.total, decimals) - sum;
  section.querySelector('[data-allocated]').textContent = shown(sum, decimals);
  section.querySelector('[data-remaining]').textContent = shown(remaining, decimals);
  section.querySelector('[data-remaining]').classList.toggle('remaining-off', remaining !== 0n);
  return { decimals, remaining, shares };
}

document.addEventListener('input', event => {
  if (event.target.matches('[data-share]')) count(event.target.closest('[data-shares]'));
});

document.addEventListener('click', event => {
  if (!event.target.closest('[data-fill-last]')) return;
  const section = event.target.closest('[data-shares]');
  const { decimals, remaining, shares } = count(section);
  const last = shares.at(-1);
  const rest = parsed(problem(typed(last)) ? '0' : typed(last), decimals) + remaining;
  last.value = bare(rest > 0n ? shown(rest, decimals) : '0');
  last.dispatchEvent(new Event('input', { bubbles: true })); // it counts as typed: the part is not fetched anew under it
  last.focus();
});
