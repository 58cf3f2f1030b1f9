// The page of `quaich dev`, used as a person uses it, in a real browser on a real service: examples/everything. A browser that knows no
// name of any server, so what the page needs is here, or the page does not work.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { desktop, openBrowser, phone } from './browser.mjs'
import { edits } from './events.mjs'
import { faint } from './readable.mjs'
import { bin, copyOf, serve } from './served.mjs'

let copy
let served
let browser
let page
let told
const asked = []
const complaints = []

const explorer = (id = '') => `${served.url}/__quaich/${id === '' ? '' : `#/${encodeURIComponent(id)}`}`

/** A page whose every request and complaint is kept: who opens it ends up in the last two tests. */
const opened = async (options) => {
  const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(10_000)
  const p = await context.newPage()
  p.on('request', (r) => asked.push(r.url()))
  p.on('websocket', (w) => asked.push(w.url()))
  p.on('pageerror', (e) => complaints.push(`thrown: ${e.stack}`))
  p.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') complaints.push(`${m.type()}: ${m.text()} (${m.location().url})`)
  })
  return p
}
const goTo = async (id, p = page) => {
  await p.goto(explorer(id))
  await p.getByRole('banner').waitFor()
}
const button = (name) => page.getByRole('button', { name, exact: true })
const field = (name) => page.getByLabel(name, { exact: true })
const section = (name) => page.getByRole('region', { name, exact: true })
const answered = async (act) => {
  await page.locator('.answer').evaluateAll((all) => {
    for (const a of all) a.setAttribute('data-seen', '')
  })
  await act()
  const answer = page.locator('.answer:not([data-seen])')
  await answer.waitFor()
  return answer
}
/** The samples are there: what is typed before may be torn apart by one that comes. */
const offered = () => page.locator('form[aria-busy="false"]').first().waitFor()
const status = async () => {
  const seen = await (await answered(() => button('Send').click())).locator('b').first().textContent()
  return seen === 'a redirect' ? 302 : Number(seen)
}
const logged = (line) => section('Log').getByText(line).last().waitFor()

before(async () => {
  copy = copyOf('everything', 'events')
  ;[served, browser] = await Promise.all([serve(copy.at('everything')), openBrowser()])
  told = await fetch(`${served.url}/__quaich/service`).then((r) => r.json())
  page = await opened()
  await goTo('')
})
after(async () => {
  await browser?.close()
  const code = await served?.close()
  copy?.remove()
  assert.equal(code, 0)
})

test('the diagram has every node, each with its name, and a line for every edge', async () => {
  const diagram = section('The service as a diagram')
  const kinds = (all) => all.map(({ kind, label }) => `${kind} ${label}`).sort()
  const drawn = await diagram.locator('.node').evaluateAll((all) => all.map((n) => n.querySelector('title').textContent))
  assert.deepEqual(drawn.sort(), kinds(told.diagram.nodes))
  const present = new Set(told.diagram.nodes.map((n) => n.kind))
  for (const kind of [
    'gateway',
    'route',
    'authorizer',
    'function',
    'port',
    'queue',
    'bucket',
    'schedule',
    'topic',
    'stream',
    'bus'
  ])
    assert.ok(present.has(kind), kind)
  assert.equal(await diagram.locator('.edge').count(), told.diagram.edges.length)
  const boxes = await diagram
    .locator('.node rect')
    .evaluateAll((all) => all.map((r) => r.getBoundingClientRect()).map(({ x, y, width, height }) => ({ x, y, width, height })))
  const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
  assert.deepEqual(
    boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => overlap(a, b))),
    []
  )
})

test('the lines of a node stand out while it is pointed at, and while it has the focus', async () => {
  const diagram = section('The service as a diagram')
  const touching = (label) => {
    const { id } = told.diagram.nodes.find((n) => n.label === label)
    return told.diagram.edges.filter((e) => e.from === id || e.to === id).length
  }
  const near = async (count) => page.waitForFunction((n) => document.querySelectorAll('.edge.near').length === n, count)
  await diagram.getByText('jwtAuthorizer', { exact: true }).hover()
  await near(touching('jwtAuthorizer'))
  await page.mouse.move(0, 0)
  await near(0)
  await diagram
    .locator('a.node')
    .filter({ has: page.getByText('api-items', { exact: true }) })
    .focus()
  await near(touching('api-items'))
})

test('a node of the diagram leads to what it stands for', async () => {
  await section('The service as a diagram').getByText('placed', { exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'placed' }).waitFor()
})

test('a route is found, chosen and left with the keyboard alone', async () => {
  const heading = async (name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  await goTo('')
  await page.keyboard.press('/')
  await page.keyboard.type('items')
  await page.keyboard.press('Enter')
  await heading('POST /items')
  await page.keyboard.press('j')
  await heading('GET /items')
  await page.keyboard.press('k')
  await heading('POST /items')
  await page.keyboard.press('/')
  await page.keyboard.type('no such thing')
  await page.getByText('Nothing is called so.').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Escape')
  await page.keyboard.press('d')
  await section('The service as a diagram').waitFor()
})

test('a route shows its stack in order, with types, refusals and lines of the file', async () => {
  await goTo('POST /items')
  const stack = section('Stack')
  await stack.getByText('serverless.yml').first().waitFor()
  assert.deepEqual(await stack.locator('.combinator').allTextContents(), [
    ...['post', 'cors', 'mapReply', 'bracket', 'limits', 'body', 'returns', 'errors', 'handle']
  ])
  await stack.getByText('{ id: string, price: number }', { exact: true }).waitFor()
  await stack.getByText('422 not as declared').waitFor()
})

// Routes that ask for nothing but what their facts say: what a middleware of middy's own wants, no fact knows.
const open = () =>
  told.functions.flatMap((f) =>
    f.sentences
      .filter(
        (s) => s.routes.length > 0 && !s.facts.some((fact) => ['authorize', 'apiKey', 'fromMiddy'].includes(fact.combinator))
      )
      .flatMap((s) => s.routes.map(({ method, path }) => `${method} ${path}`))
  )

test('every open route takes the sample that it offers, and refuses the near miss', async () => {
  let missed = 0
  for (const id of open()) {
    await goTo(id)
    await offered()
    assert.ok(await button('A valid sample').isEnabled(), `${id} offers nothing`)
    const good = await status()
    // 409 is what the handler says, as it declares, of an item that costs nothing.
    assert.ok((good >= 200 && good < 400) || (id === 'POST /items' && good === 409), `${id}: ${good}`)
    if (await button('A near miss').isDisabled()) continue
    await button('A near miss').click()
    const bad = await status()
    assert.ok(bad >= 400 && bad < 500, `${id}, ${await page.locator('.why').first().textContent()}: ${bad}`)
    missed++
  }
  assert.ok(missed > 7, `${missed} near misses`)
})

test('what is sent is what stands in the form', async () => {
  await goTo('POST /items')
  await offered()
  await field('Body').fill('{"id":"mine","price":0}')
  await field('Headers').fill('content-type: application/json')
  assert.equal(await status(), 409)
  await page.getByText('mine costs nothing').waitFor()
  await field('Headers').fill('content-type: text/plain')
  await field('Body').press('Control+Enter')
  await page.locator('.answer b', { hasText: '415' }).waitFor()
  await logged(/POST \/items 415 .*refused by body/)
})

test('an API key and an authorizer refuse, then allow', async () => {
  await goTo('GET /keyed')
  await offered()
  assert.equal(await status(), 200)
  await field('Headers').fill('')
  assert.equal(await status(), 403)
  await goTo('GET /profile')
  await page.getByText('header Authorization').first().waitFor()
  assert.equal(await status(), 401)
  await field('Headers').fill('authorization: somebody else')
  assert.equal(await status(), 403)
  await field('Headers').fill('authorization: let-me-in')
  assert.equal(await status(), 200)
  await page.getByText('"who": "ada"').waitFor()
})

test('the console is not let in, is let in with a header, says and hears', async () => {
  await goTo('live.echo')
  const said = page.locator('.said')
  await button('Connect').click()
  await said.getByText('not let in: the log says why').waitFor()
  await logged(/WS \$connect 401/)
  await field('Headers').fill('authorization: member ada')
  await button('Connect').click()
  await said.getByText('connected', { exact: true }).waitFor()
  await field('Message').fill('{"text":"to and fro"}')
  await button('Send').click()
  assert.deepEqual(JSON.parse(await said.locator('.in pre').last().textContent()), { text: 'to and fro' })
  await button('A message for shout').click()
  await page.waitForFunction(() => document.querySelector('[aria-label="Message"]').value.includes('shout'))
  await field('Message').fill('{"action":"shout","text":"loud"}')
  await button('Send').click()
  await said.locator('.in').getByText('LOUD').waitFor()
  await button('Close').click()
  await said.getByText('closed (1005)').waitFor()
  await logged(/WS \$disconnect 200/)
})

test('every source is fired with an edited event, and its answer shown', async () => {
  const asks = (f) => f.kind === 'http' || f.kind === 'authorizer'
  const sources = told.functions.filter((f) => !asks(f)).flatMap((f) => f.sentences.map((s) => s.name))
  assert.deepEqual(sources.filter((name) => name !== 'live.connect').sort(), Object.keys(edits).sort())
  for (const [name, [edit, expected]] of Object.entries(edits)) {
    await goTo(name)
    const event = field('Event')
    await offered()
    await event.fill(JSON.stringify(edit(JSON.parse(await event.inputValue()))))
    const answer = await answered(() => button('Fire').click())
    assert.equal(await answer.locator('b').textContent(), 'done', name)
    const got = JSON.parse(await answer.locator('pre').textContent())
    const { headers: _, multiValueHeaders: __, ...plain } = got ?? {}
    assert.deepEqual(name.startsWith('live.') && got !== 0 ? plain : got, expected, name)
    await logged(new RegExp(`INVOKE ${name.replace('.', '-')} 200`))
  }
})

test('an event that is refused is shown as a failure, and marked in the log', async () => {
  await goTo('increment')
  await offered()
  await field('Event').fill('{"n":"many"}')
  const answer = await answered(() => button('Fire').click())
  assert.equal(await answer.locator('b').textContent(), 'failed')
  await logged(/INVOKE increment 500/)
})

test('an authorizer is asked by hand, with a token that it knows', async () => {
  await goTo('jwtAuthorizer')
  await offered()
  const fired = async (token) => {
    const event = {
      type: 'TOKEN',
      methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:local/dev/GET/profile',
      authorizationToken: token
    }
    await field('Event').fill(JSON.stringify(event))
    return JSON.parse(await (await answered(() => button('Fire').click())).locator('pre').textContent())
  }
  const effect = (policy) => policy.policyDocument.Statement[0].Effect
  assert.equal(effect(await fired('let-me-in')), 'Allow')
  assert.equal(effect(await fired('somebody')), 'Deny')
})

test('the log tells what others ask, as they ask it', async () => {
  await goTo('')
  await button('Clear').and(page.locator(':disabled')).waitFor()
  await fetch(`${served.url}/pages/41`)
  await logged(/GET \/pages\/41 200/)
  await fetch(`${served.url}/nowhere?secret=1`)
  await logged(/GET \/nowhere 404/)
  assert.equal(await section('Log').getByText('secret').count(), 0)
  assert.equal(await section('Log').locator('li').count(), 2)
  await button('Clear').click()
  assert.equal(await section('Log').locator('li').count(), 0)
})

test('a saved change is there without the page being loaded again; one that does not load is told where', async () => {
  const file = copy.at('everything', 'src', 'service.ts')
  const source = readFileSync(file, 'utf8')
  await goTo('increment')
  await page.evaluate(() => {
    window.loadedOnce = true
  })
  writeFileSync(file, source.replace('event.n + 1', 'event.n + 100'))
  await logged('reloaded')
  await offered()
  await field('Event').fill('{"n":1}')
  assert.equal(await (await answered(() => button('Fire').click())).locator('pre').textContent(), '101')
  writeFileSync(file, source.replace('event.n + 1)', 'event.n + )'))
  await page
    .getByRole('alert')
    .getByText(/service\.ts:\d+:\d+/)
    .waitFor()
  writeFileSync(file, source)
  await page.getByRole('alert').waitFor({ state: 'detached' })
  assert.equal(await page.evaluate(() => window.loadedOnce), true)
})

test('an address that is no address shows the diagram, and throws nothing', async () => {
  for (const hash of ['#/%E0%A4%A', '#%', '#/%%%', '#/no%20such%20thing', '#//']) {
    await page.goto('about:blank')
    await page.goto(`${explorer()}${hash}`)
    await section('The service as a diagram').waitFor()
  }
})

const views = ['', 'POST /items', 'GET /profile', 'live.echo', 'placed', 'jwtAuthorizer']

for (const colorScheme of ['light', 'dark'])
  test(`every text can be read, ${colorScheme}`, async () => {
    const p = await opened({ colorScheme })
    for (const id of views) {
      await goTo(id, p)
      const { texts, bad } = await p.evaluate(faint, 4.5)
      assert.deepEqual([id, bad], [id, []])
      assert.ok(texts > 40, `${id}: ${texts} texts`)
    }
    const ground = await p.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    assert.equal(ground === 'rgb(255, 255, 255)', colorScheme === 'light')
    await p.context().close()
  })

test('a phone shows one thing at a time, and nothing beside the screen', async () => {
  const p = await opened({ viewport: phone, isMobile: true, hasTouch: true })
  for (const id of views) {
    await goTo(id, p)
    await p.getByRole('button', { name: 'Log', exact: true }).tap()
    const [width, screen] = await p.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    assert.deepEqual([id, width, screen], [id, phone.width, phone.width])
    assert.equal(await p.getByRole('navigation').isVisible(), id === '')
  }
  await p.getByRole('link', { name: '‹ everything' }).tap()
  await p
    .getByRole('link', { name: 'GET /alive' })
    .or(p.getByRole('link', { name: 'HEAD /alive' }))
    .first()
    .tap()
  await p.getByRole('heading', { level: 1, name: 'HEAD /alive' }).waitFor()
  await p.context().close()
})

test('every answer of the explorer says what a browser may do with it', async () => {
  for (const path of ['', 'main.js', 'style.css', 'preact.js', 'service', 'samples?of=addItem', 'nothing']) {
    const { headers } = await fetch(`${explorer()}${path}`)
    const policy = headers.get('content-security-policy')
    assert.match(policy, /^default-src 'none'; script-src 'self'; /)
    assert.doesNotMatch(policy, /unsafe|\*|https?:/)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
  }
  const { headers } = await fetch(`${served.url}/pages/1`)
  assert.equal(headers.get('content-security-policy'), null)
})

test('a script that is not of the page does not run', async () => {
  await goTo('')
  const ran = page.evaluate(
    () =>
      new Promise((done) => {
        addEventListener('securitypolicyviolation', (e) => done(e.violatedDirective), { once: true })
        const script = document.createElement('script')
        script.textContent = 'document.title = "taken"'
        document.head.append(script)
      })
  )
  assert.equal(await ran, 'script-src-elem')
  assert.equal(await page.title(), 'quaich')
  assert.match(complaints.pop(), /inline script/)
})

test('no bundle of a function has anything of it', () => {
  execFileSync(process.execPath, [bin, 'build', '--out', 'bundles', '--no-sourcemap'], {
    cwd: copy.at('everything'),
    stdio: 'pipe'
  })
  const files = readdirSync(copy.at('everything', 'bundles'), { recursive: true }).filter((name) => /\.[cm]?js$/.test(name))
  assert.equal(files.length, told.functions.length)
  for (const name of files)
    assert.doesNotMatch(
      readFileSync(join(copy.at('everything', 'bundles'), name), 'utf8'),
      /__quaich\/|preact|text\/event-stream/,
      name
    )
})

test('nothing was asked of anybody else', () => {
  assert.ok(asked.length > 200, `${asked.length} requests`)
  const own = new URL(served.url).host
  assert.deepEqual(
    [
      ...new Set(
        asked
          .map((url) => new URL(url))
          .filter((u) => u.host !== own && u.protocol !== 'data:')
          .map(String)
      )
    ],
    []
  )
})

test('the page complained of nothing, but for what the service refused', () => {
  // A browser tells of every reply over 399 by itself, and of a handshake that was refused.
  const refused = (c) =>
    /^error: Failed to load resource: the server responded with a status of 4\d\d /.test(c) && !c.includes('/__quaich/')
  const handshake = (c) => /^error: WebSocket connection to .*HTTP Authentication failed/.test(c)
  assert.deepEqual(
    complaints.filter((c) => !refused(c) && !handshake(c)),
    []
  )
  assert.equal(complaints.filter(handshake).length, 1)
})
