/**
 * Cookies in (RFC 6265, section 5.4), as the `cookie` library reads them: every request can be asked for its cookies, so every bundle would
 * carry that library, of which this is a tenth.
 */

/** Cookies by name, without a prototype; the first of a name wins, and a value with a broken escape stays as it was sent. @internal */
export const parseCookies = (header: string): Readonly<Record<string, string>> => {
  const jar: Record<string, string> = Object.create(null)
  if (header.length < 2) return jar
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals === -1) continue
    const name = trimmed(pair.slice(0, equals))
    jar[name] ??= unescaped(trimmed(pair.slice(equals + 1)))
  }
  return jar
}

// Of blanks and tabs alone: what else looks blank is a part of the name. What lies beyond either end is none.
const trimmed = (s: string): string => {
  let from = 0
  let to = s.length
  while (isBlank(s.charCodeAt(from))) from++
  while (isBlank(s.charCodeAt(to - 1))) to--
  return s.slice(from, to)
}

const isBlank = (c: number): boolean => c === 0x20 || c === 0x09

const unescaped = (s: string): string => {
  if (!s.includes('%')) return s
  try {
    return decodeURIComponent(s)
  } catch {
    return s
  }
}
