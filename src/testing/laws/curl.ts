/** A request as a command that sends it again, for people to read and to run; and anything else as JSON. It sends nothing itself. */
import type { Identified } from '../gateway.js'
import { type RawSent, usual } from '../rawRequest.js'

// ---- combinators

/** The request as `curl` would send it to an API at `$API`. What a gateway has verified stands beside it, as a comment. @internal */
export const curl = (request: RawSent, { auth, apiKey }: Identified = {}): string => {
  const { method, path, query, body } = request
  const given = request.headers.filter(([name, value]) => !usual.some(([n, v]) => n === name && v === value))
  const headers = apiKey === undefined ? given : [...given, ['x-api-key', apiKey] as const]
  const [before, after] = bodyOf(body)
  const lines = [
    `${before}curl -i ${method === 'HEAD' ? '--head' : `-X ${method}`} "$API"${quoted(`${path}${query === '' ? '' : `?${query}`}`)}`,
    ...headers.map(([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...after
  ]
  const who = auth === undefined ? '' : `\n# the gateway has verified ${json(auth)}`
  return `${lines.join(' \\\n  ')}${who}`
}

/** A value as JSON on one line; what JSON cannot write is told by its name. @internal */
export const json = (u: unknown): string => {
  try {
    return cut(JSON.stringify(u) ?? String(u))
  } catch {
    return typeof u === 'bigint' ? `${u}n` : Object.prototype.toString.call(u)
  }
}

const longest = 2000

/** A text that a reader can hold. @internal */
export const cut = (s: string): string => (s.length > longest ? `${s.slice(0, longest)}… (${s.length} characters)` : s)

const bodyOf = (body: Buffer): readonly [before: string, after: ReadonlyArray<string>] => {
  if (body.length === 0) return ['', []]
  const text = body.toString('utf8')
  return Buffer.from(text, 'utf8').equals(body) && !text.includes('\0')
    ? ['', [`--data-raw ${quoted(cut(text))}`]]
    : [`printf %s ${cut(body.toString('base64'))} | base64 -d | `, ['--data-binary @-']]
}

// What a shell takes for one word; with control characters in bash's own quotes.
const quoted = (s: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f]/.test(s)
    ? `$'${s
        .replaceAll(/[\\']/g, '\\$&')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
        .replaceAll(/[\u0000-\u001f\u007f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`
    : `'${s.replaceAll("'", "'\\''")}'`
