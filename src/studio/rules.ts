/** The header that says what a page may run and fetch. */
export const RULES = 'Content-Security-Policy';

/** Nothing but our own style and script; forms go to these pages, and to `forms` where a page has such. */
export function pageRules(forms = ''): string {
  const to = forms && ` ${forms}`;
  return `default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; form-action 'self'${to}; base-uri 'none'; frame-ancestors 'self'`;
}

/** A mail runs nothing and fetches nothing: whatever it needs is in it. Its links open windows of their own. */
export const MAIL_RULES =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
