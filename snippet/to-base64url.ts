/** base64url of the text's UTF-8, without padding: no firewall finds SQL or HTML in it. At most some 50 KB of text. */
export function toBase64url(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '')
}
