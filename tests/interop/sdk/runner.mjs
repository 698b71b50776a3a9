// Runs the checks of one SDK against the sandbox, and tells of each on a line of its own.
import assert from 'node:assert/strict';

// Where the sandbox listens, as in http://127.0.0.1:8091.
export const SANDBOX = process.env.SANDBOX_URL;

// `checks` is what the check is called, and the function that throws when it fails.
export async function run(sdk, checks) {
  assert(SANDBOX, 'SANDBOX_URL is not set');
  for (const [title, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok   ${sdk}: ${title}`);
    } catch (error) {
      console.error(error);
      console.log(`FAIL ${sdk}: ${title}`);
      process.exitCode = 1;
    }
  }
}
