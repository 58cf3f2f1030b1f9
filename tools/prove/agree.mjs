// node tools/prove/agree.mjs [--programs 24] [--seed 1] [--keep]
//
// The packaged half of the agreement suite: programs are generated (test/agreement), written as the source that a user would write,
// generated, built and packaged with the real deployer, and the template is held against what was written, sentence by sentence; the bundles
// answer as the source does. The model imports no part of the product: a program is what it was meant to be, whatever quaich makes of it.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { bundleDisagreements } from './agreeBundles.mjs'
import { templateLines } from './agreeTemplate.mjs'
import { check, failures } from './checks.mjs'
import { packageService } from './package.mjs'
import { quaich, repository, run } from './tools.mjs'

const stage = 'dev'

/** The model, out of its TypeScript. */
export const model = async (folder) => {
  const outfile = join(folder, 'model.mjs')
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" }
  const entryPoints = [join(repository, 'test/agreement/forTools.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', banner, logLevel: 'silent' })
  return import(pathToFileURL(outfile).href)
}

/** What a template lacks of what was meant, and what it says beyond that. */
export const disagreements = (template, program, { deployed, afterwards, permitted, refusalLines, ownTypes }) => {
  const meant = [...deployed(program), ...permitted(program)].filter((line) => !afterwards.includes(line))
  const told = templateLines(template, refusalLines, ownTypes)
  return {
    compared: meant.length,
    lines: [
      ...meant.filter((line) => !told.includes(line)).map((line) => `not in the template: ${line}`),
      ...told.filter((line) => !meant.includes(line)).map((line) => `only in the template: ${line}`)
    ]
  }
}

const write = (dir, program, { printModule }) => {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'agreed', type: 'module', quaich: { entry: 'service.ts' } }))
  writeFileSync(join(dir, 'service.ts'), printModule(program))
}

const command = async (dir, name) => {
  const ran = await run(process.execPath, [quaich, name], { cwd: dir, env: process.env })
  return ran.code === 0 ? [] : [`quaich ${name} exits ${ran.code}: ${ran.lines.join('\n')}`]
}

/** One program through the whole of it; what went wrong, as sentences. */
export const packaged = async (dir, program, said) => {
  write(dir, program, said)
  const broken = [...(await command(dir, 'generate')), ...(await command(dir, 'build'))]
  if (broken.length > 0) return { compared: 0, invoked: 0, lines: broken }
  const home = join(dir, 'home')
  mkdirSync(home)
  const { checks, template } = await packageService({ dir, home, stage })
  const lines = failures(checks).map((c) => `${c.what}: ${c.why}`)
  if (template === undefined) return { compared: 0, invoked: 0, lines }
  const held = disagreements(template, program, said)
  const ran = await bundleDisagreements(dir, program, said)
  return { template, compared: held.compared, invoked: ran.compared, lines: [...lines, ...held.lines, ...ran.lines] }
}

/** Does `work` with each, as many at once as there are cores. */
const inParallel = async (all, work) => {
  const results = []
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const i = next++
      results[i] = await work(all[i], i)
    }
  }
  await Promise.all(Array.from({ length: Math.min(all.length, availableParallelism()) }, worker))
  return results
}

/** A folder in which services find quaich and its peers. */
export const workshop = () => {
  const base = mkdtempSync(join(tmpdir(), 'agree-'))
  symlinkSync(join(repository, 'node_modules'), join(base, 'node_modules'))
  return base
}

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: 'es2023',
  module: 'nodenext',
  types: [],
  noEmit: true,
  skipLibCheck: true
}

/** None of the commands checks types: what a program is written in must compile as well. */
const compiled = async (base) => {
  writeFileSync(join(base, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['p*/service.ts'] }))
  const ran = await run(process.execPath, [join(repository, 'node_modules/typescript7/lib/tsc.js'), '-p', base], {
    cwd: base,
    env: process.env
  })
  return check(ran.code === 0, 'the source of every program compiles', ran.lines.join('\n'))
}

/**
 * @param {{ programs?: number, seed?: number, keep?: boolean }} options
 * @returns one check a program, and figures
 */
export const agree = async ({ programs = 24, seed = 1, keep = false } = {}) => {
  const base = workshop()
  try {
    const said = await model(base)
    const http = Math.floor(programs / 3)
    const all = [...said.drawn('rest', programs - http, seed), ...said.drawn('http', http, seed)]
    const results = await inParallel(all, (program, i) => packaged(join(base, `p${i}`), program, said))
    const total = (of) => all.reduce((sum, program, i) => sum + of(program, i), 0)
    return {
      checks: [
        ...results.map(({ lines }, i) =>
          check(lines.length === 0, `program ${i} of seed ${seed} is packaged as it was written`, lines.join('\n'))
        ),
        await compiled(base)
      ],
      figures: [
        `${all.length} programs`,
        `${total(said.size)} declarations`,
        `${total((_, i) => results[i].compared)} comparisons`,
        `${total((_, i) => results[i].invoked)} invocations`
      ]
    }
  } finally {
    if (keep) console.log(`  kept ${base}`)
    else rmSync(base, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { programs: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'boolean' } } })
  const { checks, figures } = await agree({
    programs: Number(values.programs ?? 24),
    seed: Number(values.seed ?? 1),
    keep: values.keep
  })
  for (const { what, why } of failures(checks)) console.log(`x ${what}:\n${why}\n`)
  console.log(`${figures.join(', ')}; ${checks.length - failures(checks).length} passed, ${failures(checks).length} failed`)
  process.exitCode = failures(checks).length > 0 ? 1 : 0
}
