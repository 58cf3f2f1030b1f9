// A bare process; with a bundle named, one that loads it and answers a first event. Timed from outside.
const file = process.argv[2]
if (file !== undefined) {
  const event = JSON.parse(require('node:fs').readFileSync(require('node:path').join(__dirname, '../.out/w3.json'), 'utf8'))
  Promise.resolve(require(file).handler(event, { getRemainingTimeInMillis: () => 5000, awsRequestId: '1' })).then((r) => {
    if (r.statusCode !== 201) throw new Error(JSON.stringify(r))
    process.exit(0)
  })
}
