// Step 4: unzips every packaged function and runs it under AWS's own Lambda runtime client (the code
// of the managed nodejs24.x runtime) on Node 24, fed by a loopback Runtime API. It is not Lambda: no
// memory limit, no freezing, no IAM, and a function that calls AWS is refused the connection.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { check } from './checks.mjs'
import { kinds } from './events.mjs'
import { asText, functionsOf } from './template.mjs'
import { node24, offline, ric } from './tools.mjs'

const runtimeApi = '/2018-06-01/runtime/'
const initLimitMs = 10_000 // Lambda's own limit for the init phase

const parsed = (body) => {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/**
 * Runs one handler in one fresh process and hands it the events in turn.
 * @returns {Promise<{ initMs: number | null, outcomes: { call: string, value: unknown }[], log: string }>}
 *   an outcome's `call` is `response`, `error` or `init/error`; fewer outcomes than events means that
 *   the process died or hung on the next one
 */
export const invoke = ({ dir, handler, env, events, timeoutMs }) =>
  new Promise((resolve) => {
    const outcomes = []
    let given = 0
    let initMs = null
    let log = ''
    let child
    let timer
    let started
    const end = (why = '') => {
      clearTimeout(timer)
      child?.kill('SIGKILL')
      server.closeAllConnections()
      server.close()
      resolve({ initMs, outcomes, log: log + why })
    }
    const patience = (ms, doing) => {
      clearTimeout(timer)
      timer = setTimeout(() => end(`\n${doing} took longer than ${ms} ms`), ms)
    }
    const server = createServer(async (request, response) => {
      const call = request.url.slice(runtimeApi.length)
      const body = await text(request)
      if (call === 'invocation/next') {
        initMs ??= Math.round(performance.now() - started)
        if (given === events.length) return end()
        patience(timeoutMs, 'the invocation')
        response.writeHead(200, {
          'content-type': 'application/json',
          'Lambda-Runtime-Aws-Request-Id': `prove-${given}`,
          'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeoutMs),
          'Lambda-Runtime-Invoked-Function-Arn': `arn:aws:lambda:eu-west-1:123456789012:function:${env.AWS_LAMBDA_FUNCTION_NAME}`
        })
        return response.end(JSON.stringify(events[given++]))
      }
      outcomes.push({ call: call === 'init/error' ? call : basename(call), value: parsed(body) })
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}')
      if (call === 'init/error') end()
    })
    server.listen(0, '127.0.0.1', () => {
      started = performance.now()
      patience(initLimitMs, 'the init phase')
      child = spawn(node24, [ric, handler], {
        cwd: dir,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...env, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`, LAMBDA_TASK_ROOT: dir, _HANDLER: handler }
      })
      child.stdout.on('data', (data) => {
        log += data
      })
      child.stderr.on('data', (data) => {
        log += data
      })
      child.on('error', (error) => end(error.message))
      child.on('exit', () => end())
    })
  })

/** The template's variables as the function would see them; what only AWS knows becomes `prove-<NAME>`. */
export const environment = (variables = {}) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : `prove-${name}`])
  )

/** What Lambda itself sets, and the function's own variables, from its template properties. */
export const lambdaEnvironment = (p) => {
  const own = environment(p.Environment?.Variables)
  const name = asText(p.FunctionName)
  return {
    PATH: process.env.PATH,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'prove',
    AWS_SECRET_ACCESS_KEY: 'prove',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(p.MemorySize ?? 128),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/02/[$LATEST]prove',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    ...own,
    NODE_OPTIONS: [offline, own.NODE_OPTIONS].filter(Boolean).join(' ')
  }
}

const tail = (log) => log.trim().split('\n').slice(-6).join('\n')

const tryFunction = async ({ id, properties: p, fn, zip, work, context, env = {}, samples = {} }) => {
  const kind = kinds[fn.kind]
  const name = asText(p.FunctionName)
  if (kind === undefined)
    return { checks: [check(false, `${name} has a known kind`, `${fn.kind} is in no row of events.mjs`)], statuses: [] }
  const dir = join(work, id)
  mkdirSync(dir)
  try {
    execFileSync('unzip', ['-qo', zip, '-d', dir], { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    return { checks: [check(false, `${name} unzips`, String(error.stderr ?? error.message))], statuses: [] }
  }
  const given = samples[fn.name]
  const cases = (given ?? kind.events({ fn, functionId: id, ...context })).map((c) =>
    given === undefined ? c : { label: 'its sample', event: c }
  )
  const ran = await invoke({
    dir,
    handler: p.Handler,
    env: { ...lambdaEnvironment(p), ...env },
    events: cases.map((c) => c.event),
    timeoutMs: Math.min(p.Timeout ?? 6, 30) * 1000
  })
  const died = {
    call: ran.initMs === null ? 'init/error' : 'no answer',
    value: { errorType: 'Prove', errorMessage: tail(ran.log) }
  }
  const outcomes = cases.map((_, n) => ran.outcomes[n] ?? (ran.outcomes[0]?.call === 'init/error' ? ran.outcomes[0] : died))
  return {
    initMs: ran.initMs,
    statuses: outcomes.map(({ value }, n) => ({ label: cases[n].label, status: value?.statusCode })),
    checks: cases.map((c, n) => {
      const trouble = kind.trouble(outcomes[n]) ?? refused(c, outcomes[n])
      return check(trouble === null, `${name} answers ${c.label}`, trouble)
    })
  }
}

// A request that a service gives as its own sample must be answered, not refused.
const refused = ({ sampled }, { value }) =>
  sampled && value?.statusCode >= 400 ? `status ${value.statusCode}: ${value.body}` : null

const countBy = (items) => {
  const counts = new Map()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts].map(([item, count]) => `${item}×${count}`)
}

/**
 * @param {object} template the packaged template
 * @param {string} out the folder with the zips (`.serverless`)
 * @param {Record<string, string>} env variables beside the template's own
 * @param {Record<string, unknown[]>} samples events by function name, in place of those made here
 */
export const runFunctions = async ({ template, out, description, stage, env, samples }) => {
  const work = mkdtempSync(join(tmpdir(), 'prove-ric-'))
  const context = { template, stage, gateway: description.gateway }
  const prefix = `${description.service}-${stage}-`
  const results = []
  try {
    for (const [id, { Properties: p }] of functionsOf(template)) {
      const name = asText(p.FunctionName)
      const fn = description.functions.find((f) => f.name === name || prefix + f.name === name)
      if (fn === undefined) continue // hold.mjs reports it
      const zip = join(out, basename(asText(p.Code.S3Key)))
      results.push(await tryFunction({ id, properties: p, fn, zip, work, context, env, samples }))
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  const checks = results.flatMap((r) => r.checks)
  const statuses = results.flatMap((r) => r.statuses).filter((s) => s.status !== undefined)
  const inits = results
    .map((r) => r.initMs)
    .filter((ms) => typeof ms === 'number')
    .sort((a, b) => a - b)
  return {
    checks,
    figures: [
      `${results.length} functions`,
      `${checks.length} events`,
      inits.length > 0 ? `init ${inits[0]}–${inits.at(-1)} ms (median ${inits[inits.length >> 1]})` : 'none came up',
      ...(statuses.length > 0 ? [`statuses ${countBy(statuses.map((s) => s.status)).join(' ')}`] : [])
    ],
    notes: statuses.filter((s) => s.status >= 300 && s.status < 500).map((s) => `${s.label} answered ${s.status}`)
  }
}
