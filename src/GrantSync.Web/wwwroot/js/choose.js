// Selecting findings: the two buttons for all that are selected say how many, and select-all follows. The list may be swapped.
function show() {
  const form = document.querySelector('[data-drift]');
  if (!form) return;
  const boxes = [...form.querySelectorAll('[data-select]')];
  const chosen = boxes.filter(box => box.checked).length;
  const all = form.querySelector('[data-select-all]');
  if (!all) return;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  for (const button of form.querySelectorAll('[data-selected]')) {
    button.dataset.words ??= button.textContent;
    button.disabled = chosen === 0;
    button.textContent = chosen === 0 ? button.dataset.words : `${button.dataset.words} (${chosen})`;
  }
}

document.addEventListener('change', event => {
  if (event.target.matches('[data-select-all]')) {
    for (const box of event.target.form.querySelectorAll('[data-select]')) box.checked = event.target.checked;
  }
  if (event.target.closest('[data-drift]')) show();
});
document.addEventListener('htmx:load', show);
document.addEventListener('htmx:afterRequest', show);
show();
