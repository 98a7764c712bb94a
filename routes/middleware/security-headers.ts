import type { Response } from 'express'
import helmet from 'helmet'

/** What a page of ours may load and who may frame it: nothing but its own files, and nobody. */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    },
  },
  // Whether this host name is https for ever is the owner's to say, in the panel.
  strictTransportSecurity: false,
})

/** Lets pages of any site show this answer in a frame; everything else stays as it is. */
export function mayBeFramed(res: Response): void {
  const policy = String(res.getHeader('Content-Security-Policy'))
  res.set('Content-Security-Policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'))
  res.removeHeader('X-Frame-Options')
}
