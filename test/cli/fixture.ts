/** A small program with most kinds of sentences: routes of two modules, a mount, an authorizer, a key, cors, and a plain function. */
export const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'pets', type: 'module', quaich: { entry: 'src/service.ts' } }),
  'src/service.ts': `
import { chaliceErrorBody, cors, mount, service } from 'quaich'
import './setup.js'
import * as access from './access.js'
import * as cats from './cats.js'
import * as dogs from './dogs.js'

export const api = service('pets', { errorBody: chaliceErrorBody }, cats, access, { v1: mount('/v1', dogs, cors({ allowOrigin: 'https://app.example' })) })
export const helper = 1
`,
  'src/setup.ts': `(globalThis as { setUp?: number }).setUp = ((globalThis as { setUp?: number }).setUp ?? 0) + 1\n`,
  'src/cats.ts': `
import * as t from 'io-ts'
import { pipe } from 'fp-ts/lib/function.js'
import { apiKey, body, get, handle, lambda, post, port, use, ok } from 'quaich'
import { heavy } from 'heavy'

const Cat = t.type({ name: t.string })
const store = port('store', { live: () => ({ load: () => heavy('cats') }) })

export const list = pipe(get('/cats'), use(store), handle(({ store }) => ({ cats: store.load() })))
export const add = pipe(post('/cats'), body(Cat), apiKey(), handle(({ body }) => ok({ added: body.name, at: \`\${'/cats'} get('x')\` })))
export const show = pipe(
  get('/cats/{id}'),
  handle(({ params, request }) => ({ id: params.id, at: import.meta.url.startsWith('file:///'), setUp: (globalThis as { setUp?: number }).setUp, q: request.query }))
)
export const feed = pipe(lambda(), handle(({ event }) => ({ fed: event })))
`,
  'src/access.ts': `
import * as t from 'io-ts'
import { pipe } from 'fp-ts/lib/function.js'
import { allow, authorizer, authorize, deny, get, handle } from 'quaich'
import { list } from './cats.js'
const key = authorizer({ context: t.type({ role: t.string }) })
export const secret = pipe(get('/secret/{name}'), authorize(key), handle(({ auth, params }) => ({ auth, name: params.name })))
export const gate = pipe(key, handle(({ token }) => (token === 'good' ? allow('ada', { routes: [secret, list], context: { role: 'admin' } }) : deny)))
`,
  'src/dogs.ts': `
import { pipe } from 'fp-ts/lib/function.js'
import { get, handle } from 'quaich'
import { one } from '@aws-sdk/client-fake'
export const dogs = { bark: pipe(get('/dogs'), handle(() => \`woof \${one()}\`)) }
export const bark = dogs.bark
`,
  'node_modules/@aws-sdk/client-fake/package.json': JSON.stringify({
    name: '@aws-sdk/client-fake',
    version: '3.0.0',
    main: './dist-cjs/index.js',
    module: './dist-es/index.js',
    sideEffects: false
  }),
  'node_modules/@aws-sdk/client-fake/dist-cjs/index.js': `exports.one = () => 'one'\nexports.two = () => 'SDK_TWO'\n`,
  'node_modules/@aws-sdk/client-fake/dist-es/index.js': `export { one } from './one'\nexport { two } from './two'\n`,
  'node_modules/@aws-sdk/client-fake/dist-es/one.js': `export const one = () => 'one'\n`,
  'node_modules/@aws-sdk/client-fake/dist-es/two.js': `export const two = () => 'SDK_TWO'\n`,
  'node_modules/heavy/package.json': JSON.stringify({
    name: 'heavy',
    version: '1.0.0',
    type: 'module',
    main: 'index.js',
    sideEffects: false
  }),
  'node_modules/heavy/index.js': `const big = 'HEAVY_MARKER'.repeat(1000)\nexport const heavy = (x) => [x, big.length]\n`
}
