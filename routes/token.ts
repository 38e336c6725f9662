// Compares what somebody says with what the host has set.
import { createHmac, timingSafeEqual } from "node:crypto";

/** Takes as long for a near miss as for any other. */
export function sameToken(one: string, other: string): boolean {
  const digest = (text: string) => createHmac("sha256", "roomcp").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** What a program shows as `Authorization: Bearer …` (RFC 6750, section 2.1). */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +(.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}
