import type { GlobalThemeOverrides } from 'naive-ui'

/** Naive UI wants literal colours: the same values as the tokens in base.css. */
const LIGHT = { accent: '#1663b0', hover: '#2275c6', pressed: '#0f4f90', error: '#c0332b' }
const DARK = { accent: '#63adf2', hover: '#7dbdf7', pressed: '#4a97df', error: '#f08078' }
const SURFACES = {
  light: { surface: '#ffffff', text: '#18212c', line: '#dfe4ea' },
  dark: { surface: '#181f27', text: '#e6ebf1', line: '#2d3845' },
}

export function themeOverrides(dark: boolean): GlobalThemeOverrides {
  const colour = dark ? DARK : LIGHT
  const { surface, text, line } = dark ? SURFACES.dark : SURFACES.light
  const popover = dark ? '#202933' : surface
  return {
    common: {
      primaryColor: colour.accent,
      primaryColorHover: colour.hover,
      primaryColorPressed: colour.pressed,
      primaryColorSuppl: colour.hover,
      errorColor: colour.error,
      borderRadius: '4px',
      fontFamily: 'var(--font)',
      bodyColor: surface,
      cardColor: surface,
      modalColor: surface,
      popoverColor: popover,
      textColorBase: text,
      dividerColor: line,
      borderColor: dark ? '#43505f' : '#c6ced8',
    },
  }
}
