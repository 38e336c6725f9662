// In which encodings an answer may go out (RFC 9110, section 12.5.3).

/** Whether whoever asks takes it, by name and not with a weight of nothing. */
export function takes(request: Request, encoding: "br" | "gzip"): boolean {
  const accepted = request.headers.get("accept-encoding") ?? "";
  return new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted);
}
