// Copies what the pages load from node_modules to wwwroot/lib, so that no page ever asks another host for anything.
// Run it with `npm run assets`; ./grantsync and ./test do so by themselves.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '../../node_modules');
const lib = join(here, 'wwwroot/lib');

const files = {
  'htmx/htmx.min.js': 'htmx.org/dist/htmx.min.js',
  'htmx/LICENSE': 'htmx.org/LICENSE',
  'idiomorph/idiomorph-ext.min.js': 'idiomorph/dist/idiomorph-ext.min.js',
  'idiomorph/LICENSE': 'idiomorph/LICENSE',
  'tabler/tabler.min.css': '@tabler/core/dist/css/tabler.min.css',
  'tabler/tabler.min.js': '@tabler/core/dist/js/tabler.min.js',
  'echarts/echarts.min.js': 'echarts/dist/echarts.common.min.js',
  'echarts/LICENSE': 'echarts/LICENSE',
  'echarts/NOTICE': 'echarts/NOTICE',
  'icons/LICENSE': '@tabler/icons/LICENSE',
};

// A page shows one with <svg class="icon" aria-hidden="true"><use href="/lib/icons/icons.svg#refresh" /></svg>.
// All names: https://tabler.io/icons. Add the ones you need here; the whole set would be 2 MB.
const icons = `
  activity adjustments alert-circle alert-triangle archive arrow-back-up arrow-bar-to-down arrow-bar-to-right arrow-down arrow-forward-up arrow-left arrow-right arrow-up arrows-diff
  bell book building building-bank calendar cash chart-bar check checks chevron-down chevron-left chevron-right chevron-up
  circle circle-check circle-dashed circle-x clipboard-list clock cloud cloud-upload coins copy database device-floppy
  dots dots-vertical download edit external-link eye eye-off file-invoice file-spreadsheet filter folder help history home
  hourglass info-circle key link list list-details loader lock lock-open login logout mail map-pin menu-2 message minus moon
  player-pause player-play plug plug-connected plug-connected-x plus printer receipt refresh refresh-alert report-money
  rotate-clockwise row-insert-bottom row-remove search send server settings shield-check shield-lock sitemap sort-ascending sort-descending sun table
  tag target template tool trash unlink upload user user-circle users wallet wifi wifi-off world x`.trim().split(/\s+/);

function symbol(name) {
  const file = join(packages, '@tabler/icons/icons/outline', `${name}.svg`);
  if (!existsSync(file)) throw new Error(`There is no icon '${name}' in @tabler/icons: correct the list in src/GrantSync.Web/assets.mjs.`);
  const drawing = readFileSync(file, 'utf8')
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<path stroke="none" d="M0 0h24v24H0z"[^>]*>/, '')
    .replace(/\s+/g, ' ').trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}

function put(target, write) {
  mkdirSync(dirname(join(lib, target)), { recursive: true });
  write(join(lib, target));
}

rmSync(lib, { recursive: true, force: true });
for (const [target, source] of Object.entries(files)) {
  if (/\.(js|css)$/.test(target)) {
    // without its source map's address, which would only be a 404 in a browser's tools
    const text = readFileSync(join(packages, source), 'utf8').replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/m, '\n');
    put(target, path => writeFileSync(path, text));
  } else {
    put(target, path => copyFileSync(join(packages, source), path));
  }
}

put('icons/icons.svg', path => writeFileSync(path, `<svg xmlns="http://www.w3.org/2000/svg">\n${icons.map(symbol).join('\n')}\n</svg>\n`));
console.log(`${Object.keys(files).length + 1} files in ${lib}`);
