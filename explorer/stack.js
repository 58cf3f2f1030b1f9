/** A sentence's stack: each combinator in its order, what it gives, what it may refuse with, which lines of the file it writes. */
import { explained } from './api.js'
import { html, useEffect, useState } from './preact.js'

const range = ({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)

export const Stack = ({ sentence, version }) => {
  const [more, setMore] = useState(undefined)
  // Which lines of the file come from a combinator is asked only for the sentence that is looked at.
  useEffect(() => {
    setMore(undefined)
    let current = true
    explained(sentence.name).then(
      (found) => current && setMore(found.find((e) => e.name === sentence.name)?.facts),
      () => current && setMore([])
    )
    return () => {
      current = false
    }
  }, [sentence.name, version])
  return html`<section aria-label="Stack">
    <h3>Stack</h3>
    <ol class="stack">
      ${sentence.facts.map(
        (f, i) => html`<li key=${i}>
          <div><code class="combinator">${f.combinator}</code> <span>${f.says}</span> ${more?.[i]?.mounted && html`<span class="muted">of the mount</span>`}</div>
          ${f.does !== '' && html`<div class="does">${f.does}</div>`}
          ${Object.entries(f.gives).map(
            ([key, type]) => html`<div key=${key} class="gives"><b>${key}</b>: <code>${type}</code></div>`
          )}
          ${f.refuses.length > 0 && html`<div class="refuses">${f.refuses.map((r) => html`<span key=${r}>${r}</span>`)}</div>`}
          ${
            more?.[i]?.lines.length > 0 &&
            html`<div class="writes">
            serverless.yml ${more[i].lines.map((l, n) => html`${n > 0 && ', '}<span key=${l.from} title=${l.at}>${range(l)}</span>`)}
          </div>`
          }
        </li>`
      )}
      <li><code class="combinator">handle</code></li>
    </ol>
  </section>`
}
