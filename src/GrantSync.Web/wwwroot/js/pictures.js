// Draws the pictures of the actuals and of the health with ECharts. Each holds its figures in data-picture, just as the tables show them.
import { t, point, language } from './words.js';

const drawn = new Map(); // element -> chart
const narrow = element => element.clientWidth < 420;

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(name).trim();
  return {
    actual: of('--picture-actual'), committed: of('--picture-committed'), budget: of('--picture-budget'), pace: of('--picture-pace'),
    ink: of('--tblr-body-color'), quiet: of('--tblr-secondary-color'), line: of('--hairline'), ground: of('--tblr-bg-surface') || '#fff',
    font: getComputedStyle(document.body).fontFamily,
  };
}

function amount(value, decimals) {
  const [whole, part] = Math.abs(value).toFixed(decimals).split('.');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '-' : '';
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') + (part ? point + part : '');
}

// an axis says 12k and 1.5M: the exact numbers stand at the bars and in the table
function short(value) {
  const [size, unit] = [[1e9, t('bn')], [1e6, t('M')], [1e3, t('k')]].find(([size]) => Math.abs(value) >= size) ?? [1, ''];
  return `${Number((value / size).toPrecision(4))}`.replace('.', point) + unit;
}

function shared(c, data) {
  const axis = { axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false }, axisLabel: { color: c.quiet, hideOverlap: true }, splitLine: { lineStyle: { color: c.line } } };
  return {
    axis,
    value: { ...axis, type: 'value', splitNumber: 4, axisLabel: { ...axis.axisLabel, formatter: short } },
    option: {
      animation: false,
      useUTC: true,
      textStyle: { fontFamily: c.font, color: c.ink },
      // drawn, not HTML: the policy allows no inline style
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: c.ground, borderColor: c.line, textStyle: { color: c.ink },
        valueFormatter: value => value == null ? '' : `${amount(Number(value), data.decimals)} ${data.currency}` },
    },
  };
}

const at = date => Date.parse(date); // a date alone is its midnight in UTC
const month = moment => new Date(moment).toLocaleDateString(language === 'nl' ? 'nl-NL' : 'en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

const kinds = {
  burnDown(data, c, element) {
    const { axis, value, option } = shared(c, data);
    const last = data.points.at(-1);
    const line = (name, key, colour, type) => ({
      name, type: 'line', data: data.points.map(p => [at(p.on), p[key]]), lineStyle: { color: colour, width: 2.5, type }, itemStyle: { color: colour }, symbol: 'circle', symbolSize: 5,
    });
    const shown = data.showsCommitted ? 'all' : 'actual';
    const main = line(t('Remaining after actual'), 'actual', c.actual, 'solid');
    const series = data.showsCommitted ? [main, line(t('Remaining after actual and committed'), 'all', c.committed, 'dashed')] : [main];
    series.at(-1).markPoint = {
      symbol: 'circle', symbolSize: 9, itemStyle: { color: data.showsCommitted ? c.committed : c.actual }, data: [{ coord: [at(last.on), last[shown]] }],
      label: { show: true, formatter: amount(last[shown], data.decimals), position: at(last.on) > (at(data.start) + at(data.end)) / 2 ? 'left' : 'right',
        distance: 8, color: c.ink, fontWeight: 600, textBorderColor: c.ground, textBorderWidth: 3 },
    };
    series.push({
      name: t('Even pace'), type: 'line', data: [[at(data.start), data.budget], [at(data.end), 0]], symbol: 'none', lineStyle: { color: c.pace, width: 1.5, type: 'dotted' }, itemStyle: { color: c.pace },
      markLine: data.today ? { symbol: 'none', silent: true, lineStyle: { color: c.quiet, type: 'solid', width: 1 }, data: [{ xAxis: at(data.today) }],
        label: { formatter: t('Today'), color: c.quiet, position: 'end' } } : undefined,
    });
    return {
      ...option,
      grid: { left: 8, right: 24, top: 28, bottom: 8, containLabel: true },
      xAxis: { ...axis, type: 'time', min: at(data.start), max: Math.max(at(last.on), at(data.end)), splitNumber: narrow(element) ? 2 : 6, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, formatter: month } },
      yAxis: value,
      series,
    };
  },

  categories(data, c, element) {
    const { axis, value, option } = shared(c, data);
    const spent = row => row.actual + (row.committed ?? 0);
    const bar = (name, colour, of, more) => ({ name, type: 'bar', barMaxWidth: 14, itemStyle: { color: colour }, data: data.rows.map(of), ...more });
    const label = of => ({ show: true, position: 'right', color: c.ink, formatter: ({ dataIndex }) => of(data.rows[dataIndex]) });
    return {
      ...option,
      grid: { left: 8, right: 12, top: 4, bottom: 8, containLabel: true },
      xAxis: { ...value, splitNumber: narrow(element) ? 2 : 4, boundaryGap: [0, narrow(element) ? '45%' : '25%'] },
      yAxis: { ...axis, type: 'category', inverse: true, data: data.rows.map(row => `${row.code} ${row.name}`.trim()), axisLabel: { color: c.ink, width: narrow(element) ? 84 : 150, overflow: 'truncate' } },
      series: [
        ...data.hasBudget ? [bar(t('Budget'), c.budget, row => row.budget, { label: label(row => row.budget ? amount(row.budget, data.decimals) : '') })] : [],
        bar(t('Actual'), c.actual, row => row.actual, { stack: 'spent' }),
        bar(t('Committed'), c.committed, row => row.committed ?? 0, { stack: 'spent', label: label(row => amount(spent(row), data.decimals)) }),
      ],
    };
  },

  months(data, c, element) {
    const { axis, value, option } = shared(c, data);
    const few = data.rows.length <= (narrow(element) ? 4 : 8);
    const bar = (name, colour, key, more) => ({ name, type: 'bar', stack: 'spent', barMaxWidth: 36, itemStyle: { color: colour }, data: data.rows.map(row => row[key]), ...more });
    return {
      ...option,
      grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
      xAxis: { ...axis, type: 'category', data: data.rows.map(row => row.name), splitLine: { show: false } },
      yAxis: value,
      series: [
        bar(t('Actual'), c.actual, 'actual'),
        bar(t('Committed'), c.committed, 'committed', {
          label: { show: few, position: 'top', color: c.ink, formatter: ({ dataIndex }) => amount(data.rows[dataIndex].actual + data.rows[dataIndex].committed, data.decimals) },
        }),
      ],
    };
  },

  latency(data, c, element) {
    const { axis, value, option } = shared(c, data);
    const day = moment => new Date(moment).toLocaleDateString(language === 'nl' ? 'nl-NL' : 'en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
    // an hour without an answer breaks the line
    const points = key => data.points.flatMap((p, n) => [...n > 0 && at(p.at) - at(data.points[n - 1].at) > 3600e3 ? [[at(p.at) - 1800e3, null]] : [], [at(p.at), p[key]]]);
    const line = (name, key, colour, type) => ({ name, type: 'line', data: points(key), lineStyle: { color: colour, width: 2, type }, itemStyle: { color: colour }, symbol: 'none' });
    return {
      ...option,
      grid: { left: 8, right: 24, top: 12, bottom: 8, containLabel: true },
      xAxis: { ...axis, type: 'time', splitNumber: narrow(element) ? 3 : 7, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, formatter: day } },
      yAxis: { ...value, min: 0, axisLabel: { ...value.axisLabel, formatter: ms => ms < 1000 ? `${ms} ms` : `${short(ms / 1000)} s` } },
      series: [line(t('Half of the pings'), 'median', c.actual, 'solid'), line(t('95 of 100 pings'), 'most', c.committed, 'dashed')],
    };
  },
};

function draw(element) {
  const data = JSON.parse(element.dataset.picture);
  if (data.kind === 'categories') element.dataset.rows = Math.min(data.rows.length, 24);
  if (!drawn.has(element)) {
    drawn.set(element, window.echarts.init(element, null, { renderer: 'svg', height: data.kind === 'categories' ? 40 + data.rows.length * 46 : 280 }));
    // ECharts makes its root focusable or not by itself; the picture is one image with a name
    element.firstElementChild.setAttribute('aria-hidden', 'true');
    sizes.observe(element);
  }
  drawn.get(element).setOption(kinds[data.kind](data, colours(), element), true);
}

const sizes = new ResizeObserver(entries => {
  for (const { target } of entries) {
    if (!drawn.has(target) || target.clientWidth === 0 || target.clientWidth === drawn.get(target).getWidth()) continue;
    drawn.get(target).resize();
    draw(target);
  }
});

function drawAll() {
  for (const [element, chart] of drawn) {
    if (element.isConnected) continue;
    sizes.unobserve(element);
    chart.dispose();
    drawn.delete(element);
  }
  document.querySelectorAll('[data-picture]').forEach(draw);
}

document.addEventListener('htmx:afterSettle', drawAll);
// light or dark, by the button, the system or a printer
new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] });
drawAll();
