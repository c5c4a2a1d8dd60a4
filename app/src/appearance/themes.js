// The terminal themes that come with the page, loaded when somebody first looks at them. Data, and no more.
//
// Each is a name and twenty colours as RRGGBB: background, foreground, cursor, selection, then the sixteen of ANSI.
// The values are those their authors publish for terminals:
//
//   Solarized      Ethan Schoonover         MIT  https://ethanschoonover.com/solarized
//   Gruvbox        Pavel Pertsev            MIT  https://github.com/morhetz/gruvbox
//   Nord           Sven Greb                MIT  https://www.nordtheme.com
//   Dracula        Zeno Rocha               MIT  https://draculatheme.com
//   One Half       Son A. Pham              MIT  https://github.com/sonph/onehalf
//   Tokyo Night    Enkia                    MIT  https://github.com/tokyo-night/tokyo-night-vscode-theme
//   Catppuccin     Catppuccin               MIT  https://catppuccin.com
//   GitHub         GitHub Inc.              MIT  https://github.com/primer/github-vscode-theme

const themes = `
Solarized Light
  fdf6e3 657b83 586e75 eee8d5
  073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5
  002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3
Gruvbox Light
  fbf1c7 3c3836 3c3836 d5c4a1
  fbf1c7 cc241d 98971a d79921 458588 b16286 689d6a 7c6f64
  928374 9d0006 79740e b57614 076678 8f3f71 427b58 3c3836
One Half Light
  fafafa 383a42 526fff bfceff
  383a42 e45649 50a14f c18401 0184bc a626a4 0997b3 fafafa
  4f525e e06c75 98c379 e5c07b 61afef c678dd 56b6c2 ffffff
Catppuccin Latte
  eff1f5 4c4f69 dc8a78 ccd0da
  5c5f77 d20f39 40a02b df8e1d 1e66f5 ea76cb 179299 acb0be
  6c6f85 de293e 49af3d eea02d 456eff fe85d8 2d9fa8 bcc0cc
GitHub Light
  ffffff 1f2328 0969da b6e3ff
  24292f cf222e 116329 4d2d00 0969da 8250df 1b7c83 6e7781
  57606a a40e26 1a7f37 633c01 218bff a475f9 3192aa 8c959f
Solarized Dark
  002b36 839496 93a1a1 073642
  073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5
  002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3
Gruvbox Dark
  282828 ebdbb2 ebdbb2 504945
  282828 cc241d 98971a d79921 458588 b16286 689d6a a89984
  928374 fb4934 b8bb26 fabd2f 83a598 d3869b 8ec07c ebdbb2
One Half Dark
  282c34 dcdfe4 a3b3cc 474e5d
  282c34 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 dcdfe4
  5d677a e06c75 98c379 e5c07b 61afef c678dd 56b6c2 dcdfe4
Catppuccin Mocha
  1e1e2e cdd6f4 f5e0dc 45475a
  45475a f38ba8 a6e3a1 f9e2af 89b4fa f5c2e7 94e2d5 a6adc8
  585b70 f37799 89d88b ebd391 74a8fc f2aede 6bd7ca bac2de
Nord
  2e3440 d8dee9 d8dee9 434c5e
  3b4252 bf616a a3be8c ebcb8b 81a1c1 b48ead 88c0d0 e5e9f0
  4c566a bf616a a3be8c ebcb8b 81a1c1 b48ead 8fbcbb eceff4
Dracula
  282a36 f8f8f2 f8f8f2 44475a
  21222c ff5555 50fa7b f1fa8c bd93f9 ff79c6 8be9fd f8f8f2
  6272a4 ff6e6e 69ff94 ffffa5 d6acff ff92df a4ffff ffffff
Tokyo Night
  1a1b26 c0caf5 c0caf5 283457
  15161e f7768e 9ece6a e0af68 7aa2f7 bb9af7 7dcfff a9b1d6
  414868 f7768e 9ece6a e0af68 7aa2f7 bb9af7 7dcfff c0caf5
`;

/** Name, colours, name, colours, … */
export function builtIn() {
  const found = themes.trim().matchAll(/^(\S.*)\n((?: .*\n?)+)/gm);
  return [...found].flatMap(([, name, colours]) => [name, colours.replace(/\s/g, '')]);
}

// Fonts made for terminals and code that people are likely to have.
const fonts = [
  'Cascadia Code', 'Cascadia Mono', 'Commit Mono', 'Consolas', 'DejaVu Sans Mono', 'Fira Code', 'Fira Mono',
  'Geist Mono', 'Hack', 'Hasklig', 'IBM Plex Mono', 'Inconsolata', 'Iosevka', 'JetBrains Mono',
  'JetBrainsMono Nerd Font', 'Liberation Mono', 'Maple Mono', 'Menlo', 'MesloLGS NF', 'Monaco', 'Monaspace Neon',
  'Noto Sans Mono', 'PT Mono', 'Roboto Mono', 'SF Mono', 'Sarasa Mono SC', 'Sometype Mono', 'Source Code Pro',
  'Ubuntu Mono', 'Victor Mono',
];

/** Those of them that this machine has. */
export function installedFonts() {
  return fonts.filter(isInstalled);
}

/** Whether a font is there: a text set in it then is as wide whatever it would fall back to. */
export function isInstalled(font) {
  const context = document.createElement('canvas').getContext('2d');
  const width = (fallback) => {
    context.font = `72px ${JSON.stringify(font)}, ${fallback}`;
    return context.measureText('mmmmmmmmmmiiiWl').width;
  };
  return width('serif') === width('monospace');
}
