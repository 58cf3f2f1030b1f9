/**
 * `a=1&b=2` text, as queries and forms carry it: every value in order, own keys only, on an object without a prototype.
 */

/** Every value by key, or why there is none. A key without `=` has the empty value; `+` is a space. @internal */
export const parseQuery = (
  text: string,
  most: number,
  decode: (s: string) => string | undefined = unescapeField
): Readonly<Record<string, readonly string[]>> | 'malformed' | 'too many' => {
  const fields: Record<string, string[]> = Object.create(null)
  let n = 0
  for (const part of text.split('&')) {
    if (part === '') continue
    if (++n > most) return 'too many'
    const eq = part.indexOf('=')
    const key = decode(eq === -1 ? part : part.slice(0, eq))
    const value = eq === -1 ? '' : decode(part.slice(eq + 1))
    if (key === undefined || value === undefined) return 'malformed'
    const values = fields[key]
    if (values === undefined) fields[key] = [value]
    else values.push(value)
  }
  return fields
}

/** One name or value with its escapes undone, or nothing where one of them is broken. @internal */
export const unescapeField = (s: string): string | undefined => {
  const plain = s.replaceAll('+', ' ')
  if (!plain.includes('%')) return plain
  try {
    return decodeURIComponent(plain)
  } catch {
    return undefined
  }
}
