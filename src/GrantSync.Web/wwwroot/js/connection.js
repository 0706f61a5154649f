// The name of a new plan is asked for only when one is to be made.
function show(row) {
  row.querySelector('[data-plan-name]').hidden = row.querySelector('[data-plan-choice]').value !== 'new';
}

function showAll() {
  for (const row of document.querySelectorAll('[data-plan]')) show(row);
}

document.addEventListener('change', event => {
  if (event.target.matches('[data-plan-choice]')) show(event.target.closest('[data-plan]'));
});
document.addEventListener('htmx:load', showAll);
showAll();
