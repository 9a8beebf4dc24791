/* Yaodian 要点: the list of tasks. On a phone the filters are folded (those that hold stand below as chips); without this file they stay open. */
(function () {
  'use strict';
  addEventListener('DOMContentLoaded', () => {
    if (!matchMedia('(max-width: 767px)').matches) return;
    document.querySelectorAll('details[data-fold-on-phone]').forEach(details => { details.open = false; });
  });
})();
