/**
 * Paths as API Gateway spells them: `/todos/{id}`, `/files/{name+}`. Parse, match, print and join.
 * Not a pattern language: a segment is a literal, a parameter, or a greedy parameter at the end.
 */

// ---- model

/** One segment of a path. @since 0.1.0 */
export type Segment =
  | { readonly _tag: 'Literal'; readonly text: string }
  | { readonly _tag: 'Param'; readonly name: string }
  | { readonly _tag: 'Greedy'; readonly name: string }

/** A path taken apart; `[]` is the root. @since 0.1.0 */
export type Path = ReadonlyArray<Segment>

type Names<P extends string> = P extends `${string}{${infer N}}${infer R}` ? (N extends `${infer M}+` ? M : N) | Names<R> : never

/** The parameters of a path, by name, all text. @since 0.1.0 */
export type PathParams<P extends string> = { readonly [K in Names<P>]: string }

/** Two paths joined: `/v1` and `/todos` give `/v1/todos`; the root adds nothing. @since 0.1.0 */
export type Join<Pre extends string, P extends string> = Pre extends `${infer Base}/`
  ? Join<Base, P>
  : P extends '/'
    ? Pre extends ''
      ? '/'
      : Pre
    : `${Pre}${P}`

// ---- constructors

const literal = /^[A-Za-z0-9._:-]+$/
const unsafe = new Set(['__proto__', 'constructor', 'prototype'])

interface Parsed {
  readonly segments: Path
  readonly faults: ReadonlyArray<string>
}

/**
 * Takes a path apart, or says everything that is wrong with it ("API Gateway resources": path parts).
 * @internal
 */
export const parsePath = (path: string): Parsed => {
  const { segments, faults } = parseSegments(path)
  return { segments, faults: [...faults, ...faultsAmong(segments)] }
}

/** What is wrong with segments beside each other. @internal */
export const faultsAmong = (segments: Path): ReadonlyArray<string> => {
  const names = new Set<string>()
  return segments.flatMap((s, i) => {
    if (s._tag === 'Literal') return []
    const twice = names.has(s.name) ? [`the parameter '${s.name}' stands twice`] : []
    names.add(s.name)
    return s._tag === 'Greedy' && i < segments.length - 1 ? [...twice, `{${s.name}+} is greedy and not the last segment`] : twice
  })
}

/** The same, of each segment alone. @internal */
export const parseSegments = (path: string): Parsed => {
  if (path === '/') return { segments: [], faults: [] }
  const faults: string[] = []
  if (!path.startsWith('/')) faults.push("it does not start with '/'")
  if (path.endsWith('/')) faults.push("it ends with '/'")
  const parts = path.slice(path.startsWith('/') ? 1 : 0, path.endsWith('/') ? -1 : undefined).split('/')
  const segments = parts.map((part): Segment => {
    const inner = part.startsWith('{') ? /^\{([^{}+]+)(\+?)\}$/.exec(part) : null
    if (inner === null) {
      if (part === '') faults.push(...(path === '' ? [] : ['it has an empty segment']))
      else if (/[{}]/.test(part))
        faults.push(`'${part}' mixes text and braces: a parameter is a whole segment, {name} or {name+}`)
      else if (/^:[A-Za-z_]\w*$/.test(part)) faults.push(`'${part}' is a parameter of Express: here it is {${part.slice(1)}}`)
      else if (!literal.test(part)) faults.push(`'${part}' has characters other than letters, digits and . _ : -`)
      return { _tag: 'Literal', text: part }
    }
    const name = inner[1] ?? ''
    const greedy = inner[2] === '+'
    if (!literal.test(name)) faults.push(`the parameter '${name}' has characters other than letters, digits and . _ : -`)
    if (unsafe.has(name)) faults.push(`'${name}' cannot name a parameter`)
    return greedy ? { _tag: 'Greedy', name } : { _tag: 'Param', name }
  })
  return { segments, faults }
}

// ---- combinators

/** A path as text; the inverse of {@link parsePath}. @internal */
export const printPath = (path: Path): string =>
  `/${path.map((s) => (s._tag === 'Literal' ? s.text : s._tag === 'Param' ? `{${s.name}}` : `{${s.name}+}`)).join('/')}`

/** What two paths share if they would match the same requests: the names of parameters left out. @internal */
export const shapeOf = (path: Path): string =>
  `/${path.map((s) => (s._tag === 'Literal' ? s.text : s._tag === 'Param' ? '{}' : '{+}')).join('/')}`

/** The same of a path that is not taken apart. @internal */
export const shapeOfText = (path: string): string => {
  let shape = ''
  let from = 0
  for (let open = path.indexOf('{'); open !== -1; open = path.indexOf('{', from)) {
    const close = path.indexOf('}', open)
    if (close === -1) break
    shape += path.slice(from, open + 1) + (path[close - 1] === '+' ? '+}' : '}')
    from = close + 1
  }
  return shape + path.slice(from)
}

/** The names of the parameters, in order. @internal */
export const paramNames = (path: Path): ReadonlyArray<string> => path.flatMap((s) => (s._tag === 'Literal' ? [] : [s.name]))

/** The same of a path that is known to be well-formed, as text. @internal */
export const namesIn = (path: string): ReadonlyArray<string> =>
  [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map(([, name]) => name as string)

/** A path under a prefix: `/p` + `/x` is `/p/x`, `/p` + `/` is `/p`, the root and nothing add nothing. @internal */
export const joinPath = (prefix: string, path: string): string => {
  const pre = prefix.replace(/\/+$/, '')
  return path === '/' ? pre || '/' : `${pre}${path}`
}
