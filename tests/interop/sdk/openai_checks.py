"""The OpenAI SDK for Python: pictures in a chat, and videos of the reverse model."""

import base64
import re
import urllib.request

import openai

from media import mp4_size, picture_size
from runner import SANDBOX, expect, expect_equal, run

MODEL = "gemini-2.5-flash-image-preview"
LONGEST_DOWNLOAD_SECONDS = 60
# Without retries, for a refusal to be seen at once.
CLIENT = openai.OpenAI(api_key="sandbox", base_url=f"{SANDBOX}/v1", max_retries=0)


def chat(content, **more):
    return CLIENT.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": content}], **more
    )


def split(parts):
    """Pictures (type and bytes) and texts of multi_mod_content, in the documented spelling."""
    pictures = [part["inlineData"] for part in parts if part.get("inlineData")]
    texts = [part["text"] for part in parts if part.get("text")]
    return [(p["mimeType"], base64.b64decode(p["data"], validate=True)) for p in pictures], texts


def expect_one_picture(parts):
    [(mime_type, data)], texts = split(parts)
    expect_equal(picture_size(data, mime_type), (1024, 1024))
    return mime_type, data, texts


def check_picture_and_its_edit():
    answer = chat("a café by the sea 🎨", modalities=["text", "image"])
    mime_type, data, texts = expect_one_picture(answer.choices[0].message.multi_mod_content)
    expect(texts, "text stands beside the picture")
    expect(answer.usage.total_tokens > 0, "tokens are counted")
    url = f"data:{mime_type};base64,{base64.b64encode(data).decode()}"
    edited = chat(
        [
            {"type": "text", "text": "make it a calm evening"},
            {"type": "image_url", "image_url": {"url": url}},
        ],
        modalities=["text", "image"],
    )
    expect_one_picture(edited.choices[0].message.multi_mod_content)


def check_picture_in_a_stream():
    parts, text, usage = [], "", None
    stream = chat(
        "a lighthouse in a storm",
        modalities=["text", "image"],
        stream=True,
        stream_options={"include_usage": True},
    )
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            parts += getattr(choice.delta, "multi_mod_content", None) or []
    expect_one_picture(parts)
    expect(text, "text streams, too")
    expect(usage.total_tokens > 0, "tokens are counted")


def check_base_url_without_version():
    bare = CLIENT.with_options(base_url=SANDBOX)
    answer = bare.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "a red kite"}],
        extra_body={"modalities": ["text", "image"]},
    )
    expect_one_picture(answer.choices[0].message.multi_mod_content)


def check_reverse_video_in_a_stream():
    stream = CLIENT.chat.completions.create(
        model="veo-3", messages=[{"role": "user", "content": "waves at night"}], stream=True
    )
    pieces = [choice.delta.content or "" for chunk in stream for choice in chunk.choices]
    expect(len(pieces) > 2, "the text comes in pieces")
    links = re.findall(r"\((http[^)\s]+\.mp4)\)", "".join(pieces))
    expect(links, "there are links to the video")
    for link in links:
        with urllib.request.urlopen(link, timeout=LONGEST_DOWNLOAD_SECONDS) as file:
            expect_equal(mp4_size(file.read()), (1280, 720, 8))


def check_errors():
    for tag, kind in (
        ("429", openai.RateLimitError),
        ("relay-401", openai.AuthenticationError),
        ("500", openai.InternalServerError),
    ):
        try:
            chat(f"a kite [sandbox:{tag}]", modalities=["text", "image"])
        except kind:
            continue
        raise AssertionError(f"{tag} is no error")


run("openai (Python)", globals())
