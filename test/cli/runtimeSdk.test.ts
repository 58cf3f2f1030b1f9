/** The SDK that Lambda's runtimes hold lies where NODE_PATH says: a bundle that sends to sockets finds it there. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { events } from '../../src/testing/index.js'
import { type Project, project, quaich } from './project.js'

let p: Project
let alone: string

beforeAll(async () => {
  p = project({
    'package.json': JSON.stringify({ name: 'chat', type: 'module', quaich: { entry: 'src/service.ts' } }),
    'src/service.ts': `import { pipe } from 'fp-ts/lib/function.js'
import { handle, service, sockets, use, websocket } from 'quaich'
export const echo = pipe(websocket('$default'), use(sockets), handle(({ event, sockets }) => sockets.send(event.connectionId, 'hello')))
export const chat = service('chat', { region: 'eu-west-1' }, { echo })
`
  })
  const built = await quaich(p, 'build')
  if (built.code !== 0) throw new Error(built.err)
  alone = mkdtempSync(join(tmpdir(), 'task-'))
  cpSync(join(p.dir, 'build/echo'), alone, { recursive: true })
}, 60_000)
afterAll(() => {
  p.remove()
  rmSync(alone, { recursive: true, force: true })
})

const told = (NODE_PATH: string): string =>
  execFileSync(
    process.execPath,
    [
      '-e',
      `const { handler } = require(process.argv[1]); let told = ''
       console.error = (line) => { told += line }
       handler(JSON.parse(process.argv[2]), {}).catch((e) => e).then(() => process.stdout.write(told))`,
      join(alone, 'index.js'),
      // Nobody listens at port 1.
      JSON.stringify(events.websocket.message('$default', 'x', { requestContext: { domainName: '127.0.0.1:1' } }))
    ],
    {
      cwd: alone,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        NODE_PATH,
        WEBSOCKET_ENDPOINT: 'http://127.0.0.1:1',
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x'
      }
    }
  )

test('it is found in NODE_PATH, and sends', () => {
  expect(told(resolve(__dirname, '../../node_modules'))).toContain('ECONNREFUSED')
})

test('where there is none, that is what the log says', () => {
  expect(told('')).toContain("Cannot find package '@aws-sdk/client-apigatewaymanagementapi'")
})
