"""Client certificates of the tests, and the forms in which proxies hand them on."""

import base64
import datetime
import hashlib
import ssl
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID


class Certificado:
    """Self-signed; good for `dias` from `desde` days after now."""

    def __init__(self, nombre="CN=portal de prueba", dias=30, desde=-1, bits=None, rellena=0):
        self.llave = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
        sujeto = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nombre)])
        inicio = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(days=desde)
        b = x509.CertificateBuilder().subject_name(sujeto).issuer_name(sujeto).public_key(self.llave.public_key()).serial_number(x509.random_serial_number())
        b = b.not_valid_before(inicio).not_valid_after(inicio + datetime.timedelta(days=dias))
        if rellena:
            b = b.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x04" * rellena), critical=False)
        self.x509 = b.sign(self.llave, hashes.SHA256())
        self.der = self.x509.public_bytes(serialization.Encoding.DER)
        self.pem = self.x509.public_bytes(serialization.Encoding.PEM).decode()
        self.sha256 = hashlib.sha256(self.der).hexdigest()
        self.x5t = base64.urlsafe_b64encode(hashlib.sha256(self.der).digest()).rstrip(b"=").decode()

    @property
    def rfc9440(self):
        return ":" + base64.b64encode(self.der).decode() + ":"

    @property
    def escapado(self):
        """As nginx writes it: everything but letters, digits and -._~ percent-encoded."""
        return urllib.parse.quote(self.pem, safe="-._~")

    def archivo(self, carpeta, nombre):
        """Certificate and key in one PEM file; its path."""
        ruta = carpeta / f"{nombre}.pem"
        ruta.write_text(self.pem + self.llave.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                                            serialization.NoEncryption()).decode())
        ruta.chmod(0o600)
        return str(ruta)


def cliente_tls(ca, archivo=None):
    """A context that trusts this authority and comes with this certificate."""
    c = ssl.create_default_context(cafile=ca)
    if archivo:
        c.load_cert_chain(archivo)
    return c
