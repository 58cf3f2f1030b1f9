/** The names that headers may have (RFC 9110, section 5.6.2): one answer for whoever asks. */

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Whether a text can name a header. @internal */
export const isHeaderName = (s: string): boolean => token.test(s)
