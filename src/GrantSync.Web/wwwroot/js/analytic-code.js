// Shows the analytic code while the grant is being described.
const shown = document.querySelector('[data-code-preview]');
const parts = [...document.querySelectorAll('[data-code-part]')].sort((a, b) => a.dataset.codePart - b.dataset.codePart);

function show() {
  if (!shown) return;
  const codes = parts.map(part => part.tagName === 'SELECT' ? part.selectedOptions[0]?.dataset.code : part.value.trim());
  shown.textContent = codes.map(code => code || '···').join('-');
}

for (const part of parts) part.addEventListener('input', show);
for (const input of document.querySelectorAll('.code-input')) {
  input.addEventListener('input', () => {
    const at = input.selectionStart;
    input.value = input.value.toUpperCase();
    input.setSelectionRange(at, at);
    show();
  });
}
show();
