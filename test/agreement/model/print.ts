/**
 * A program as the source text that a user would write. The tests evaluate the very text that the proving tools write into a file, build
 * and package, so both halves speak of one program.
 */
import { guardOf, keyOf } from './keys.js'
import type { Mount, Program } from './Program.js'
import { woken } from './printEvents.js'
import { keyDeclarations, keysOf, port, portsOf } from './printKeys.js'
import { mountDeclarations, places, route } from './printRoutes.js'
import { resourcesOf } from './references.js'
import { entries, json, settings } from './text.js'

// ---- a module

/** `name` is what the service is exported as; everything that it needs stands before it. */
export interface Printed {
  /** Names that are imported from quaich. */
  readonly imports: ReadonlyArray<string>
  /** Declarations in order: a name and its expression. */
  readonly declarations: ReadonlyArray<readonly [name: string, text: string]>
}

export const print = (p: Program): Printed => {
  const declarations = [
    ...portsOf(p).map((name) => [name, port(name)] as const),
    ...keysOf(p).flatMap((name) => keyDeclarations(name, keyOf(name))),
    ...p.routes.map((r) => [r.name, route(r)] as const),
    ...p.mounts.flatMap(mountDeclarations),
    ...p.woken.map((w) => [w.name, woken(w)] as const),
    ['api', service(p)] as const
  ]
  const text = declarations.map(([, t]) => t).join('\n')
  return { declarations, imports: vocabulary.filter((word) => new RegExp(`\\b${word}\\b`).test(text)) }
}

/** The text of a file. `heard` is where a handler says that it was reached: nobody listens there. */
export const printModule = (p: Program): string => {
  const { imports, declarations } = print(p)
  return [
    "import { flow, pipe } from 'fp-ts/lib/function.js'",
    "import * as E from 'fp-ts/lib/Either.js'",
    "import * as t from 'io-ts'",
    `import { ${imports.join(', ')} } from 'quaich'`,
    'const heard = (_: string): boolean => true',
    "const taken = { _tag: 'Taken' } as const",
    ...declarations.map(([name, expression]) => `export const ${name} = ${expression}`),
    ''
  ].join('\n')
}

// Whatever printed text may name.
const vocabulary = (
  'IntFromString allow any apiKey authorize authorizer body bracket bytes cognitoUserPool contentTypes cors created del deny dynamodbStream each errors ' +
  'eventBridge form functionSettings get handle headers iam jwtAuthorizer kinesis lambda lambdaAuthorizer limits mapReply message mount options ' +
  'params port post provide put query rawBody refuse returns route routeResponse s3 schedule service sns sqs text use websocket withHeader'
).split(' ')

// ---- the service

const service = (p: Program): string => {
  const own = keysOf(p).filter((name) => keyOf(name).is === 'own')
  const inside = (m: Mount): string =>
    m.within === undefined
      ? places(m)
          .map(({ name }) => name)
          .join(', ')
      : `${m.within.name}: mount(${json(m.within.prefix)}, { ${places(m)
          .map(({ name }) => name)
          .join(', ')} })`
  const declared = [...own.map(guardOf), ...p.routes.map((r) => r.name), ...p.mounts.map(inside), ...p.woken.map((w) => w.name)]
  const told = entries({
    gateway: p.gateway === 'rest' ? undefined : p.gateway,
    group: p.group === 'resource' ? undefined : p.group
  })
  const resources = resourcesOf(p)
  const given = [
    settings(p.given).slice(2, -2),
    entries({ resources: Object.keys(resources).length === 0 ? undefined : resources })
  ]
  return `service(${json(p.name)}, { ${[told, ...given].filter((s) => s !== '').join(', ')} }, { ${declared.join(', ')} })`
}
