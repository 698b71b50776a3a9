"""The Google Gen AI SDK for Python: the relay's paths, the Gemini API's, and Vertex."""

import time

from google import genai
from google.genai import errors, types

from account import service_account
from media import jpeg_size, mp4_size, picture_size, png_size
from runner import SANDBOX, expect, expect_equal, run

IMAGEN = "imagen-4.0-generate-001"
CONTENT = "gemini-2.5-flash-image"
POLL_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 60


def client(path=""):
    return genai.Client(api_key="sandbox", http_options=types.HttpOptions(base_url=SANDBOX + path))


def vertex(credentials):
    return genai.Client(
        vertexai=True,
        project="sandbox",
        location="us-central1",
        credentials=credentials,
        http_options=types.HttpOptions(base_url=SANDBOX),
    )


RELAY = client("/gemini")
GEMINI = client()
ACCOUNT = service_account()
VERTEX = vertex(ACCOUNT)


def finished(sdk, operation):
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not operation.done:
        expect(time.monotonic() < deadline, "the video is done in time")
        time.sleep(POLL_SECONDS)
        operation = sdk.operations.get(operation)
    expect_equal(operation.error, None)
    return operation.response.generated_videos


def pictures_of(parts):
    return [part.inline_data for part in parts if part.inline_data]


def expect_png_and_text(parts):
    texts = [part.text for part in parts if part.text]
    [picture] = pictures_of(parts)
    expect_equal(picture_size(picture.data, picture.mime_type), (1024, 1024))
    expect(texts, "text stands beside the picture")


def check_imagen_over_the_relay():
    answer = RELAY.models.generate_images(
        model=IMAGEN,
        prompt="a café by the sea 🎨",
        config=types.GenerateImagesConfig(number_of_images=2, aspect_ratio="16:9"),
    )
    expect_equal(len(answer.generated_images), 2)
    for generated in answer.generated_images:
        expect_equal(generated.image.mime_type, "image/png")
        expect_equal(png_size(generated.image.image_bytes), (1408, 768))


def check_imagen_as_jpeg_over_the_gemini_api():
    answer = GEMINI.models.generate_images(
        model=IMAGEN,
        prompt="a red kite",
        config=types.GenerateImagesConfig(
            number_of_images=1, output_mime_type="image/jpeg", output_compression_quality=60
        ),
    )
    [generated] = answer.generated_images
    expect_equal(generated.image.mime_type, "image/jpeg")
    expect_equal(jpeg_size(generated.image.image_bytes), (1024, 1024))


def check_imagen_and_upscale_on_vertex():
    made = VERTEX.models.generate_images(
        model="imagegeneration@002",
        prompt="a red kite",
        config=types.GenerateImagesConfig(number_of_images=1, add_watermark=False, seed=7),
    )
    [small] = made.generated_images
    width, height = png_size(small.image.image_bytes)
    scaled = VERTEX.models.upscale_image(
        model="imagegeneration@002", image=small.image, upscale_factor="x2"
    )
    [large] = scaled.generated_images
    expect_equal(png_size(large.image.image_bytes), (2 * width, 2 * height))


def check_content_and_its_edit():
    chat = RELAY.chats.create(
        model=CONTENT, config=types.GenerateContentConfig(response_modalities=["TEXT", "IMAGE"])
    )
    first = chat.send_message("a lighthouse in a storm")
    expect_png_and_text(first.parts)
    expect(first.usage_metadata.total_token_count > 0, "tokens are counted")
    edited = chat.send_message("make it a calm evening")
    [picture] = pictures_of(edited.parts)
    expect_equal(picture_size(picture.data, picture.mime_type), (1024, 1024))


def check_content_stream():
    chunks = RELAY.models.generate_content_stream(
        model=CONTENT,
        contents="a lighthouse in a storm",
        config=types.GenerateContentConfig(response_modalities=["TEXT", "IMAGE"]),
    )
    expect_png_and_text([part for chunk in chunks for part in chunk.parts or []])


def check_content_on_vertex():
    answer = VERTEX.models.generate_content(
        model=CONTENT,
        contents="a lighthouse in a storm",
        config=types.GenerateContentConfig(response_modalities=["TEXT", "IMAGE"]),
    )
    expect_png_and_text(answer.parts)
    expect(ACCOUNT.token.startswith("ya29.sandbox-"), "the sandbox granted the token")


def check_veo_by_file_over_the_relay():
    started = RELAY.models.generate_videos(
        model="veo-2.0-generate-001",
        prompt="waves at night",
        config=types.GenerateVideosConfig(number_of_videos=2, duration_seconds=5),
    )
    videos = finished(RELAY, started)
    expect_equal(len(videos), 2)
    for generated in videos:
        expect_equal(mp4_size(RELAY.files.download(file=generated.video)), (1280, 720, 5))


def check_veo_by_file_over_the_gemini_api():
    first_frame = types.Image(image_bytes=a_picture(), mime_type="image/png")
    started = GEMINI.models.generate_videos(
        model="veo-3.0-generate-001", prompt="waves at night", image=first_frame
    )
    [generated] = finished(GEMINI, started)
    expect_equal(mp4_size(GEMINI.files.download(file=generated.video)), (1280, 720, 8))


def check_veo_in_bytes_on_vertex():
    started = VERTEX.models.generate_videos(
        model="veo-2.0-generate-001",
        prompt="waves at night",
        config=types.GenerateVideosConfig(
            number_of_videos=1, duration_seconds=6, aspect_ratio="9:16"
        ),
    )
    [generated] = finished(VERTEX, started)
    expect_equal(mp4_size(generated.video.video_bytes), (720, 1280, 6))


def check_errors():
    for tag, code in (("429", 429), ("503", 503), ("retired", 404)):
        try:
            RELAY.models.generate_images(model=IMAGEN, prompt=f"a kite [sandbox:{tag}]")
        except errors.APIError as error:
            expect_equal(error.code, code)
        else:
            raise AssertionError(f"{tag} is no error")


def a_picture():
    answer = RELAY.models.generate_images(
        model=IMAGEN, prompt="a kite", config=types.GenerateImagesConfig(number_of_images=1)
    )
    return answer.generated_images[0].image.image_bytes


run("google-genai (Python)", globals())
