// Plays what the terminals' buzzers sound, once each, while the switch is on. A browser lets nothing sound before
// somebody has pressed something, so it is off at first.
'use strict';
(() => {
  const button = document.getElementById('sound');
  const heard = new Map();
  let audio = null;

  // One melody behind the other: two may have sounded between two looks.
  let free = 0;
  const play = notes => {
    let at = Math.max(audio.currentTime + 0.02, free);
    for (const note of notes.split(' ').filter(Boolean)) {
      const [hertz, milliseconds] = note.split(':').map(Number);
      const end = at + milliseconds / 1000;
      if (hertz > 0) {
        const buzzer = audio.createOscillator();
        const volume = audio.createGain();
        buzzer.type = 'square';
        buzzer.frequency.value = hertz;
        volume.gain.value = 0.05;
        buzzer.connect(volume).connect(audio.destination);
        buzzer.start(at);
        buzzer.stop(end);
      }
      at = end;
    }
    free = at + 0.15;
  };

  const listen = () => {
    for (const lamp of document.querySelectorAll('[data-heard]')) {
      const name = lamp.parentElement.id;
      const count = Number(lamp.dataset.heard);
      const before = heard.get(name);
      heard.set(name, count);
      if (audio && before !== undefined && count > before)
        lamp.dataset.notes.split('|').slice(before - count).forEach(play);
    }
  };

  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    free = 0;
    if (on) audio = new AudioContext();
    else {
      audio.close();
      audio = null;
    }
  });
  document.body.addEventListener('htmx:oobAfterSwap', listen);
  listen();
})();
