/** Colours of the map. State colours are those of the tags, so that a point reads like its row. */
export interface Palette {
  ground: string
  land: string
  districtLine: string
  streetLine: string
  cellLine: string
  ruralLine: string
  road: string
  roadCasing: string
  green: string
  water: string
  label: string
  labelSoft: string
  halo: string
  facility: string
  accent: string
  onAccent: string
  open: string
  overdue: string
  ended: string
  pointEdge: string
  /** What a change of the network does to a cell. */
  moved: string
  split: string
  merged: string
  fresh: string
}

const LIGHT: Palette = {
  ground: '#e4e9ee',
  land: '#f7f8f9',
  districtLine: '#8794a3',
  streetLine: '#b3bdc9',
  cellLine: '#c3cdd8',
  ruralLine: '#d6dde5',
  road: '#ffffff',
  roadCasing: '#d3d9e0',
  green: '#dcebdc',
  water: '#cfe2f1',
  label: '#2b3845',
  labelSoft: '#6b7987',
  halo: '#f7f8f9',
  facility: '#5c7fa8',
  accent: '#1663b0',
  onAccent: '#ffffff',
  open: '#dd7f17',
  overdue: '#c9352b',
  ended: '#5fa884',
  pointEdge: '#ffffff',
  moved: '#c98a00',
  split: '#8657c9',
  merged: '#0f8c9c',
  fresh: '#2f9a5f',
}

const DARK: Palette = {
  ground: '#0b0f14',
  land: '#151b22',
  districtLine: '#647386',
  streetLine: '#3d4957',
  cellLine: '#303b47',
  ruralLine: '#28313b',
  road: '#2c3641',
  roadCasing: '#1d252d',
  green: '#1b2b22',
  water: '#16283a',
  label: '#d3dbe4',
  labelSoft: '#8d9aa9',
  halo: '#10161c',
  facility: '#7fa3cc',
  accent: '#3f8fd9',
  onAccent: '#ffffff',
  open: '#f0a44b',
  overdue: '#f0655b',
  ended: '#4f9a75',
  pointEdge: '#10161c',
  moved: '#e6b64a',
  split: '#b694ee',
  merged: '#4fc3d1',
  fresh: '#63c48f',
}

export const paletteOf = (dark: boolean): Palette => (dark ? DARK : LIGHT)
