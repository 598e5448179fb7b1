/** Draws from -0.5 to 0.5, the same in every run. */
export function draws(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
}

/** Middle and width of the formants of an open vowel, in Hz. */
const formants = [
  [700, 90],
  [1200, 110],
  [2500, 160],
] as const;

/**
 * What a recording of speech has that a tone lacks: a pitch that moves between two frequencies (Hz), formants, syllables
 * with their rise and fall, and hisses between them. Its peak is half of full scale.
 */
export function speech(seconds: number, rate: number, lowest: number, highest: number): Float64Array {
  const draw = draws();
  const filters = formants.map(([middle, width]) => ({
    middle,
    decay: Math.exp((-Math.PI * width) / rate),
    last: 0,
    before: 0,
  }));
  let phase = 0;
  const sound = Float64Array.from({ length: Math.round(seconds * rate) }, (_, at) => {
    const time = at / rate;
    phase += (lowest + (highest - lowest) * (0.5 + 0.5 * Math.sin(4.4 * time + Math.sin(3 * time)))) / rate;
    const pulse = phase >= 1 ? 1 : 0;
    phase -= pulse;
    const hisses = Math.floor(time * 4.2) % 5 === 3;
    let sample = 0;
    for (const filter of filters) {
      const { middle, decay, last, before } = filter;
      const turn = (2 * Math.PI * middle * (1 + 0.3 * Math.sin(5.7 * time + middle))) / rate;
      filter.before = last;
      filter.last = (hisses ? draw() * 0.3 : pulse) + 2 * decay * Math.cos(turn) * last - decay ** 2 * before;
      sample += (filter.last * (1 - decay) * 700) / middle;
    }
    return sample * Math.sqrt(Math.max(0, Math.sin(13.2 * time)));
  });
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return sound.map((sample) => (0.5 * sample) / peak);
}
