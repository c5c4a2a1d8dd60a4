// The sound of the terminal's bell: a short, soft tone. When it may sound is decided elsewhere.

let context;

export function tone() {
  context ??= new AudioContext();
  // A page that nobody has touched yet may make no sound; by the next bell it may.
  context.resume();
  const at = context.currentTime;
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.008);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.16);
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: 784 });
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.17);
}
