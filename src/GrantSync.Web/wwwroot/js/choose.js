// Choosing rows of a list: the buttons for all that are chosen say how many, and select-all follows. Of several radios one row is chosen,
// unless it is the empty one. The list may be swapped.
function show() {
  const form = document.querySelector('[data-choose]');
  if (!form) return;
  const boxes = [...form.querySelectorAll('[data-select]')];
  const all = form.querySelector('[data-select-all]');
  if (all) {
    const checked = boxes.filter(box => box.checked).length;
    all.checked = boxes.length > 0 && checked === boxes.length;
    all.indeterminate = checked > 0 && checked < boxes.length;
  }
  const chosen = form.querySelectorAll('[data-select]:checked, [data-select-one]:checked:not([value=""])').length;
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
  if (event.target.closest('[data-choose]')) show();
});
document.addEventListener('htmx:load', show);
document.addEventListener('htmx:afterRequest', show);
show();
