// Before the first paint: light or dark as the system says, or as chosen here.
(function () {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = 'system';
  try { chosen = localStorage.getItem('grantsync:theme') || 'system'; } catch { /* a browser without storage follows the system */ }

  // paper is light
  const paper = matchMedia('print');

  function show() {
    const dark = !paper.matches && (chosen === 'dark' || (chosen === 'system' && system.matches));
    document.documentElement.setAttribute('data-bs-theme', dark ? 'dark' : 'light');
    for (const name of document.querySelectorAll('[data-theme-name]')) name.textContent = name.dataset[chosen];
  }

  show();
  system.addEventListener('change', show);
  paper.addEventListener('change', show);
  document.addEventListener('DOMContentLoaded', show);
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-theme-button]')) return;
    chosen = { system: 'light', light: 'dark', dark: 'system' }[chosen] || 'system';
    try { localStorage.setItem('grantsync:theme', chosen); } catch { /* chosen for this page only */ }
    show();
  });
})();
