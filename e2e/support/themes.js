// Theme files in the form that iTerm2 and Windows Terminal write them: greys, so that every colour can be told.

const level = (key) => ({ Background: 255, Foreground: 16, Cursor: 32, Selection: 48 })[key] ?? Number(key.replace('Ansi ', ''));

/** A theme as iTerm2 exports it; the number of the grey is that of the colour. */
export function iTermTheme(shade = (key) => level(key)) {
  const keys = [...Array.from({ length: 16 }, (_, number) => `Ansi ${number}`), 'Background', 'Cursor', 'Foreground', 'Selection'];
  const entry = (key) => `
	<key>${key} Color</key>
	<dict>
		<key>Blue Component</key>
		<real>${shade(key) / 255}</real>
		<key>Color Space</key>
		<string>sRGB</string>
		<key>Green Component</key>
		<real>${shade(key) / 255}</real>
		<key>Red Component</key>
		<real>${shade(key) / 255}</real>
	</dict>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>${keys.map(entry).join('')}
</dict>
</plist>
`;
}

/** A scheme as Windows Terminal keeps it, of the same greys. */
export function windowsTheme(name) {
  const grey = (level) => `#${level.toString(16).padStart(2, '0').repeat(3).toUpperCase()}`;
  const ansi = ['black', 'red', 'green', 'yellow', 'blue', 'purple', 'cyan', 'white'];
  const bright = ansi.map((colour) => `bright${colour[0].toUpperCase()}${colour.slice(1)}`);
  const colours = [...ansi, ...bright].map((colour, number) => [colour, grey(number)]);
  return {
    name, background: grey(255), foreground: grey(16), cursorColor: grey(32), selectionBackground: grey(48),
    ...Object.fromEntries(colours),
  };
}
