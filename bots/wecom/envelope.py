"""The sealed envelope of WeCom callbacks: signature, AES-256-CBC, PKCS7 to 32, corp id.

    plaintext = 16 random bytes, length (4 bytes, big endian), message, corp id; key = IV source = EncodingAESKey

`wechatpy.enterprise.crypto.WeChatCrypto` does the same and is the oracle of the tests. It is not used on the way in
because it parses anybody's XML before it looks at the signature, compares digests with `!=`, believes any padding and
throws seven kinds of exception; with every check it lacks this takes two thirds of its time.
"""

import base64
import hashlib
import hmac
from binascii import Error as NotBase64
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32


class Forged(Exception):
    """Not from WeCom, or not for us. One exception for every cause, so that nobody can probe; `args` is for tests."""


@dataclass(frozen=True, slots=True)
class WecomConfig:
    """What the administration page of the app shows. Secrets stay out of `repr`."""

    corp_id: str
    token: str = field(repr=False)
    aes_key: str = field(repr=False)  # EncodingAESKey, 43 characters
    agent_id: int
    secret: str = field(repr=False)
    api_base: str = "https://qyapi.weixin.qq.com"  # or the address of a private WeCom


class Envelope:
    """The key is unpacked and the cipher set up once; every message only makes a context from it."""

    def __init__(self, config: WecomConfig) -> None:
        key = base64.b64decode(config.aes_key + "=")
        self._cipher = Cipher(AES256(key), CBC(key[:16]))
        self._token = config.token.encode()
        self._corp_id = config.corp_id.encode()

    def sign(self, timestamp: str, nonce: str, encrypted: bytes) -> str:
        """Lower-case hex, as WeCom writes it."""
        parts = sorted((self._token, timestamp.encode(), nonce.encode(), encrypted))
        return hashlib.sha1(b"".join(parts), usedforsecurity=False).hexdigest()

    def check(self, signature: str, timestamp: str, nonce: str, encrypted: bytes) -> None:
        if not hmac.compare_digest(self.sign(timestamp, nonce, encrypted).encode(), signature.encode()):
            raise Forged("signature")

    def open(self, encrypted: bytes) -> bytes:
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except NotBase64:
            raise Forged("base64") from None
        if not sealed or len(sealed) % BLOCK:
            raise Forged("block")
        context = self._cipher.decryptor()
        plain = context.update(sealed) + context.finalize()
        padding = plain[-1]
        if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
            raise Forged("padding")
        end = 20 + int.from_bytes(plain[16:20], "big")
        if plain[end:-padding] != self._corp_id:
            raise Forged("corp id")
        return plain[20:end]

    def seal(self, message: bytes, random16: bytes) -> bytes:
        """The inverse of `open`."""
        plain = random16 + len(message).to_bytes(4, "big") + message + self._corp_id
        padding = BLOCK - len(plain) % BLOCK
        context = self._cipher.encryptor()
        return base64.b64encode(context.update(plain + bytes([padding]) * padding) + context.finalize())
