/** README and the pages say what is so: their programs compile and run, their commands, scripts and links exist. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { cli, type World } from '../../src/cli/cli.js'
import { plain } from '../../src/cli/Style.js'
import { check } from '../../src/deploy/index.js'
import { isService } from '../../src/index.js'

const root = resolve(__dirname, '../..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.md') && !f.startsWith('.') && !f.includes('node_modules'))
    .sort()
    .map((f) => `docs/${f}`)
]
const textOf = (page: string) => readFileSync(join(root, page), 'utf8')
const readme = textOf('README.md')

// ---- programs: each page a folder of modules, where a second block may import the first as './service.js'

interface Block {
  readonly name: string
  readonly code: string
}

// Pages show what fails, too.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => jest.restoreAllMocks())

const scratch = mkdtempSync(join(__dirname, '.examples-'))
afterAll(() => rmSync(scratch, { recursive: true }))

// A block that declares no service and imports none goes on where the one before it ended.
const modulesOf = (page: string): ReadonlyArray<string> => {
  const modules: string[] = []
  for (const [, code = ''] of textOf(page).matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
    const alone = /\bservice\(|'\.\/service\.js'/.test(code)
    modules.push(alone ? code : `${modules.pop() ?? ''}${code}`)
  }
  return modules
}

const blocks = pages.flatMap((page): ReadonlyArray<Block> => {
  const folder = page.replaceAll(/\W/g, '-')
  return modulesOf(page).map((code, i) => ({ name: `${folder}/${i === 0 ? 'service' : `block${i + 1}`}`, code }))
})

for (const { name, code } of blocks) {
  mkdirSync(dirname(join(scratch, name)), { recursive: true })
  writeFileSync(join(scratch, `${name}.ts`), code)
}

// An import may stand on several lines.
const imported = /^import [^']*'[^']+'.*$/gm

// A test of a page is run where it stands: this is a test already.
const runsTests = 'const tests: Array<() => unknown> = []\nconst test = (_: string, f: () => unknown) => { tests.push(f) }\n'

/** Runs a block as it stands, or inside a function where it awaits or tests; gives its values by name. */
const ran = async ({ name, code }: Block): Promise<Readonly<Record<string, unknown>>> => {
  if (!/\bawait\b|^test\(/m.test(code)) return require(join(scratch, `${name}.ts`))
  const [imports, rest] = [code.match(imported) ?? [], code.replaceAll(imported, '').replaceAll(/^export /gm, '')]
  // A line that is no statement of its own has a value to look at, too.
  const named = rest.replace(/^(?!test\()(?=[a-z]+\()/m, 'const value = ')
  const names = [...named.matchAll(/^const (?:\{ ([\w, ]+) \}|(\w+))/gm)].flatMap((m) => (m[1] ?? m[2] ?? '').split(', '))
  const file = join(scratch, `${name}.run.ts`)
  writeFileSync(
    file,
    `${imports.join('\n')}\n${runsTests}export const run = async () => {\n${named}\nfor (const f of tests) await f()\nreturn { ${names.join(', ')} } as object\n}\n`
  )
  return (require(file) as { readonly run: () => Promise<Readonly<Record<string, unknown>>> }).run()
}

test('every program of README and the pages compiles', async () => {
  expect(blocks.length).toBeGreaterThan(3)
  const quaich = (path: string) => [join(root, 'src', path)]
  writeFileSync(
    join(scratch, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        // People show values in examples that nothing reads.
        noUnusedLocals: false,
        types: ['node', 'jest'],
        paths: {
          quaich: quaich('index.ts'),
          'quaich/testing': quaich('testing/index.ts'),
          'quaich/testing/jest': quaich('testing/jest/index.ts'),
          'quaich/deploy': quaich('deploy/index.ts')
        }
      },
      files: blocks.map(({ name }) => join(scratch, `${name}.ts`)),
      include: []
    })
  )
  const tsc = join(root, 'node_modules/typescript7/lib/tsc.js')
  const told = await promisify(execFile)(process.execPath, [tsc, '-p', scratch]).then(
    () => '',
    (e: { readonly stdout?: string; readonly message: string }) => e.stdout || e.message
  )
  expect(told).toBe('')
}, 60_000)

test.each(blocks)('$name runs, and what it declares can be deployed', async (block) => {
  const services = Object.values(await ran(block)).filter(isService)
  for (const s of services) {
    expect(s.functions.length).toBeGreaterThan(0)
    expect(check(s).faults).toEqual([])
  }
  expect(/\bservice\(/.test(block.code)).toBe(services.length > 0)
})

test("README's tests end as it says", async () => {
  const [, tests] = blocks.filter(({ name }) => name.startsWith('README'))
  expect(await ran(tests as Block)).toMatchObject({
    todo: { id: '1', title: 'milk' },
    status: 404,
    value: { _tag: 'Left', left: { _tag: 'HttpError', status: 404 } }
  })
})

test('docs/how-it-works.md says what is so of its facts', async () => {
  const [page] = blocks.filter(({ name }) => name.startsWith('docs-how-it-works'))
  expect((await ran(page as Block))['same']).toBe(true)
})

test("docs/deploy.md's first service is what the page says of it", async () => {
  const first = blocks.find(({ name }) => name.startsWith('docs-deploy'))
  const values = await ran(first as Block)
  const said = Number(/how many resources: (\d+)/.exec(first?.code ?? '')?.[1])
  expect(values['api']).toBeDefined()
  expect(check(values['api'] as never)).toEqual({ faults: [], warnings: [], resources: said })
})

// ---- commands, scripts, links

const help = async (...args: ReadonlyArray<string>): Promise<string> => {
  let out = ''
  const world = {
    version: '0',
    cwd: root,
    env: {},
    styles: { out: plain, err: plain },
    templates: '',
    progress: () => {},
    out: (s: string) => {
      out += s
    },
    err: () => {}
  }
  expect(await cli([...args, '--help'], world as unknown as World)).toBe(0)
  return out
}

const commandsOf = (text: string) => [...text.matchAll(/\bquaich ([a-z]+)\b(?=[^`]*`)/g)].map((m) => m[1] as string)

test('README and docs/cli.md name the commands that there are, with their options', async () => {
  const known = [...(await help()).matchAll(/^ {2}([a-z]+) [[<]/gm)].map((m) => m[1] as string).filter((c) => c !== 'help')
  const rows = (page: string) => textOf(page).match(/^\| `(?:npx )?quaich .*$/gm) ?? []
  expect(rows('README.md').flatMap((r) => commandsOf(r.split('|')[1] as string)).length).toBeGreaterThan(4)
  expect(rows('docs/cli.md').flatMap((r) => commandsOf(r.split('|')[1] as string))).toEqual(expect.arrayContaining(known))
  for (const row of [...rows('README.md'), ...rows('docs/cli.md')]) {
    const [command = ''] = commandsOf(row)
    expect(known).toContain(command)
    const text = await help(command)
    for (const [, option] of row.matchAll(/`(--[a-z-]+)/g))
      expect([command, text]).toEqual([command, expect.stringContaining(option ?? '')])
  }
})

test('every npm script that README and the pages name exists', () => {
  const scriptsIn = (file: string) =>
    Object.keys((JSON.parse(readFileSync(join(root, file), 'utf8')) as { readonly scripts?: object }).scripts ?? {})
  const named = (page: string) =>
    [...textOf(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map((m) => m[1] ?? m[2] ?? '')
  // What the first steps type is typed into a new project.
  const [steps, others] = [named('docs/start.md'), pages.filter((p) => p !== 'docs/start.md').flatMap(named)]
  expect(steps).toEqual(expect.arrayContaining(['dev', 'test', 'check', 'package']))
  expect(steps.filter((s) => !['journey', ...scriptsIn('templates/base/package.json')].includes(s))).toEqual([])
  expect(others).toEqual(expect.arrayContaining(['start', 'test', 'check', 'prove']))
  expect(others.filter((s) => !scriptsIn('package.json').includes(s))).toEqual([])
})

test('the programs of docs/start.md are those of the new project, line by line', () => {
  const lines = ['prices.ts', 'prices.test.ts', 'service.ts'].flatMap((file) =>
    readFileSync(join(root, 'templates/api', file.includes('test') ? 'test' : 'src', file), 'utf8').split('\n')
  )
  const shown = blocks.filter(({ name }) => name.startsWith('docs-start')).flatMap(({ code }) => code.split('\n'))
  expect(shown.length).toBeGreaterThan(40)
  expect(shown.filter((line) => !line.startsWith('import ') && !lines.includes(line))).toEqual([])
})

test.each(pages)('every relative link of %s points to a file that exists', (page) => {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1] as string).filter((l) => !/^(https?:|#)/.test(l))
  expect(links.filter((l) => !existsSync(join(root, dirname(page), l.replace(/#.*/, ''))))).toEqual([])
})

test('every folder of examples that README names exists', () => {
  const named = [...readme.matchAll(/`(examples\/[\w-]+)`/g)].map((m) => m[1] as string)
  expect(named.length).toBeGreaterThan(1)
  expect(named.filter((f) => !existsSync(join(root, f)))).toEqual([])
})
