// fetch.mjs BASE_URL MODEL FILE: starts a video and saves it by the vendor's SDK. Its Vertex side: the other one does not
// see videos that stand in the answer itself.
import { GoogleGenAI } from '@google/genai';

const [baseUrl, model, downloadPath] = process.argv.slice(2);
const ai = new GoogleGenAI({ vertexai: true, apiKey: 'bench', httpOptions: { baseUrl } });
let operation = await ai.models.generateVideos({ model, prompt: 'waves', config: { numberOfVideos: 1 } });
while (!operation.done) operation = await ai.operations.getVideosOperation({ operation });
await ai.files.download({ file: operation.response.generatedVideos[0], downloadPath });
