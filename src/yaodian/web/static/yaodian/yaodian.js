/* Yaodian 要点: what every page does. Works under a strict CSP; nothing here is needed to read a page. */
(function () {
  'use strict';
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  /* Menus: one open at a time; Escape and a click elsewhere close them, Escape gives the focus back. */
  addEventListener('click', event => all('details.yd-menu[open]').forEach(menu => { if (!menu.contains(event.target)) menu.open = false; }));
  addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    all('details.yd-menu[open]').forEach(menu => { menu.open = false; menu.querySelector('summary').focus(); });
  });

  /* The first wrong field of a form that came back gets the focus. */
  function focusWrong(root) {
    const wrong = root.querySelector('[aria-invalid="true"]');
    if (wrong) wrong.focus();
  }

  /* A form is sent once, however often its button is pressed; going back to the page frees it. */
  addEventListener('submit', event => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.hasAttribute('hx-post')) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  });
  addEventListener('pageshow', () => all('form[data-sent]').forEach(form => { delete form.dataset.sent; }));

  /* <form data-send-on-change>: filters apply as they are chosen; their button serves where there is no script. */
  addEventListener('change', event => {
    const form = event.target.closest && event.target.closest('form[data-send-on-change]');
    if (form) form.requestSubmit();
  });
  /* <button type="button" data-print> */
  addEventListener('click', event => { if (event.target.closest && event.target.closest('[data-print]')) print(); });

  addEventListener('DOMContentLoaded', () => focusWrong(document));
  document.addEventListener('htmx:afterSwap', event => focusWrong(event.target));
  document.addEventListener('htmx:sendError', () => tell('says', document.body.dataset.offline));
  document.addEventListener('htmx:responseError', () => tell('says', document.body.dataset.broken));

  function tell(id, text) {
    const place = document.getElementById(id);
    if (!place || !text) return;
    const box = document.createElement('div');
    box.className = 'yd-say is-error'; box.setAttribute('role', 'alert'); box.textContent = text;
    place.replaceChildren(box);
  }
})();
