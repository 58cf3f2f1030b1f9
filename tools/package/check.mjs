// Checks the package as users get it: packed, unpacked in a pnpm-style layout (only direct dependencies in reach), linted by publint and
// are-the-types-wrong, imported from ESM and from CommonJS, compiled under nodenext and bundler, and the declarations of a program
// written with it looked at. Prints a line a check; its last line sums up.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const tsc = join(root, 'node_modules/typescript7/lib/tsc.js')
const home = mkdtempSync(join(tmpdir(), 'quaich-package-'))
let passed = 0
let failed = 0

const run = (command, args, cwd = home) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const node = (args, cwd) => run(process.execPath, args, cwd)
const check = (what, f) => {
  try {
    const more = f()
    passed++
    console.log(`ok   ${what}${more ? `: ${more}` : ''}`)
  } catch (e) {
    failed++
    console.log(`FAIL ${what}\n${e.stdout ?? ''}${e.stderr ?? e.stack ?? e}`)
  }
}
const link = (target, path) => {
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path)) symlinkSync(target, path)
}
const write = (name, text) => {
  mkdirSync(dirname(join(home, name)), { recursive: true })
  writeFileSync(join(home, name), text)
  return join(home, name)
}
const own = (name) => join(root, 'node_modules', name)

try {
  const [{ filename, files, unpackedSize }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], root)
  )
  const store = join(home, 'node_modules/.pnpm/quaich/node_modules')
  mkdirSync(store, { recursive: true })
  run('tar', ['-xzf', join(home, filename), '-C', store])
  run('mv', [join(store, 'package'), join(store, 'quaich')])
  // The package sees what it declares, and nothing else.
  for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)])
    link(own(name), join(store, name))
  // The program sees quaich, its peers and what it declares itself.
  link(join(store, 'quaich'), join(home, 'node_modules/quaich'))
  for (const name of ['fp-ts', 'io-ts', '@types/node', '@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'])
    link(own(name), join(home, 'node_modules', name))

  check('the tarball holds what it should', () => {
    const names = files.map((f) => f.path)
    const foreign = names.filter(
      (n) => !/^(dist|src|docs|templates|explorer)\/|^(package\.json|README\.md|SECURITY\.md|LICENSE)$/.test(n)
    )
    if (foreign.length > 0) throw new Error(`unexpected: ${foreign.join(', ')}`)
    for (const entry of [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/testing/index.js',
      'dist/testing/jest/preset.js',
      'dist/deploy/index.js',
      'explorer/main.js',
      'templates/base/gitignore',
      manifest.bin.quaich
    ])
      if (!names.includes(entry)) throw new Error(`missing: ${entry}`)
    return `${names.length} files, ${Math.round(unpackedSize / 1024)} KB`
  })
  check('publint', () => node([own('publint/src/cli.js'), join(store, 'quaich'), '--strict']).includes('All good') && 'all good')
  check('are the types wrong', () => {
    node([own('@arethetypeswrong/cli/dist/index.js'), join(home, filename), '--profile', 'esm-only'])
    return 'no'
  })

  const names = (entry) => `Object.keys(await import('${entry}')).length`
  check('imported from ESM', () =>
    node([
      '--input-type=module',
      '-e',
      `console.log(${names('quaich')}, ${names('quaich/testing')}, ${names('quaich/deploy')})`
    ]).trim()
  )
  check('required from CommonJS', () =>
    node([
      '--disable-warning=ExperimentalWarning',
      '-e',
      "console.log(typeof require('quaich').get, typeof require('quaich/testing').client, typeof require('quaich/deploy').serverless)"
    ]).trim()
  )
  check('the command line answers', () => node([join(store, 'quaich', manifest.bin.quaich), '--version']).trim())

  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: 'es2023',
    noEmit: true,
    types: ['node'],
    skipLibCheck: false
  }
  const star = join(root, 'test/types/north-star')
  for (const f of ['todo.ts', 'cats.ts']) write(`star/${f}`, readFileSync(join(star, f), 'utf8'))
  write('star/rejected.ts', readFileSync(join(root, 'test/types/rejected.tst.ts'), 'utf8').replaceAll('./north-star/', './'))
  // Whoever has no jest is told of its matchers all the same, and nothing breaks.
  write(
    'star/matchers.ts',
    "import { matchers, type QuaichMatchers } from 'quaich/testing'\nimport 'quaich/testing/jest'\nexport const all = matchers\nexport type Mine = QuaichMatchers<void>\n"
  )
  write('star/package.json', '{"type":"module"}')
  write(
    'cjs/use.cts',
    "import { get, handle } from 'quaich'\nimport { pipe } from 'fp-ts/function'\nexport const hello = pipe(get('/hello/{name}'), handle(({ params }) => params.name))\n"
  )
  const compile = (name, compilerOptions, include) =>
    node([tsc, '-p', write(name, JSON.stringify({ compilerOptions: { ...options, ...compilerOptions }, include }))])
  check('the north star compiles under nodenext', () => void compile('nodenext.json', { module: 'nodenext' }, ['star/*.ts']))
  check(
    'the north star compiles under bundler',
    () => void compile('bundler.json', { module: 'esnext', moduleResolution: 'bundler' }, ['star/*.ts'])
  )
  check('a CommonJS program compiles under nodenext', () => void compile('cjs.json', { module: 'nodenext' }, ['cjs/*.cts']))

  check("the todo example's declarations name no package but quaich and its peers", () => {
    cpSync(join(root, 'examples/todo/src'), join(home, 'todo/src'), { recursive: true })
    write('todo/package.json', '{"type":"module"}')
    compile(
      'todo.json',
      {
        module: 'nodenext',
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        outDir: 'todo/types',
        rootDir: 'todo/src'
      },
      ['todo/src/*.ts']
    )
    const text = readdirSync(join(home, 'todo/types'))
      .map((f) => readFileSync(join(home, 'todo/types', f), 'utf8'))
      .join('\n')
    const packages = new Set(
      [...text.matchAll(/(?:from|import\() ?["']([^."'][^"']*)["']/g)].map((m) =>
        m[1]
          .split('/')
          .slice(0, m[1].startsWith('@') ? 2 : 1)
          .join('/')
      )
    )
    const foreign = [...packages].filter((p) => !['quaich', 'fp-ts', 'io-ts'].includes(p))
    if (packages.size === 0 || foreign.length > 0) throw new Error(`they name ${[...packages].join(', ')}`)
    return [...packages].sort().join(', ')
  })
  // A user's project: jest as it comes, TypeScript, a middleware that is ESM alone, and nothing said but the preset.
  check('jest runs a test with the preset', () => {
    for (const name of ['@middy/http-cors', '@types/jest']) link(own(name), join(home, 'node_modules', name))
    write('jested/package.json', '{"type":"module"}')
    write('jested/jest.config.js', "export default { preset: 'quaich' }\n")
    write(
      'jested/service.ts',
      [
        "import httpCors from '@middy/http-cors'",
        "import * as E from 'fp-ts/lib/Either.js'",
        "import { pipe } from 'fp-ts/lib/function.js'",
        "import { fromMiddy, get, handle, notFound, service } from 'quaich'",
        'export const here: string = import.meta.url',
        'const todo = pipe(',
        "  get('/todos/{id}'),",
        "  fromMiddy(httpCors({ origin: 'https://app.example' })),",
        "  handle(({ params }) => (params.id === '1' ? E.right({ id: params.id }) : E.left(notFound())))",
        ')',
        'export { todo }',
        "export const api = service('todos', {}, { todo })\n"
      ].join('\n')
    )
    write(
      'jested/service.test.ts',
      [
        "import 'quaich/testing/jest'",
        "import { client, given } from 'quaich/testing'",
        "import { api, here, todo } from './service.js'",
        "test('a reply', async () => {",
        "  await expect(client(api).get('/todos/{id}', { params: { id: '1' } })).toReply(200, { id: '1' })",
        "  await expect(client(api).get('/todos/{id}', { params: { id: '2' } })).toRefuse(404, 'NotFound')",
        "  expect(given(todo)({ params: { id: '1' } })).toBeRight({ id: '1' })",
        "  expect(given(todo)({ params: { id: '2' } })).toBeLeft()",
        '})',
        "test('modules', async () => {",
        '  expect(here).toMatch(/^file:.*service\\.ts$/)',
        "  expect((await import('./service.js')).api).toBe(api)",
        '})\n'
      ].join('\n')
    )
    // middy's own declarations name packages that it does not bring.
    compile('jested.json', { module: 'nodenext', types: ['node', 'jest'], skipLibCheck: true }, ['jested/*.ts'])
    const told = spawnSync(process.execPath, [own('jest/bin/jest.js'), '--ci', '-i', '--rootDir', join(home, 'jested')], {
      cwd: join(home, 'jested'),
      encoding: 'utf8'
    })
    if (told.status !== 0) throw new Error(told.stderr)
    return /^Tests:\s+(.*)$/m.exec(told.stderr)?.[1]
  })
} finally {
  rmSync(home, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
