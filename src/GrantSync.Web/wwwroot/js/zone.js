// A form with moments in it is filled in on the reader's own clock: its zone goes along.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) {
  for (const input of document.querySelectorAll('[data-zone]')) input.value = zone;
  for (const name of document.querySelectorAll('[data-zone-name]')) name.textContent = zone.replaceAll('_', ' ');
}
