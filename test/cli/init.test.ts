/** New projects: each template as a user gets it, in a folder of its own, compiled, tested and checked there. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { templates } from '../../src/cli/init.js'
import { type Project, project, quaich, quaichIn, type Ran } from './project.js'

jest.setTimeout(120_000)

const root = resolve(__dirname, '../..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }
const base = ['.gitignore', 'README.md', 'package.json', 'src/service.ts', 'test/laws.test.ts', 'tsconfig.json']

// The folder of each project, the name that its service gets from it, and the files beside those of the base.
const projects: Readonly<Record<string, readonly [folder: string, service: string, files: ReadonlyArray<string>]>> = {
  api: ['tea-shop', 'tea-shop', ['src/prices.ts', 'test/prices.test.ts']],
  events: ['Night Shift', 'night-shift', ['src/nightly.ts', 'src/orders.ts', 'test/orders.test.ts']],
  websocket: ['apps/2nd_chat', 'nd-chat', ['src/chat.ts', 'test/chat.test.ts']],
  everything: [
    'All.of.it',
    'all-of-it',
    [
      'src/access.ts',
      'src/chat.ts',
      'src/nightly.ts',
      'src/orders.ts',
      'src/prices.ts',
      'test/chat.test.ts',
      'test/orders.test.ts',
      'test/prices.test.ts'
    ]
  ]
}
const each = Object.entries(projects).map(([template, [folder, service, files]]) => ({ template, folder, service, files }))

let p: Project
let made: ReadonlyArray<Ran>
beforeAll(async () => {
  p = project({})
  made = await Promise.all(each.map(({ template, folder }) => quaich(p, 'init', folder, '--template', template, '--json')))
})
afterAll(() => p.remove())

const filesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(p.dir, folder), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name).slice(join(p.dir, folder).length + 1))
    .sort()
const textOf = (...path: ReadonlyArray<string>) => readFileSync(join(p.dir, ...path), 'utf8')
const node = (cwd: string, ...args: ReadonlyArray<string>): Promise<Ran> =>
  new Promise((done) =>
    execFile(
      process.execPath,
      args,
      { cwd, env: { ...process.env, NODE_OPTIONS: '', npm_config_user_agent: '' } },
      (error, out, err) => done({ code: error === null ? 0 : 1, out, err })
    ).stdin?.end()
  )

test('there is a project of every template', () => {
  expect(Object.keys(projects)).toEqual(Object.keys(templates))
})

test.each(each)('$template writes its files and no other, and tells which', ({ template, folder, service, files }) => {
  const all = [...base, ...files].sort()
  expect(filesIn(folder)).toEqual(all)
  const ran = made[Object.keys(projects).indexOf(template)]
  expect([ran?.code, ran?.err]).toEqual([0, ''])
  expect(JSON.parse(ran?.out ?? '').result).toEqual({ folder, service, template, files: all })
})

test.each(each)('$template is named after its folder, and wants the quaich that wrote it', ({ folder, service }) => {
  const manifest = JSON.parse(textOf(folder, 'package.json'))
  expect([manifest.name, manifest.dependencies.quaich]).toEqual([service, `^${version}`])
  expect(textOf(folder, 'README.md').split('\n')[0]).toBe(`# ${service}`)
})

test.each(each)('quaich check accepts $template, under that name, without a warning', async ({ folder, service }) => {
  const ran = await quaichIn(p.dir, join(p.dir, folder), ['check'])
  expect(ran.out).toMatch(new RegExp(`^service '${service}' can be deployed: .*, no warnings\n$`))
  expect([ran.code, ran.err]).toEqual([0, ''])
})

test('all templates compile', async () => {
  const paths = { quaich: [join(root, 'src/index.ts')], 'quaich/testing': [join(root, 'src/testing/index.ts')] }
  const include = each.flatMap(({ folder }) => [`${folder}/src`, `${folder}/test`])
  p.write('types.json', JSON.stringify({ extends: './tea-shop/tsconfig.json', compilerOptions: { paths }, include }))
  const ran = await node(p.dir, join(root, 'node_modules/typescript7/lib/tsc.js'), '-p', 'types.json')
  expect(ran).toEqual({ code: 0, out: '', err: '' })
  expect(new Set(each.map(({ folder }) => textOf(folder, 'tsconfig.json'))).size).toBe(1)
})

test('the tests of all templates pass, with the preset and nothing else', async () => {
  const own = each
    .flatMap(({ folder, files }) => [...base, ...files].map((f) => join(folder, f)))
    .filter((f) => f.endsWith('.test.ts'))
  // One file that requires them all, since most of the time goes into loading the libraries once a file.
  p.write('every.test.js', own.map((f) => `describe('${f}', () => void require('./${f}'))`).join('\n'))
  const { jest } = JSON.parse(textOf('tea-shop/package.json'))
  const config = JSON.stringify({ ...jest, rootDir: p.dir, testMatch: ['<rootDir>/every.test.js'] })
  const ran = await node(
    p.dir,
    join(root, 'node_modules/jest/bin/jest.js'),
    '--ci',
    '--runInBand',
    '--verbose',
    '--config',
    config
  )
  expect([ran.code, ran.code === 0 ? '' : ran.err]).toEqual([0, ''])
  expect(own.filter((f) => !ran.err.includes(`\n  ${f}\n    ✓`))).toEqual([])
  expect(ran.err).not.toContain('console.')
})

test('a file that stands in the way is named, and nothing is written', async () => {
  mkdirSync(join(p.dir, 'taken'))
  writeFileSync(join(p.dir, 'taken/notes.txt'), 'mine')
  expect(await quaich(p, 'init', 'taken')).toEqual({
    code: 1,
    out: '',
    err: 'quaich: taken is not empty (notes.txt): name a new folder\n'
  })
  expect(filesIn('taken')).toEqual(['notes.txt'])
  for (const folder of ['taken/notes.txt', 'taken/notes.txt/shop'])
    expect(await quaich(p, 'init', folder, '--name', 'shop')).toEqual({
      code: 1,
      out: '',
      err: 'quaich: taken/notes.txt is a file: name a new folder\n'
    })
  expect(textOf('taken/notes.txt')).toBe('mine')
})

test('a folder with nothing but a repository in it will do', async () => {
  mkdirSync(join(p.dir, 'cloned/.git'), { recursive: true })
  expect((await quaich(p, 'init', 'cloned')).code).toBe(0)
})

test('a template that is not there is refused, with the one that may have been meant', async () => {
  expect(await quaich(p, 'init', 'none', '--template', 'event')).toEqual({
    code: 2,
    out: '',
    err: "quaich: there is no template 'event': did you mean events?\n  templates: api, events, websocket, everything\n"
  })
  expect((await quaich(p, 'init', 'none', '--template', 'constructor')).code).toBe(2)
  expect(readdirSync(p.dir)).not.toContain('none')
})

test.each(['2026', '日本', 'x'])('of a folder %s no name can be made: it is asked for', async (folder) => {
  const { code, err } = await quaich(p, 'init', folder)
  expect(code).toBe(2)
  expect(err).toMatch(`'${folder}' gives no name for a service: lower-case letters, digits and '-'`)
  expect(readdirSync(p.dir)).not.toContain(folder)
  expect((await quaich(p, 'init', folder, '--name', 'shop')).code).toBe(0)
  expect(textOf(folder, 'src/service.ts')).toContain("service('shop'")
})

test.each([
  ['Foo Bar', 'cd "Foo Bar"'],
  ['$tea', "cd '$tea'"],
  ['some/tea-shop', 'cd some/tea-shop']
])('the folder %j can be entered as it is told', async (folder, line) => {
  const { code, out } = await quaich(p, 'init', `told/${folder}`, '--name', 'told')
  expect([code, out]).toEqual([0, expect.stringContaining(`\n  ${line.replace(/^cd (["']?)/, 'cd $1told/')}\n`)])
})

test('what comes next is said in the words of the package manager that asked', async () => {
  const env = { npm_config_user_agent: 'pnpm/10.34.9 npm/? node/v24.21.0 linux x64' }
  expect(await quaichIn(p.dir, p.dir, ['init', 'with-pnpm'], env)).toEqual({
    code: 0,
    out: 'with-pnpm: an HTTP API, 8 files\n\n  cd with-pnpm\n  pnpm install\n  pnpm run dev\n',
    err: ''
  })
})

test('npm create quaich asks nothing where there is no terminal', async () => {
  const create = join(p.dir, 'node_modules/create-quaich')
  cpSync(join(root, 'create-quaich'), create, { recursive: true })
  const made = await node(p.dir, join(create, 'index.js'), 'created', '--name', 'first')
  expect(made).toEqual({
    code: 0,
    out: 'first: an HTTP API, 8 files\n\n  cd created\n  npm install\n  npm run dev\n',
    err: ''
  })
  expect(filesIn('created')).toEqual(filesIn('tea-shop'))
})
