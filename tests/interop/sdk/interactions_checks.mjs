// The newest Google Gen AI SDK for JavaScript: videos by conversation, on the Gemini API's paths, a relay's, and Vertex.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GoogleGenAI } from '@google/genai-newest';
import { UserRefreshClient } from 'google-auth-library';
import { mp4Size } from './media.mjs';
import { run, SANDBOX } from './runner.mjs';

const model = 'gemini-omni-1.2-flash';
const SMALL = { type: 'video', resolution: '360p', duration: '3s' };
const POLL_MILLISECONDS = 200;
const LONGEST_WAIT_MILLISECONDS = 60_000;

// The SDK repeats a create by itself; here a refusal is to be seen at once.
const retryOptions = { attempts: 1 };
const gemini = new GoogleGenAI({
  apiKey: 'sandbox',
  httpOptions: { baseUrl: SANDBOX, retryOptions },
});
const relay = new GoogleGenAI({
  apiKey: 'sandbox',
  apiVersion: 'v1beta',
  httpOptions: { baseUrl: `${SANDBOX}/gemini`, retryOptions },
});
const vertex = new GoogleGenAI({
  vertexai: true,
  project: 'sandbox',
  location: 'global',
  googleAuthOptions: {
    authClient: new UserRefreshClient({
      clientId: 'sandbox',
      clientSecret: 'sandbox',
      refreshToken: 'sandbox',
      endpoints: { oauth2TokenUrl: `${SANDBOX}/token` },
    }),
  },
  httpOptions: { baseUrl: SANDBOX, retryOptions },
});

const create = (ai, input, more) =>
  ai.interactions.create({ model, input, response_format: SMALL, ...more });

// Asks until `wanted` is content with the answer.
async function until(ask, wanted) {
  const deadline = Date.now() + LONGEST_WAIT_MILLISECONDS;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    assert(Date.now() < deadline, 'it is done in time');
    await pause(POLL_MILLISECONDS);
  }
}

const ended = (ai, { id }) =>
  until(
    () => ai.interactions.get(id),
    ({ status }) => status !== 'in_progress',
  );

function outputVideo(interaction) {
  const [step] = interaction.steps.filter(({ type }) => type === 'model_output');
  const [video] = step.content.filter(({ type }) => type === 'video');
  assert.equal(video.mime_type, 'video/mp4');
  return video;
}

const videoBytes = (interaction) => Buffer.from(outputVideo(interaction).data, 'base64');

async function downloaded(ai, file) {
  const folder = await mkdtemp(join(tmpdir(), 'interop-'));
  try {
    const downloadPath = join(folder, 'video.mp4');
    await ai.files.download({ file, downloadPath });
    return await readFile(downloadPath);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function backgroundAndPolls() {
  const started = await create(gemini, 'a café by the sea 🎨', { background: true });
  assert.equal(started.status, 'in_progress');
  const done = await ended(gemini, started);
  assert.equal(done.status, 'completed');
  assert.equal(done.id, started.id);
  assert.deepEqual(mp4Size(videoBytes(done)), [640, 360, 3]);
  assert(done.usage.total_tokens > 0);
}

async function editAndExtensionOverTheRelay() {
  const first = await create(relay, 'a boat');
  assert.equal(first.status, 'completed');
  const edited = await create(relay, 'make it night', { previous_interaction_id: first.id });
  assert.deepEqual(mp4Size(videoBytes(edited)), [640, 360, 3]);
  assert(!videoBytes(edited).equals(videoBytes(first)), 'the edit is seen');
  const longer = await create(relay, 'it sails away', {
    previous_interaction_id: edited.id,
    response_format: { type: 'video', duration: '4s' },
    generation_config: { video_config: { task: 'extend' } },
  });
  assert.deepEqual(mp4Size(videoBytes(longer)), [640, 360, 7]);
}

async function fileAndItsDownload() {
  const made = await create(gemini, 'a boat', { response_format: { ...SMALL, delivery: 'uri' } });
  const { uri } = outputVideo(made);
  const name = `files/${/files\/([a-z0-9]+)/.exec(uri)[1]}`;
  assert.equal((await gemini.files.get({ name })).state, 'PROCESSING');
  await until(
    () => gemini.files.get({ name }),
    ({ state }) => state === 'ACTIVE',
  );
  assert.deepEqual(mp4Size(await downloaded(gemini, uri)), [640, 360, 3]);
}

async function cancel() {
  const { id } = await create(gemini, 'a boat [sandbox:never-done]', { background: true });
  assert.equal((await gemini.interactions.cancel(id)).status, 'cancelled');
  assert.equal((await gemini.interactions.get(id)).status, 'cancelled');
}

async function remove() {
  const { id } = await create(gemini, 'a boat');
  await gemini.interactions.delete(id);
  await assert.rejects(gemini.interactions.get(id), (error) => statusOf(error) === 404);
}

async function onVertex() {
  const done = await ended(vertex, await create(vertex, 'a boat', { background: true }));
  assert.deepEqual(mp4Size(videoBytes(done)), [640, 360, 3]);
  const bucket = { ...SMALL, delivery: 'uri', gcs_uri: 'gs://sandbox/out/' };
  const stored = await create(vertex, 'a boat', { response_format: bucket });
  assert(outputVideo(stored).uri.startsWith('gs://sandbox/out/'), 'it is in the bucket');
}

async function endsWithoutAVideo() {
  const ends = {
    'no-media': 'completed',
    failed: 'failed',
    'failed-bare': 'failed',
    'requires-action': 'requires_action',
    incomplete: 'incomplete',
  };
  for (const [tag, status] of Object.entries(ends)) {
    assert.equal((await create(gemini, `a boat [sandbox:${tag}]`)).status, status);
  }
  assert(!(await create(gemini, 'a boat [sandbox:no-id]', { background: true })).id);
}

const statusOf = (error) => error.status ?? error.statusCode ?? error.code;

async function errors() {
  const expected = { 429: 429, 500: 500, 503: 503, retired: 404 };
  for (const [tag, status] of Object.entries(expected)) {
    const refused = create(gemini, `a boat [sandbox:${tag}]`, { background: true });
    await assert.rejects(refused, (error) => statusOf(error) === status);
  }
}

await run('@google/genai 3 (JavaScript)', {
  'background and polls': backgroundAndPolls,
  'edit and extension over the relay': editAndExtensionOverTheRelay,
  'file and its download': fileAndItsDownload,
  cancel,
  delete: remove,
  'on vertex': onVertex,
  'ends without a video': endsWithoutAVideo,
  errors,
});
