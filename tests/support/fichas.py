"""Tokens made by hand, good and forged: with python3-cryptography, not with the library that the service uses."""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def b64(datos):
    return base64.urlsafe_b64encode(datos).rstrip(b"=").decode()


def desb64(texto):
    return base64.urlsafe_b64decode(texto + "=" * (-len(texto) % 4))


def entero(n, largo):
    return b64(n.to_bytes(largo, "big"))


class Llave:
    """A key pair of one's own; `alg` ES256 or RS256."""

    def __init__(self, alg="ES256", kid=None, bits=2048, pem=None):
        if pem:
            self.privada = serialization.load_pem_private_key(pem, None)
        else:
            self.privada = ec.generate_private_key(ec.SECP256R1()) if alg == "ES256" else rsa.generate_private_key(65537, bits)
        self.alg, self.kid = alg, kid

    def jwk(self, **mas):
        p = self.privada.public_key().public_numbers()
        if self.alg == "ES256":
            k = {"kty": "EC", "crv": "P-256", "x": entero(p.x, 32), "y": entero(p.y, 32)}
        else:
            k = {"kty": "RSA", "n": entero(p.n, (p.n.bit_length() + 7) // 8), "e": entero(p.e, 3)}
        return {**k, **({"kid": self.kid} if self.kid else {}), "use": "sig", "alg": self.alg, **mas}

    def pem(self):
        return self.privada.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    def publica_pem(self):
        return self.privada.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def firma(self, datos):
        if isinstance(self.privada, ec.EllipticCurvePrivateKey):
            r, s = decode_dss_signature(self.privada.sign(datos, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return self.privada.sign(datos, padding.PKCS1v15(), hashes.SHA256())

    def token(self, claims, **encabezado):
        h = {"alg": self.alg, **({"kid": self.kid} if self.kid else {}), **encabezado}
        return compacto({k: v for k, v in h.items() if v is not None}, claims, self.firma)


def compacto(encabezado, claims, firma):
    cuerpo = b64(encabezado if isinstance(encabezado, bytes) else json.dumps(encabezado).encode())
    cuerpo += "." + b64(claims if isinstance(claims, bytes) else json.dumps(claims).encode())
    return cuerpo + "." + b64(firma(cuerpo.encode()))


def con_secreto(encabezado, claims, secreto):
    """HS256 with whatever is at hand as the secret: the classic confusion."""
    return compacto({**encabezado, "alg": "HS256"}, claims, lambda d: hmac.new(secreto, d, hashlib.sha256).digest())


def partes(token):
    h, c, f = token.split(".")
    return json.loads(desb64(h)), json.loads(desb64(c)), desb64(f)
