// A press is of the button that was under the finger when it began: while it lasts, nothing on the page is put in
// another's place. What has changed meanwhile comes with the next look.
'use strict';
(() => {
  let pressed = false;

  for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'])
    addEventListener(kind, event => { pressed = event.buttons !== 0; }, true);
  addEventListener('keydown', () => { pressed = true; }, true);
  addEventListener('keyup', () => { pressed = false; }, true);
  // Of the window: the end of the press is seen elsewhere.
  addEventListener('blur', () => { pressed = false; });

  // An order is its station's, not its button's: it is carried out though another stands in the button's place by then.
  document.body.addEventListener('click', event => {
    const button = event.target.closest('button[data-order]');
    if (!button) return;
    // What goes wrong is said in trouble.js.
    htmx.ajax('POST', button.dataset.order, { source: button.closest('section'), swap: 'none' }).catch(() => {});
  });

  document.body.addEventListener('htmx:beforeSwap', event => {
    if (pressed) event.detail.shouldSwap = false;
  });
})();
