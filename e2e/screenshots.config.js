// Takes the pictures of the documents: `make screenshots`.

import tests from './playwright.config.js';

export default {
  ...tests,
  testDir: 'screenshots',
  fullyParallel: false,
  workers: 1,
  use: { ...tests.use, deviceScaleFactor: 2, screenshot: 'off' },
};
