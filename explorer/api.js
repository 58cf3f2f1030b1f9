/** What the explorer asks of `quaich dev`. Everything is on this server: the page works without a network. */

const json = async (path) => {
  const response = await fetch(path, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

export const service = () => json('service')
export const explained = (name) => json(`explain?of=${encodeURIComponent(name)}`)
export const samples = (name) => json(`samples?of=${encodeURIComponent(name)}`)

/** Calls back with each line of the log, each reload and each fault, as they happen; gives what ends it. */
export const follow = (heard) => {
  const source = new EventSource('events')
  for (const kind of ['log', 'reload', 'fault']) source.addEventListener(kind, (e) => heard(kind, JSON.parse(e.data)))
  source.addEventListener('open', () => heard('open'))
  source.addEventListener('error', () => heard('lost'))
  return () => source.close()
}

/** One request to the service: what came back, and how long it took. The body goes as bytes: a browser would say what a text is, unasked. */
export const send = async ({ method, url, headers, body }) => {
  const began = performance.now()
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body === null || body === '' || method === 'GET' || method === 'HEAD' ? {} : { body: new TextEncoder().encode(body) })
  })
  const text = response.type === 'opaqueredirect' ? '' : await response.text()
  return {
    status: response.type === 'opaqueredirect' ? 'a redirect' : response.status,
    headers: [...response.headers],
    text: pretty(text),
    ms: Math.round(performance.now() - began)
  }
}

/** A connection to the service's WebSocket API. A browser can send no headers with it: the server adds them ("console"). */
export const connect = (query, headers) => {
  const url = new URL('socket', location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  url.hash = ''
  url.searchParams.set('query', query.replace(/^\?/, ''))
  for (const line of headers.split('\n')) if (line.trim() !== '') url.searchParams.append('header', line.trim())
  return new WebSocket(url)
}

/** Invokes a function as Lambda's own API does ("Invoke"). */
export const fire = async (name, event) => {
  const began = performance.now()
  const response = await fetch(`fire/${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: event
  })
  const failed = response.headers.get('x-amz-function-error') !== null || !response.ok
  return { failed, text: pretty(await response.text()), ms: Math.round(performance.now() - began) }
}

/** JSON with line breaks; other text as it is. */
export const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** Whoever asked sees the answer, wherever the page was. */
export const inView = (element) => element?.scrollIntoView({ block: 'nearest' })
