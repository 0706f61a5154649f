// The projects are drawn by the server: they are fetched anew when they have moved, unless somebody is typing in them.
const place = document.getElementById('projects');
let drawn = null;
let dirty = false;

place.addEventListener('input', () => { dirty = true; });
place.addEventListener('htmx:afterSwap', () => { dirty = false; });

export function keepProjects(view) {
  const now = JSON.stringify([view.projects, view.total]);
  const moved = drawn !== null && drawn !== now;
  const busy = dirty || place.querySelector('.part-form') !== null;
  if (moved && !busy) place.dispatchEvent(new CustomEvent('grantsync:projects'));
  if (!moved || !busy) drawn = now;
}
