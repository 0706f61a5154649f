// Direct and indirect costs under the grid, and whether their share is within the rate. The rule is BudgetView.IsIndirectTooHigh.
import { t } from '../words.js';
import { parsed, shown, written } from './money.js';

export function showIndirect(place, budget) {
  const { categories, indirectRate } = budget.view;
  const sum = ofIndirect => categories.filter(category => category.isIndirect === ofIndirect).reduce((all, category) => all + budget.sumOf(category.id), 0n);
  const [direct, indirect] = [sum(false), sum(true)];
  // ten-thousandths of a per cent
  const rate = indirectRate === null ? null : parsed(indirectRate, 4);
  const above = rate !== null && indirect * 1000000n > direct * rate;
  place.hidden = rate === null && !categories.some(category => category.isIndirect);
  place.querySelector('[data-direct-sum]').textContent = shown(direct, budget.decimals);
  place.querySelector('[data-indirect-sum]').textContent = shown(indirect, budget.decimals);
  const share = place.querySelector('[data-indirect-share]');
  share.className = above ? 'pill pill-amber' : 'text-secondary';
  share.textContent = `${ofDirect(direct, indirect, above)}${rate === null ? `; ${t('no rate is agreed')}` : above ? `, ${t('above the {0} % allowed', written(indirectRate))}` : `; ${t('{0} % is allowed', written(indirectRate))}`}`;
}

/** In per cent with two decimals at most; what is above its rate is rounded up, so that it never reads as the rate itself. */
function ofDirect(direct, indirect, above) {
  if (direct === 0n) return indirect === 0n ? t('No direct costs yet') : t('Indirect costs without direct ones');
  const hundredths = (indirect * 10000n + (above ? direct - 1n : direct / 2n)) / direct;
  return t('Indirect is {0} % of direct', shown(hundredths, 2).replace(/[.,]?0+$/, ''));
}
