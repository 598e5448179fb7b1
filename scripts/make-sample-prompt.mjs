// node scripts/make-sample-prompt.mjs: writes assets/sample-prompt.wav anew.
//
// A chime of four bells rising, three seconds long, as a studio would deliver it (44.1 kHz, 16 bit,
// stereo): a sound to try "Voice files" with, made here so that it has no owner.
import { writeFileSync } from 'node:fs';

const rate = 44_100;
const frames = 3 * rate;

/** Seconds at which a bell is struck, its pitch in Hz, and where it stands: 0 left, 1 right. */
const bells = [
  [0.05, 523.25, 0.35],
  [0.35, 659.26, 0.65],
  [0.65, 783.99, 0.4],
  [0.95, 1046.5, 0.6],
];
/** Partials of a bell: multiple of the pitch, level, decay in seconds. */
const partials = [
  [1, 1, 0.9],
  [2, 0.35, 0.6],
  [2.76, 0.18, 0.35],
  [5.4, 0.08, 0.15],
];

const header = Buffer.alloc(44);
header.write('RIFF', 0, 'latin1');
header.writeUInt32LE(36 + frames * 4, 4);
header.write('WAVEfmt ', 8, 'latin1');
header.writeUInt32LE(16, 16);
header.writeUInt16LE(1, 20);
header.writeUInt16LE(2, 22);
header.writeUInt32LE(rate, 24);
header.writeUInt32LE(rate * 4, 28);
header.writeUInt16LE(4, 32);
header.writeUInt16LE(16, 34);
header.write('data', 36, 'latin1');
header.writeUInt32LE(frames * 4, 40);

const sound = Buffer.alloc(frames * 4);
for (let i = 0; i < frames; i += 1) {
  const t = i / rate;
  let [left, right] = [0, 0];
  for (const [start, pitch, place] of bells) {
    const since = t - start;
    if (since < 0) continue;
    let bell = 0;
    for (const [multiple, level, decay] of partials) {
      bell += level * Math.exp(-since / decay) * Math.sin(2 * Math.PI * pitch * multiple * since);
    }
    bell *= Math.min(1, since / 0.004); // struck softly enough not to click
    left += bell * Math.cos((place * Math.PI) / 2);
    right += bell * Math.sin((place * Math.PI) / 2);
  }
  const fade = Math.min(1, (frames - i) / (0.3 * rate)); // to nothing at the end
  sound.writeInt16LE(Math.round(32767 * 0.28 * fade * left), 4 * i);
  sound.writeInt16LE(Math.round(32767 * 0.28 * fade * right), 4 * i + 2);
}

writeFileSync(new URL('../assets/sample-prompt.wav', import.meta.url), Buffer.concat([header, sound]));
