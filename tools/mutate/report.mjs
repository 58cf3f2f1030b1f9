// node tools/mutate/report.mjs [--check]
//
// Writes docs/mutation.md from the last results of each file (results.json) and the reasons for what survived (reasons.json); with --check
// it only says whether the page is what they say. It refuses a survivor without a reason, and a reason without its survivor. A mutant is
// known by its mutator, the line of code it stands in, what was replaced and by what: never by its line's number.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const page = resolve(here, '../../docs/mutation.md')
const read = (name) => JSON.parse(readFileSync(join(here, name), 'utf8'))
const short = (text) => text.replaceAll(/\s+/g, ' ').trim()

// ---- from Stryker's report

const textAt = (lines, { start, end }) => {
  const taken = lines.slice(start.line - 1, end.line)
  taken[taken.length - 1] = taken.at(-1).slice(0, end.column - 1)
  taken[0] = taken[0].slice(start.column - 1)
  return short(taken.join('\n'))
}

/** What a run of Stryker says of one file. */
export const resultOf = ({ source, mutants }, version) => {
  const lines = source.split('\n')
  const of = (...statuses) => mutants.filter((m) => statuses.includes(m.status))
  const survivors = of('Survived', 'NoCoverage').map((m) => ({
    mutator: m.mutatorName,
    in: short(lines[m.location.start.line - 1]),
    from: textAt(lines, m.location),
    to: short(m.replacement),
    line: m.location.start.line
  }))
  const killed = of('Killed', 'Timeout').length
  const date = new Date().toISOString().slice(0, 10)
  return { date, version, mutants: killed + survivors.length, killed, survivors }
}

/** Keeps the result of a file beside those of the others. */
export const record = (file, result) => {
  const results = { ...read('results.json'), [file]: result }
  const sorted = Object.fromEntries(Object.keys(read('targets.json')).flatMap((f) => (results[f] ? [[f, results[f]]] : [])))
  writeFileSync(join(here, 'results.json'), `${JSON.stringify(sorted, null, 2)}\n`)
}

// ---- reasons

const same = (a) => (b) => a.mutator === b.mutator && a.in === b.in && a.from === b.from && a.to === b.to
const told = (file, m) => `${file}: ${m.mutator} in \`${m.in}\`: \`${m.from}\` → \`${m.to}\``

/** Where a survivor stands now: the line of its text nearest to where it stood. */
const lineOf = (file, { in: text, line }) => {
  const lines = readFileSync(resolve(here, '../..', file), 'utf8').split('\n')
  const found = lines.flatMap((l, i) => (short(l) === text ? [i + 1] : []))
  return found.sort((a, b) => Math.abs(a - line) - Math.abs(b - line))[0]
}

/** Survivors without a reason or a place, and reasons without a survivor. */
export const faultsOf = (results, reasons) => [
  ...Object.entries(results).flatMap(([file, { survivors }]) => {
    const reasoned = (reasons[file] ?? []).flatMap((r) => r.mutants)
    return [
      ...survivors.filter((s) => !reasoned.some(same(s))).map((s) => `no reason: ${told(file, s)} (line ${s.line})`),
      ...reasoned.filter((m) => !survivors.some(same(m))).map((m) => `no survivor: ${told(file, m)}`)
    ]
  }),
  ...Object.entries(results).flatMap(([file, { survivors }]) =>
    survivors.filter((s) => lineOf(file, s) === undefined).map((s) => `no longer in the file, so run it again: ${told(file, s)}`)
  ),
  ...Object.keys(reasons)
    .filter((file) => results[file] === undefined)
    .map((file) => `no results: ${file}`)
]

// ---- the page

const code = (text) => {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)))
  const space = fence.length > 1 ? ' ' : ''
  return `${fence}${space}${text}${space}${fence}`
}
const cut = (text) => (text.length > 120 ? `${text.slice(0, 117)}...` : text)
const percent = (killed, all) => (all === 0 ? '–' : `${(Math.floor((1000 * killed) / all) / 10).toFixed(1)} %`)
const linked = (file) => `[${file.replace('src/', '')}](../${file})`

const row = ([file, r]) =>
  `| ${linked(file)} | ${r.mutants} | ${r.killed} | ${r.survivors.length} | ${percent(r.killed, r.mutants)} | ${r.date}, ${r.version} |`

const section = ([file, { survivors }], reasons) =>
  survivors.length === 0
    ? []
    : [
        `## ${file.replace('src/', '')}`,
        '',
        ...(reasons[file] ?? []).flatMap(({ reason, mutants }) => [
          `- ${reason}`,
          ...mutants.flatMap((m) =>
            survivors
              .filter(same(m))
              .map(
                (s) => `  - line ${lineOf(file, s)}: ${code(cut(s.from))} becomes ${s.to === '' ? 'nothing' : code(cut(s.to))}`
              )
          )
        ]),
        ''
      ]

const head = `# Mutants

A test suite is good if it notices when the code is wrong. So the code on which security depends is made wrong, in every small way that
[Stryker](https://stryker-mutator.io) knows: a condition turned round, a text emptied, a call left out, an anchor taken from a regular
expression. Each such change is a mutant; it is killed if a test of its file fails, or runs for ever. What survives is either a test that
is missing, or a change that nobody could notice: then it stands below, with the reason.

\`npm run mutate\` does it for all these files, in some minutes; \`npm run mutate -- src/router/policy.ts\` for one, while you work on it. Both write this
page, and end with an error if a survivor has no reason in [tools/mutate/reasons.json](../tools/mutate/reasons.json), or a reason no survivor.
The tests that are asked about each file are in [tools/mutate/targets.json](../tools/mutate/targets.json): those near it alone, so that what
kills a mutant is a test that a reader of the file would find.
`

const render = (results, reasons) => {
  const all = Object.entries(results)
  const sum = (f) => all.reduce((n, [, r]) => n + f(r), 0)
  const [mutants, killed] = [sum((r) => r.mutants), sum((r) => r.killed)]
  return [
    head,
    '| file | mutants | killed | survived | score | when |',
    '| --- | --- | --- | --- | --- | --- |',
    ...all.map(row),
    `| all | ${mutants} | ${killed} | ${mutants - killed} | ${percent(killed, mutants)} | |`,
    '',
    ...all.flatMap((one) => section(one, reasons))
  ].join('\n')
}

/** Writes the page, or says that it is another; gives what is wrong. */
export const report = (check) => {
  const [results, reasons] = [read('results.json'), read('reasons.json')]
  const text = render(results, reasons)
  const faults = faultsOf(results, reasons)
  if (!check) writeFileSync(page, text)
  else if (readFileSync(page, 'utf8') !== text)
    return [...faults, 'docs/mutation.md is not what results.json and reasons.json say']
  return faults
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = report(process.argv.includes('--check'))
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}
