"""The newest Google Gen AI SDK for Python: videos by conversation, on the Gemini API's paths, a relay's, and Vertex."""

import base64
import time

from google import genai
from google.genai import types

from account import service_account
from media import mp4_size
from runner import SANDBOX, expect, expect_equal, run

MODEL = "gemini-omni-1.2-flash"
SMALL = {"type": "video", "resolution": "360p", "duration": "3s"}
POLL_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 60

# The SDK repeats a create by itself; here a refusal is to be seen at once.
ONCE = types.HttpRetryOptions(attempts=1)
GEMINI = genai.Client(
    api_key="sandbox", http_options=types.HttpOptions(base_url=SANDBOX, retry_options=ONCE)
)
RELAY = genai.Client(
    api_key="sandbox",
    http_options=types.HttpOptions(
        base_url=f"{SANDBOX}/gemini", api_version="v1beta", retry_options=ONCE
    ),
)
VERTEX = genai.Client(
    vertexai=True,
    project="sandbox",
    location="global",
    credentials=service_account(),
    http_options=types.HttpOptions(base_url=SANDBOX, retry_options=ONCE),
)


def ended(sdk, interaction):
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while interaction.status == "in_progress":
        expect(time.monotonic() < deadline, "the video is done in time")
        time.sleep(POLL_SECONDS)
        interaction = sdk.interactions.get(id=interaction.id)
    return interaction


def create(sdk, text, **more):
    more.setdefault("response_format", SMALL)
    return sdk.interactions.create(model=MODEL, input=text, **more)


def output_video(interaction):
    [step] = [step for step in interaction.steps if step.type == "model_output"]
    [video] = [part for part in step.content if part.type == "video"]
    expect_equal(video.mime_type, "video/mp4")
    return video


def video_bytes(interaction):
    return base64.b64decode(output_video(interaction).data)


def status_of_failure(call):
    try:
        call()
    except Exception as error:  # The SDK's errors have no documented base of their own.
        return getattr(error, "status_code", None) or getattr(error, "code", None)
    raise AssertionError("nothing was refused")


def check_background_and_polls():
    started = create(GEMINI, "a café by the sea 🎨", background=True)
    expect_equal(started.status, "in_progress")
    done = ended(GEMINI, started)
    expect_equal((done.status, done.id), ("completed", started.id))
    expect_equal(mp4_size(video_bytes(done)), (640, 360, 3))
    expect(done.usage.total_tokens > 0, "tokens are counted")


def check_edit_and_extension_over_the_relay():
    first = create(RELAY, "a boat")
    expect_equal(first.status, "completed")
    edited = create(RELAY, "make it night", previous_interaction_id=first.id)
    expect_equal(mp4_size(video_bytes(edited)), (640, 360, 3))
    expect(video_bytes(edited) != video_bytes(first), "the edit is seen")
    longer = create(
        RELAY,
        "it sails away",
        previous_interaction_id=edited.id,
        response_format={"type": "video", "duration": "4s"},
        generation_config={"video_config": {"task": "extend"}},
    )
    expect_equal(mp4_size(video_bytes(longer)), (640, 360, 7))


def check_file_and_its_download():
    made = create(GEMINI, "a boat", response_format=SMALL | {"delivery": "uri"})
    uri = output_video(made).uri
    name = "files/" + uri.split("/files/")[1].split(":")[0]
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    file = GEMINI.files.get(name=name)
    expect_equal(file.state, types.FileState.PROCESSING)
    while file.state != types.FileState.ACTIVE:
        expect(time.monotonic() < deadline, "the file is there in time")
        time.sleep(POLL_SECONDS)
        file = GEMINI.files.get(name=name)
    expect_equal(mp4_size(GEMINI.files.download(file=uri)), (640, 360, 3))


def check_cancel():
    started = create(GEMINI, "a boat [sandbox:never-done]", background=True)
    expect_equal(GEMINI.interactions.cancel(id=started.id).status, "cancelled")
    expect_equal(GEMINI.interactions.get(id=started.id).status, "cancelled")


def check_delete():
    made = create(GEMINI, "a boat")
    GEMINI.interactions.delete(id=made.id)
    expect_equal(status_of_failure(lambda: GEMINI.interactions.get(id=made.id)), 404)


def check_vertex():
    done = ended(VERTEX, create(VERTEX, "a boat", background=True))
    expect_equal(mp4_size(video_bytes(done)), (640, 360, 3))
    stored = create(
        VERTEX, "a boat", response_format=SMALL | {"delivery": "uri", "gcs_uri": "gs://sandbox/out/"}
    )
    expect(output_video(stored).uri.startswith("gs://sandbox/out/"), "it is in the bucket")


def check_ends_without_a_video():
    ends = {
        "no-media": "completed",
        "failed": "failed",
        "failed-bare": "failed",
        "requires-action": "requires_action",
        "incomplete": "incomplete",
    }
    for tag, status in ends.items():
        expect_equal(create(GEMINI, f"a boat [sandbox:{tag}]").status, status)
    expect(not create(GEMINI, "a boat [sandbox:no-id]", background=True).id, "there is no id")


def check_errors():
    for tag, status in (("429", 429), ("500", 500), ("503", 503), ("retired", 404)):
        refused = lambda: create(GEMINI, f"a boat [sandbox:{tag}]", background=True)
        expect_equal(status_of_failure(refused), status)
    too_long = SMALL | {"duration": "60s"}
    expect_equal(status_of_failure(lambda: create(GEMINI, "x", response_format=too_long)), 400)


run("google-genai 3 (Python)", globals())
