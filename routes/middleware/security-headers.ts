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
