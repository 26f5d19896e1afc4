/** Numbers as people read them. */
export function grouped(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toLocaleString('en-US')
}

/** A rate in per cent with two decimals, as the division gives it; "–" where nothing was due. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(2)} %`
}

export function metres(distance_m: number): string {
  return distance_m < 10 ? `${distance_m.toFixed(1)} m` : `${Math.round(distance_m)} m`
}

/** An area in square metres, or in square kilometres where it is large. */
export function squareMetres(area_m2: number): string {
  if (area_m2 >= 1_000_000) return `${(area_m2 / 1_000_000).toFixed(2)} km²`
  return area_m2 < 10 ? `${area_m2.toFixed(1)} m²` : `${grouped(Math.round(area_m2))} m²`
}

/** A share of 0 to 1 in whole per cent; below one per cent with a decimal, so that it is not "0 %". */
export function share(part: number): string {
  const hundredths = part * 100
  return `${hundredths > 0 && hundredths < 1 ? hundredths.toFixed(1) : Math.round(hundredths)} %`
}
