// A short tone, made here.

const [highHz, lowHz] = [880, 659];
const seconds = 0.35;
/** Of full volume. */
const loudness = 0.15;

let context: AudioContext | undefined;

/** Two notes, falling. A page that nobody has touched yet is silent. */
export function sound(): void {
  context ??= new AudioContext();
  void context.resume();
  const from = context.currentTime;
  const [oscillator, gain] = [context.createOscillator(), context.createGain()];
  oscillator.frequency.setValueAtTime(highHz, from);
  oscillator.frequency.setValueAtTime(lowHz, from + seconds / 3);
  gain.gain.setValueAtTime(loudness, from);
  gain.gain.exponentialRampToValueAtTime(0.001, from + seconds);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(from + seconds);
}
