/* Looks at the map from inside the page: the map itself is the product's, nothing is changed. */
window.probe = (() => {
  const GROUND = ['ground', 'land', 'background']
  const CASES = ['cases-texture', 'cases-circles', 'cases-points']
  const OVERZOOM_FROM = 17
  const PATIENCE_MS = 60_000

  const map = () =>
    document.querySelector('#app')?.__vue_app__?.config.globalProperties.$pinia?.state.value.map
      ?.map
  const until = (done) =>
    new Promise((resolve, reject) => {
      const asked = performance.now()
      const look = () => {
        const now = performance.now()
        if (done()) resolve(now)
        else if (now - asked > PATIENCE_MS) reject(new Error(`in vain: ${done}`))
        else setTimeout(look, 4)
      }
      look()
    })
  const nextFrame = () =>
    new Promise((resolve) => {
      map().once('render', () => resolve(performance.now()))
      map().triggerRepaint()
    })

  /** Milliseconds from the page's first request until cases are on the screen. */
  async function firstData() {
    await until(() => map()?.getSource('cases'))
    return new Promise((resolve) => {
      const look = () => {
        const layers = CASES.filter((id) => map().getLayer(id))
        if (!map().queryRenderedFeatures({ layers }).length) return
        map().off('render', look)
        resolve(performance.now())
      }
      map().on('render', look)
    })
  }

  /** Flies in a straight line; returns frames drawn, milliseconds, and those until all is there. */
  async function fly({ zoom, lon, lat, ms }) {
    const took = []
    const note = () => took.push(performance.now())
    map().on('render', note)
    const began = performance.now()
    await new Promise((resolve) => {
      map().once('moveend', resolve)
      map().easeTo({ center: [lon, lat], zoom, duration: ms, easing: (t) => t, essential: true })
    })
    const arrived = performance.now()
    map().off('render', note)
    await nextFrame()
    const loaded = await until(() => map().areTilesLoaded())
    return { frames: took.length, ms: arrived - began, loaded_ms: loaded - arrived }
  }

  async function goTo({ zoom, lon, lat }) {
    map().jumpTo({ center: [lon, lat], zoom })
    await nextFrame()
    await until(() => map().areTilesLoaded())
  }

  /** The tiles of the view as one box: west, south, east, north. */
  function boxOfTiles() {
    const found = map()
      .coveringTiles({ tileSize: 512, minzoom: 0, maxzoom: OVERZOOM_FROM, roundZoom: false })
      .map((tile) => tile.canonical)
    const side = 2 ** found[0].z
    const lon = (x) => (x / side) * 360 - 180
    const lat = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / side))) * 180) / Math.PI
    const [xs, ys] = [found.map(({ x }) => x), found.map(({ y }) => y)]
    return {
      tiles: found.length,
      box: [
        lon(Math.min(...xs)),
        lat(Math.max(...ys) + 1),
        lon(Math.max(...xs) + 1),
        lat(Math.min(...ys)),
      ],
      // Half a step of 4096 along a tile's side: so far may a place be rounded.
      slack: 360 / side / 4096,
    }
  }

  const inside = ([lon, lat], [west, south, east, north], slack) =>
    lon > west + slack && lon < east - slack && lat > south + slack && lat < north - slack

  /** How many cases the decoded tiles of the view hold. Those on the very rim may be in or out. */
  function decoded() {
    const { tiles, box, slack } = boxOfTiles()
    const once = new Map()
    for (const { id, properties, geometry } of map().querySourceFeatures('cases', {
      sourceLayer: 'cases',
    })) {
      // A counted square lies in one tile; a single case may lie in the buffer of a second one.
      const { count } = properties
      once.set(properties.id ?? id, { count: count ?? 1, whole: count, at: geometry.coordinates })
    }
    const sum = (reach) =>
      [...once.values()]
        .filter(({ whole, at }) => whole || inside(at, box, reach))
        .reduce((total, { count }) => total + count, 0)
    return { tiles, box, least: sum(slack), most: sum(-slack) }
  }

  async function counted(city, box, filter) {
    const query = new URLSearchParams({ city, bbox: box.join(','), ...filter })
    const answer = await fetch(`/api/v1/cases/count?${query}`)
    return (await answer.json()).count
  }

  /** Presses a button of the list's state groups; milliseconds until the map shows the choice. */
  async function filter(place) {
    const began = performance.now()
    document.querySelectorAll('.groups button')[place].click()
    await until(() => !map().isSourceLoaded('cases'))
    await until(() => map().isSourceLoaded('cases'))
    return (await nextFrame()) - began
  }

  const isOfCases = (id) => id.startsWith('cases-')
  const SHOWN = {
    background: (id) => !isOfCases(id),
    ground: (id) => GROUND.includes(id),
    'cases over ground': (id) => GROUND.includes(id) || isOfCases(id),
  }

  /** Leaves a part of the map's layers alone on the screen. */
  function showOnly(part) {
    for (const { id } of map().getStyle().layers) {
      map().setLayoutProperty(id, 'visibility', SHOWN[part](id) ? 'visible' : 'none')
    }
  }

  function renderer() {
    const gl = document.createElement('canvas').getContext('webgl2')
    const known = gl.getExtension('WEBGL_debug_renderer_info')
    return gl.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  }

  const settled = () => until(() => map()?.getSource('cases') && map().areTilesLoaded())

  return { firstData, fly, goTo, decoded, counted, filter, showOnly, renderer, settled }
})()
