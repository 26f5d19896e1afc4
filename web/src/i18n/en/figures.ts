export default {
  figures: {
    title: 'City figures',
    open: 'Show the figures',
    accepted: 'Accepted',
    filed: 'Filed and dispatched',
    neverFiled: 'Never filed',
    due: 'Due to be closed',
    notYetDue: 'Not yet due',
    closed: 'Closed',
    dueNotClosed: 'Due and not closed',
    unplaced: 'Place unknown',
    unplacedHint: 'These have no trustworthy place: not on the map, but in every figure.',
    dispatchRate: 'Dispatch rate',
    closingRate: 'Closing rate',
    dispatchRateRule: 'filed and dispatched ÷ accepted',
    closingRateRule: 'closed ÷ due to be closed',
    why: '{part} ÷ {whole} = {rate}. The city prints {published}; the platform prints what the division gives.',
    asPublished: 'Same as the city’s published figure.',
    scaledDown:
      'Generated data at a smaller scale; the published total is {published} cases accepted.',
    toTheUnit:
      'The totals are the published ones, to the unit; the cases themselves are generated.',
    source: 'Source: {source}.',
    none: 'No cases yet',
  },
  stories: {
    title: 'Stories',
    hint: 'Five examples from the press; places are approximate, generated.',
    litter: 'Published: {reports} reports, {valid} valid',
    heading: 'Story',
  },
}
