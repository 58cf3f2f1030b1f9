// Checks the package as users get it: packed, unpacked in a pnpm-style layout (only direct dependencies in reach), linted by publint and
// are-the-types-wrong, imported from ESM and from CommonJS, compiled under nodenext and bundler, and the declarations of a program
// written with it looked at. Prints a line a check; its last line sums up.
import { execFileSync } from 'node:child_process'
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
    const foreign = names.filter((n) => !/^(dist|src|docs)\/|^(package\.json|README\.md|LICENSE)$/.test(n))
    if (foreign.length > 0) throw new Error(`unexpected: ${foreign.join(', ')}`)
    for (const entry of [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/testing/index.js',
      'dist/deploy/index.js',
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
} finally {
  rmSync(home, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
