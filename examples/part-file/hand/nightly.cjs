// A function that was here before, and stays as it is: no types, no build, no quaich.
exports.handler = async (event) => {
  const teas = process.env.OFFER.split(',').length
  return `${event.time.slice(0, 10)}: ${teas} teas`
}
