// The choice of a language, which this device remembers for all pages of this host: in a cookie, because the server draws them.

const keptForS = 365 * 24 * 3600;

/** Without script the form asks for the same page with `?lang=`. */
export function offerLanguages(): void {
  const select = document.querySelector<HTMLSelectElement>("select[data-path]");
  select?.addEventListener("change", () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain HTTP.
    document.cookie = `roomcp-lang=${select.value}; path=${select.dataset.path}; max-age=${keptForS}; samesite=lax`;
    const url = new URL(location.href);
    if (!url.searchParams.has("lang")) return location.reload();
    // The address would go on asking for another one. What stands behind # is a secret that has to stay.
    url.searchParams.delete("lang");
    location.replace(url);
  });
}
