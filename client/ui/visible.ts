// Characters that cannot be seen but turn what stands around them.

/** The same text with a visible sign for each character that turns the reading direction, so that `gpj.exe` cannot pose as `exe.jpg`. */
export function visible(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu, "\ufffd");
}
