// The prover's own tests: two sound services pass, and each planted fault is found and named.
// Needs ./setup.sh first; about half a minute on two cores.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { failures } from './checks.mjs'
import { deployService } from './deploy.mjs'
import { httpEvent, httpTrouble, kinds, restEvent } from './events.mjs'
import { holdTemplate } from './hold.mjs'
import { packageService } from './package.mjs'
import { proveService } from './prove.mjs'
import { environment, invoke, lambdaEnvironment } from './ric.mjs'
import { assertReady, node24, run } from './tools.mjs'
import { validateTemplate } from './validate.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'prove-test-'))
const json = (file) => JSON.parse(readFileSync(file, 'utf8'))
const failed = (checks) => failures(checks).map((c) => `${c.what}: ${c.why}`)

const copy = (fixture, name) => {
  const dir = join(scratch, name)
  cpSync(join(here, 'fixture', fixture), dir, { recursive: true })
  return dir
}

const edit = (file, change) => {
  const old = readFileSync(file, 'utf8')
  const changed = change(old)
  assert.notEqual(changed, old, 'the fault is planted')
  writeFileSync(file, changed)
}

const prove = async (dir) => {
  const steps = await proveService(dir, { generate: false, description: 'description.json', deploy: false })
  return Object.fromEntries(steps.map((step) => [step.name, failed(step.checks)]))
}

const cli = (args) =>
  run(process.execPath, [join(here, 'prove.mjs'), '--no-generate', '--description', 'description.json', ...args], {
    cwd: here,
    env: process.env
  })

before(assertReady)
after(() => rmSync(scratch, { recursive: true, force: true }))

describe('the command', () => {
  it('passes two sound services and says so in its last line', async () => {
    const ran = await cli(['fixture/rest', 'fixture/http'])
    assert.equal(ran.lines.at(-1), '72 passed, 0 failed', ran.lines.join('\n'))
    assert.equal(ran.code, 0)
  })

  it('exits 1 and still counts where there is no service', async () => {
    const ran = await cli([join(scratch, 'nowhere')])
    assert.equal(ran.lines.at(-1), '0 passed, 1 failed')
    assert.equal(ran.code, 1)
  })
})

describe('faults that only packaging shows', () => {
  it('finds a route that osls dropped because its logical id clashes', async () => {
    const dir = copy('rest', 'clash')
    edit(join(dir, 'serverless.yml'), (yml) =>
      yml.replace('      - http:\n          path: /todos/{id}', '      - http: { path: /to_dos, method: get }\n$&')
    )
    edit(join(dir, 'description.json'), (text) => {
      const description = JSON.parse(text)
      description.functions[2].routes.push({ method: 'GET', path: '/to_dos', cors: false, authorizer: null, apiKey: false })
      return JSON.stringify(description)
    })
    const found = await prove(dir)
    assert.deepEqual(found.package, [])
    assert.deepEqual(found.validate, [])
    assert.ok(
      found.hold.some((line) => /route GET \/(todos|to_dos) is packaged once: dropped/.test(line)),
      found.hold.join('\n')
    )
  })

  it('finds a handler file that is not in the zip', async () => {
    const dir = copy('rest', 'missing')
    renameSync(join(dir, 'build/todos-id/index.mjs'), join(dir, 'build/todos-id/other.mjs'))
    const found = await prove(dir)
    assert.deepEqual([found.package, found.validate, found.hold], [[], [], []])
    assert.equal(found.ric.length, 1)
    assert.match(found.ric[0], /shelf-dev-todos-id answers GET \/todos\/\{id\}: init\/error: Runtime.ImportModuleError/)
  })

  it("finds what the service's own prove.mjs does not hold", async () => {
    const dir = copy('rest', 'own')
    writeFileSync(
      join(dir, 'prove.mjs'),
      'export const holds = (template, { stage }) => [{ ok: false, what: `${stage}: no description`, why: template.Description }]\n'
    )
    const found = await prove(dir)
    assert.deepEqual(found.hold, ['dev: no description: The AWS CloudFormation template for this Serverless application'])
  })

  it('finds a warning', async () => {
    const dir = copy('rest', 'warning')
    edit(join(dir, 'serverless.yml'), (yml) => `configValidationMode: warn\nnonsense: 1\n${yml}`)
    const found = await prove(dir)
    assert.deepEqual(found.package, ['osls package warns of nothing: Warning: Invalid configuration encountered'])
  })
})

describe('a packaged service', () => {
  const home = join(scratch, 'home')
  let packaged
  let dir
  const fresh = () => structuredClone({ template: packaged.template, description: json(join(dir, 'description.json')) })
  const hold = ({ template, description }) => failed(holdTemplate(template, description, 'dev').checks)

  before(async () => {
    dir = copy('rest', 'sound')
    packaged = await packageService({ dir, home, stage: 'dev' })
  })

  const todosRole = (s) => s.template.Resources.TodosRole.Properties.Policies[0].PolicyDocument.Statement[0]
  const method = (s, id) => s.template.Resources[`ApiGatewayMethod${id}`].Properties
  const routes = (s) => s.description.functions[1].routes

  for (const [fault, plant, ...expected] of [
    ['nothing', () => {}],
    [
      'a shared role',
      (s) => {
        s.template.Resources.TodosDashidLambdaFunction.Properties.Role = { 'Fn::GetAtt': ['TodosRole', 'Arn'] }
      },
      /shelf-dev-todos has a role of its own: TodosRole also serves shelf-dev-todos-id/,
      /shelf-dev-todos-id has a role of its own/
    ],
    [
      'the default role',
      (s) => {
        s.template.Resources.IamRoleLambdaExecution = s.template.Resources.JwtRole
      },
      /no shared IamRoleLambdaExecution/
    ],
    [
      'a foreign role',
      (s) => {
        s.template.Resources.JwtLambdaFunction.Properties.Role = 'arn:aws:iam::1:role/x'
      },
      /its role is arn:aws:iam::1:role\/x/
    ],
    [
      'Action with a star',
      (s) => {
        todosRole(s).Action.push('dynamodb:*')
      },
      /TodosRole grants nothing wide: Action dynamodb:\*/
    ],
    [
      'Resource star',
      (s) => {
        todosRole(s).Resource = ['*']
      },
      /TodosRole grants nothing wide: Resource \*/
    ],
    [
      'NotAction',
      (s) => {
        const statement = todosRole(s)
        statement.NotAction = statement.Action
        delete statement.Action
      },
      /NotAction is as wide/
    ],
    [
      'a function that nothing wakes',
      (s) => {
        s.description.functions[0].kind = 'sqs'
      },
      /jwt is woken once, by sqs: woken by none/
    ],
    [
      'a function that is woken twice',
      (s) => {
        const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'JwtLambdaFunction' } } }
        s.description.functions[0].kind = 'sqs'
        Object.assign(s.template.Resources, { One: mapping, Two: mapping })
      },
      /jwt is woken once, by sqs: woken by One, Two/
    ],
    [
      'a route that is not described',
      (s) => {
        routes(s).pop()
      },
      /route POST \/todos is described: packaged as ApiGatewayMethodTodosPost/
    ],
    [
      'a route twice in the description',
      (s) => {
        routes(s).push(routes(s)[0])
      },
      /every route is described once/
    ],
    [
      'a route that is not packaged',
      (s) => {
        delete s.template.Resources.ApiGatewayMethodTodosPost
      },
      /route POST \/todos is packaged once: dropped/
    ],
    [
      'a route on another function',
      (s) => {
        method(s, 'TodosGet').Integration = method(s, 'TodosIdVarGet').Integration
      },
      /route GET \/todos goes to shelf-dev-todos: goes to shelf-dev-todos-id/
    ],
    [
      'a lost authorizer',
      (s) => {
        method(s, 'TodosIdVarGet').AuthorizationType = 'NONE'
      },
      /packaged OPEN, described with jwt/
    ],
    [
      'an authorizer too many',
      (s) => {
        s.description.functions[2].routes[0].authorizer = null
      },
      /packaged with jwt, described as open/
    ],
    [
      'another authorizer',
      (s) => {
        s.template.Resources.JwtApiGatewayAuthorizer.Properties.Name = 'other'
      },
      /packaged with other, described with jwt/
    ],
    [
      'a lost API key',
      (s) => {
        method(s, 'TodosPost').ApiKeyRequired = false
      },
      /POST \/todos wants API key/
    ],
    [
      'an API key too many',
      (s) => {
        method(s, 'TodosGet').ApiKeyRequired = true
      },
      /GET \/todos wants no API key/
    ],
    [
      'a lost preflight',
      (s) => {
        delete s.template.Resources.ApiGatewayMethodTodosOptions
      },
      /\/todos has an open CORS preflight: none packaged/
    ],
    [
      'a preflight too many',
      (s) => {
        for (const route of routes(s)) route.cors = false
      },
      /\/todos has no CORS preflight/
    ],
    [
      'a closed preflight',
      (s) => {
        method(s, 'TodosOptions').ApiKeyRequired = true
      },
      /\/todos has an open CORS preflight: closed/
    ],
    [
      'a lost function',
      (s) => {
        s.description.functions.push({ name: 'gone', kind: 'lambda', routes: [] })
      },
      /function gone is packaged once/
    ],
    [
      'a function too many',
      (s) => {
        s.description.functions.shift()
      },
      /function shelf-dev-jwt is described/
    ],
    [
      'a wrong prediction',
      (s) => {
        s.description.resources = 27
      },
      /27 resources, as predicted: the template has 26/
    ]
  ]) {
    it(`is held: ${fault}`, () => {
      const service = fresh()
      plant(service)
      const found = hold(service)
      assert.equal(found.length, expected.length, found.join('\n'))
      for (const [n, pattern] of expected.entries()) assert.match(found[n], pattern)
    })
  }

  it('is held: every mismatch is listed, not the first', () => {
    const service = fresh()
    service.template.Resources = {}
    assert.deepEqual(
      hold(service).map((line) => line.split(':')[0]),
      [
        'function shelf-dev-jwt is packaged once',
        'function shelf-dev-todos is packaged once',
        'function shelf-dev-todos-id is packaged once',
        'route GET /todos is packaged once',
        'route POST /todos is packaged once',
        'route GET /todos/{id} is packaged once',
        '/todos has an open CORS preflight'
      ]
    )
  })

  it('may name its functions by key alone', () => {
    const service = fresh()
    for (const fn of service.description.functions) fn.name = fn.name.replace('shelf-dev-', '')
    assert.deepEqual(hold(service), [])
  })

  it('is validated: a bad property is a finding', () => {
    const { template } = fresh()
    template.Resources.TodosLambdaFunction.Properties.Runtime = 'nodejs99.x'
    const file = join(scratch, 'bad.json')
    writeFileSync(file, JSON.stringify(template))
    assert.match(failed(validateTemplate(file).checks).join('\n'), /TodosLambdaFunction Properties.Runtime/)
  })

  it('is deployed: other bytes and another template than packaged are found', async () => {
    const { template } = fresh()
    template.Resources.TodosLambdaFunction.Properties.Timeout = 1
    const zips = { ...packaged.zips, 'jwt.zip': 'other' }
    assert.deepEqual(failed((await deployService({ dir, home, stage: 'dev', template, zips })).checks), [
      'the UPDATE change set is the packaged template: TodosLambdaFunction',
      'the zip of JwtLambdaFunction is uploaded: other bytes than the packaged zip'
    ])
  })
})

describe('the runtime', () => {
  const tried = (source, events = [{}], timeoutMs = 500) => {
    const dir = mkdtempSync(join(scratch, 'handler-'))
    writeFileSync(join(dir, 'index.mjs'), source)
    return invoke({ dir, handler: 'index.handler', env: lambdaEnvironment({ FunctionName: 'f' }), events, timeoutMs })
  }

  it('tells an answer from an error, a crash and a hang', async () => {
    const source = `export const handler = async ({ how }) => {
      if (how === 'throw') throw new TypeError('thrown');
      if (how === 'exit') process.exit(3);
      if (how === 'hang') await new Promise((r) => setTimeout(r, 60000));
      return how;
    }`
    const calls = async (...hows) =>
      (
        await tried(
          source,
          hows.map((how) => ({ how }))
        )
      ).outcomes.map((o) => o.call)
    assert.deepEqual(await calls('fine', 'throw', 'fine'), ['response', 'error', 'response'])
    assert.deepEqual(await calls('fine', 'exit', 'fine'), ['response'])
    assert.deepEqual(await calls('hang', 'fine'), [])
  })

  it('reports a module that throws', async () => {
    const { outcomes } = await tried('throw new Error("at load"); export const handler = 1;')
    assert.equal(outcomes[0].call, 'init/error')
    assert.match(outcomes[0].value.errorMessage, /at load/)
  })

  it('refuses connections to the world', async () => {
    const { outcomes, log } = await tried(
      'export const handler = () => fetch("http://192.0.2.1/").then(() => 1, (e) => e.cause.message)'
    )
    assert.deepEqual(outcomes, [{ call: 'response', value: 'offline: 192.0.2.1' }])
    assert.match(log, /prove: refused a connection to 192.0.2.1/)
  })

  it('runs on Node 24', async () => {
    const { stdout } = await run(node24, ['--version'], { cwd: scratch, env: {} })
    assert.match(stdout, /^v24\./)
    assert.deepEqual((await tried('export const handler = async () => process.version')).outcomes[0].value, stdout.trim())
  })

  it('gives text to the variables that only AWS knows', () => {
    assert.deepEqual(environment({ A: 'a', TABLE: { Ref: 'Table' } }), { A: 'a', TABLE: 'prove-TABLE' })
  })
})

describe('events', () => {
  const route = {
    method: 'ANY',
    path: '/a/{id}/{rest+}',
    cors: false,
    authorizer: 'jwt',
    apiKey: true,
    sample: { params: { id: 'é/1' }, query: { tag: ['x', 'y'] }, headers: { 'X-One': '1' }, body: '{}' }
  }

  it('fill a REST route', () => {
    const event = restEvent(route, 'dev')
    assert.equal(event.resource, route.path)
    assert.equal(event.httpMethod, 'GET')
    assert.equal(event.path, '/a/%C3%A9/1/a/b.txt')
    assert.deepEqual(event.pathParameters, { id: 'é/1', rest: 'a/b.txt' })
    assert.equal(event.queryStringParameters.tag, 'y')
    assert.deepEqual(event.multiValueQueryStringParameters.tag, ['x', 'y'])
    assert.equal(event.headers['X-One'], '1')
    assert.equal(event.requestContext.identity.apiKey, 'prove-api-key')
    assert.equal(event.requestContext.authorizer.principalId, 'prove-user')
    assert.equal(event.requestContext.authorizer.claims.sub, 'prove-user')
  })

  it('fill an HTTP API route', () => {
    const event = httpEvent(route)
    assert.equal(event.routeKey, 'ANY /a/{id}/{rest+}')
    assert.equal(event.rawQueryString, 'tag=x&tag=y')
    assert.equal(event.queryStringParameters.tag, 'x,y')
    assert.equal(event.headers['x-one'], '1')
    assert.equal(event.body, '{}')
  })

  for (const [reply, pattern] of [
    [{ statusCode: 204 }, null],
    [{ statusCode: 404, headers: { a: 1 }, body: 'no' }, null],
    ['text', /no object/],
    [{ statusCode: '200' }, /statusCode is "200"/],
    [{ statusCode: 502, body: 'x' }, /status 502: x/],
    [{ statusCode: 200, body: {} }, /body is no text/],
    [{ statusCode: 200, headers: { a: {} } }, /header is no text/]
  ]) {
    it(`judge the reply ${JSON.stringify(reply)}`, () => {
      const trouble = httpTrouble({ call: 'response', value: reply })
      if (pattern === null) assert.equal(trouble, null)
      else assert.match(trouble, pattern)
    })
  }

  it('let an authorizer answer 401', () => {
    const error = (errorMessage) => ({ call: 'error', value: { errorType: 'Error', errorMessage } })
    assert.equal(kinds.authorizer.trouble(error('Unauthorized')), null)
    assert.notEqual(kinds.authorizer.trouble(error('undefined is no function')), null)
  })

  it('exist for every kind', () => {
    const template = { Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } } } }
    for (const [kind, { events }] of Object.entries(kinds)) {
      const made = events({ fn: { kind, routes: [] }, functionId: 'F', template, gateway: 'rest', stage: 'dev' })
      assert.equal(made.length, kind === 'http' ? 0 : 1, kind)
    }
  })
})
