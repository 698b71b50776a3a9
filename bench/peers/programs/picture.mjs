// picture.mjs BASE_URL FILE: buys a picture and saves it by the vendor's SDK.
import { writeFile } from 'node:fs/promises';
import { GoogleGenAI } from '@google/genai';

const [baseUrl, path] = process.argv.slice(2);
const ai = new GoogleGenAI({ apiKey: 'bench', httpOptions: { baseUrl } });
const answer = await ai.models.generateImages({
  model: 'imagen-4.0-generate-001',
  prompt: 'waves',
  config: { numberOfImages: 1 },
});
await writeFile(path, answer.generatedImages[0].image.imageBytes, { encoding: 'base64' });
