// <a href="page with the form" data-act="act-note" data-action="where it is sent" data-who="Acme">: opens the page's dialog of that id instead.
document.addEventListener('click', event => {
  const link = event.target.closest('[data-act]');
  const dialog = link && document.getElementById(link.dataset.act);
  if (dialog) {
    event.preventDefault();
    dialog.querySelector('form').action = link.dataset.action;
    dialog.querySelector('[data-who]').textContent = link.dataset.who;
    dialog.showModal();
  }
  event.target.closest('[data-close]')?.closest('dialog').close();
});
