"""A service account whose tokens the sandbox grants."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.oauth2.service_account import Credentials

from runner import SANDBOX


def service_account():
    """Credentials with a key that is made for this run."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Credentials.from_service_account_info(
        {
            "type": "service_account",
            "client_email": "interop@sandbox.example",
            "private_key_id": "1",
            "private_key": pem.decode(),
            "token_uri": f"{SANDBOX}/token",
        },
        scopes=["https://www.googleapis.com/auth/cloud-platform"],
    )
