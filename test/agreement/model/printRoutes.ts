/** Routes and mounts as source text. */

import type { Layer, Mount, Policy, Route } from './Program.js'
import { woken } from './printEvents.js'
import { entries, json, list, sentence, settings } from './text.js'

const stackText = (stack: ReadonlyArray<Layer>): ReadonlyArray<string> => stack.map(layer)

const verbs = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'del', OPTIONS: 'options' } as const

const source = ({ verbs: said, path }: Route): string => {
  if (said === 'ANY') return `any(${json(path)})`
  const [first] = said
  return said.length === 1 && first !== undefined ? `${verbs[first]}(${json(path)})` : `route([${list(said)}], ${json(path)})`
}

const cors = ({ origins, allow, expose, credentials, seconds }: Policy): string =>
  `cors({ ${entries({ allowOrigin: origins, allowHeaders: allow, exposeHeaders: expose, allowCredentials: credentials || undefined, maxAge: seconds })} })`

const layer = (l: Layer): string => {
  switch (l.is) {
    case 'cors':
      return cors(l.policy)
    case 'authorize':
      return l.scopes.length === 0 ? `authorize(${l.key})` : `authorize(${l.key}, { scopes: ${json(l.scopes)} })`
    case 'apiKey':
      return 'apiKey()'
    case 'contentTypes':
      return `contentTypes(${list(l.types)})`
    case 'body':
      return {
        json: 'body(t.type({ n: t.number }))',
        form: 'form({ n: IntFromString })',
        text: `text(${list(l.types)})`,
        raw: `rawBody(${list(l.types)})`
      }[l.as]
    case 'limits':
      return `limits({ bodyBytes: ${l.bytes} })`
    case 'query':
      return `query({ ${l.name}: IntFromString })`
    case 'returns':
      return l.bytes === undefined ? 'returns({ 200: t.string, 201: t.string })' : `returns({ 200: bytes(${json(l.bytes)}) })`
    case 'settings':
      return `functionSettings(${settings(l.given)})`
    case 'use':
      return `use(${l.port})`
    case 'mark':
      return `mapReply(withHeader(${json(l.header)}, '1'))`
    case 'provide':
      return `provide(${json(l.name)}, () => 1)`
    case 'headers':
      return `headers({ ${json(l.name)}: IntFromString })`
    case 'params':
      return `params({ ${l.name}: IntFromString })`
    case 'errors':
      return 'errors({ Taken: 409 })'
    case 'bracket':
      return `bracket(${json(l.name)}, () => heard('begin:${l.name}'), () => { heard('end:${l.name}') })`
  }
}

const ending = (r: Route): string => {
  const heard = `heard(${json(r.name)})`
  const fine = r.stack.some((l) => l.is === 'returns' && l.bytes !== undefined) ? 'new Uint8Array(2)' : "'fine'"
  if (r.ending === 'fails') return `handle(() => { if (${heard}) throw new Error('fails'); return ${fine} })`
  const refusal = r.stack.some((l) => l.is === 'errors') ? 'E.left(taken)' : 'refuse(404)'
  const said = r.ending === 'refuses' ? refusal : r.ending === 'created' && fine === "'fine'" ? "created('fine')" : fine
  return `handle(() => { ${heard}; return ${said} })`
}

export const route = (r: Route): string => sentence(source(r), ...stackText(r.stack), ending(r))

export const mountDeclarations = (m: Mount): ReadonlyArray<readonly [string, string]> => {
  const module = `${m.name}Module`
  // Around no routes a stack says nothing.
  const stack =
    m.stack.length === 0 || m.routes.length === 0
      ? ''
      : `, ${m.stack.length === 1 ? stackText(m.stack)[0] : `flow(${stackText(m.stack).join(', ')})`}`
  const of = (prefix: string): string => `mount(${json(prefix)}, ${module}${stack})`
  return [
    [
      module,
      `{ ${[...m.routes.map((r) => `${r.name}: ${route(r)}`), ...m.woken.map((w) => `${w.name}: ${woken(w)}`)].join(', ')} }`
    ],
    ...places(m).map(({ name, prefix }) => [name, of(prefix)] as const)
  ]
}

/** Where a mount stands: once or twice. */
export const places = (m: Mount): ReadonlyArray<{ readonly name: string; readonly prefix: string }> => [
  m,
  ...(m.again === undefined ? [] : [m.again])
]
