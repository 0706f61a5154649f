// A form with moments in it is filled in on the reader's own clock.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function speakOfIt() {
  if (!zone) return;

  // its zone goes along
  for (const input of document.querySelectorAll('[data-zone]')) input.value = zone;
  for (const name of document.querySelectorAll('[data-zone-name]')) name.textContent = zone.replaceAll('_', ' ');
}

// an address has its moments in UTC: a hidden twin of the field carries them, so that it means the same to whoever is sent it
const two = number => String(number).padStart(2, '0');
const written = at => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
const own = utc => utc && written(new Date(`${utc}Z`));
const utc = typed => typed && new Date(typed).toISOString().slice(0, 16);

function turnToOwnClock() {
  for (const field of document.querySelectorAll('input[data-utc][name]')) {
    field.before(Object.assign(document.createElement('input'), { type: 'hidden', name: field.name, value: field.value }));
    field.removeAttribute('name');
    field.value = own(field.value);
  }
}

// before anybody else hears that the field has changed
document.addEventListener('change', event => {
  if (event.target.matches('input[data-utc]')) event.target.previousElementSibling.value = utc(event.target.value);
}, true);
document.addEventListener('htmx:historyRestore', () => {
  for (const field of document.querySelectorAll('input[data-utc]:not([name])')) field.value = own(field.previousElementSibling.value);
  turnToOwnClock();
});
speakOfIt();
turnToOwnClock();
