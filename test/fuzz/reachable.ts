/**
 * Everything that a function can reach, its closures too, as the debugger sees it: for asking whether an invocation left anything behind
 * that no export shows.
 */
import { Session } from 'node:inspector'

interface Remote {
  readonly type: string
  readonly subtype?: string
  readonly value?: unknown
  readonly unserializableValue?: string
  readonly description?: string
  readonly objectId?: string
}
interface Property {
  readonly name: string
  readonly value?: Remote
  readonly symbol?: Remote
}
interface Properties {
  readonly result: ReadonlyArray<Property>
  readonly internalProperties?: ReadonlyArray<Property>
}

// What a test file's own modules are given by the runner, and what Node makes by itself.
const foreign = new Set([
  'require',
  'module',
  'exports',
  'jest',
  '__filename',
  '__dirname',
  'global',
  'globalThis',
  '[[Prototype]]'
])
const key = '__reachable'

/** The values of primitives, sizes and prototypes at every place that `roots` lead to, by the way there; the ways that `not` names end there. */
export const reachableFrom = (roots: Readonly<Record<string, unknown>>, not = /^$/): ReadonlyMap<string, string> => {
  const session = new Session()
  session.connect()
  const post = <A>(method: string, params: object): A => {
    let answer: A | undefined
    let failed: string | undefined
    // In one thread the answer is there when `post` returns.
    session.post(method, params, (error: Error | null, result?: object) => {
      failed = error?.message
      answer = result as A
    })
    if (failed !== undefined) throw new Error(`${method}: ${failed}`)
    return answer as A
  }
  const contexts: number[] = []
  session.on('Runtime.executionContextCreated', ({ params }) => contexts.push(params.context.id))
  post('Runtime.enable', {})
  Object.defineProperty(globalThis, key, { value: roots, configurable: true })
  try {
    const evaluate = (expression: string, contextId: number): Remote =>
      post<{ readonly result: Remote }>('Runtime.evaluate', { expression, contextId, objectGroup: key }).result
    const here = contexts.find((id) => evaluate(`globalThis.${key}`, id).objectId !== undefined)
    if (here === undefined) throw new Error('the roots are in no context')
    return walk(evaluate(`globalThis.${key}`, here), evaluate(numbering, here), post, not)
  } finally {
    post('Runtime.releaseObjectGroup', { objectGroup: key })
    Reflect.deleteProperty(globalThis, key)
    session.disconnect()
  }
}

// Identity is asked of the program itself: two handles of the debugger may be one object.
const numbering = `(() => {
  const seen = new Map()
  return { of: (o) => { if (!seen.has(o)) { seen.set(o, seen.size); return -1 } return seen.get(o) } }
})()`

const walk = (
  start: Remote,
  numbered: Remote,
  post: <A>(method: string, params: object) => A,
  not: RegExp
): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const before = (remote: Remote): number =>
    Number(
      post<{ readonly result: Remote }>('Runtime.callFunctionOn', {
        objectId: numbered.objectId,
        functionDeclaration: 'function (o) { return this.of(o) }',
        arguments: [{ objectId: remote.objectId }]
      }).result.value
    )
  const queue: Array<readonly [string, Remote]> = [['', start]]
  for (let i = 0; i < queue.length; i++) {
    if (i > 100_000) throw new Error(`more than can be looked through, as far as ${queue[i]?.[0]}`)
    const [path, remote] = queue[i] as readonly [string, Remote]
    if (remote.objectId === undefined || remote.type === 'symbol') {
      found.set(path, String(remote.unserializableValue ?? JSON.stringify(remote.value) ?? remote.description))
      continue
    }
    const known = before(remote)
    found.set(path, known === -1 ? (remote.description ?? '').slice(0, 80) : `#${known}`)
    if (known !== -1) continue
    const { result, internalProperties = [] } = post<Properties>('Runtime.getProperties', {
      objectId: remote.objectId,
      ownProperties: true
    })
    // Scopes are listed from the inside out: the last ones are the module's, whose variables test/faults/state.test.ts holds, and the
    // global one.
    const inner = remote.description?.startsWith('Scopes[') ? result.filter((p) => /^\d+$/.test(p.name)).slice(0, -2) : result
    for (const p of [...inner, ...internalProperties]) {
      if (p.value === undefined || foreign.has(p.name)) continue
      const way = `${path}.${p.name}`
      if (!not.test(way)) queue.push([way, p.value])
    }
  }
  return found
}
