// Keeps the page of a swap up to date while it goes on. Without it the page says how to look again.
const page = document.querySelector('[data-swap-events]');
const part = (name) => document.getElementById(`swap-${name}`);
const pause = part('pause');
const note = part('note');
let source;

function put(name, html) {
  // Only what differs, so that nothing that has the focus goes away under it.
  if (part(name).innerHTML !== html) part(name).innerHTML = html;
}

function show({ data }) {
  const { status, facts, actions, ended } = JSON.parse(data);
  if (part('status').textContent !== status) part('status').textContent = status;
  part('facts').innerHTML = facts;
  if (part('actions').dataset.html !== actions) {
    part('actions').dataset.html = actions;
    put('actions', actions);
  }
  if (ended) stop('');
}

function start() {
  source = new EventSource(page.dataset.swapEvents);
  source.addEventListener('swap', show);
  source.addEventListener('error', () => {
    // A connection that broke is made again by itself; one that was refused is not.
    if (source.readyState === EventSource.CLOSED)
      stop('Updates have stopped: sign in again, or look again later.');
  });
  pause.hidden = false;
  pause.textContent = 'Pause updates';
  note.textContent = 'This page shows each change as it happens.';
}

function stop(text) {
  source.close();
  source = undefined;
  note.textContent = text;
  pause.textContent = 'Go on with updates';
  pause.hidden = text === '';
}

if (page) {
  pause.addEventListener('click', () => (source ? stop('Updates are paused.') : start()));
  start();
}
