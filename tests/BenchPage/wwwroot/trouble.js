// Says what a page that looks alive does not: that the bench does not answer, or that an order was not carried out.
// What is said of the bench goes with its next answer, what is said of an order with the next one that is carried out.
'use strict';
(() => {
  const line = document.getElementById('trouble');
  const say = (what, words) => {
    line.dataset.what = what;
    if (line.textContent !== words) line.textContent = words;
  };
  const isLook = event => event.detail.elt.id === 'looking';
  const gone = () => say('gone', line.dataset.gone);

  document.body.addEventListener('htmx:sendError', gone);
  document.body.addEventListener('htmx:timeout', gone);
  document.body.addEventListener('htmx:responseError', event => {
    const { status, responseText } = event.detail.xhr;
    if (status === 503 && !isLook(event)) say('order', responseText);
    else gone();
  });
  document.body.addEventListener('htmx:afterRequest', event => {
    if (event.detail.successful && (line.dataset.what === 'gone' || !isLook(event))) say('', '');
  });
})();
