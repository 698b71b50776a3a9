"""The Vertex AI SDK for Python, over REST."""

import pathlib
import tempfile
import warnings

import vertexai
from google.api_core.exceptions import TooManyRequests
from google.oauth2.credentials import Credentials
from vertexai.preview.vision_models import ImageGenerationModel

from media import jpeg_size, png_size
from runner import SANDBOX, expect, expect_equal, run

# It says that it is deprecated; that is why its version is pinned.
warnings.filterwarnings("ignore", module="vertexai")


vertexai.init(
    project="sandbox",
    location="us-central1",
    credentials=Credentials("sandbox-token"),
    api_endpoint=SANDBOX,
    api_transport="rest",
)


def bytes_of(generated):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "picture"
        # With its parameters it would be packed anew.
        generated.save(str(path), include_generation_parameters=False)
        return path.read_bytes()


def check_imagen():
    model = ImageGenerationModel.from_pretrained("imagegeneration@006")
    answer = model.generate_images(
        prompt="a café by the sea 🎨", number_of_images=2, aspect_ratio="16:9"
    )
    expect_equal(len(answer.images), 2)
    for generated in answer.images:
        width, height = png_size(bytes_of(generated))
        expect(width > height, "the picture is wide")


def check_seed_without_watermark():
    model = ImageGenerationModel.from_pretrained("imagen-3.0-generate-001")
    twins = [
        bytes_of(
            model.generate_images(
                prompt="a red kite",
                number_of_images=1,
                seed=7,
                add_watermark=False,
                negative_prompt="rain",
            ).images[0]
        )
        for _ in range(2)
    ]
    expect_equal(png_size(twins[0]), (1024, 1024))
    expect(twins[0] == twins[1], "the same seed makes the same picture")


def check_upscale_by_factor():
    model = ImageGenerationModel.from_pretrained("imagegeneration@002")
    small = model.generate_images(prompt="a red kite", number_of_images=1).images[0]
    width, height = png_size(bytes_of(small))
    large = model.upscale_image(image=small, upscale_factor="x2", output_mime_type="image/jpeg")
    expect_equal(jpeg_size(bytes_of(large)), (2 * width, 2 * height))


def check_errors():
    model = ImageGenerationModel.from_pretrained("imagegeneration@006")
    try:
        model.generate_images(prompt="a kite [sandbox:429]", number_of_images=1)
    except TooManyRequests:
        return
    raise AssertionError("429 is no error")


run("google-cloud-aiplatform (Python)", globals())
