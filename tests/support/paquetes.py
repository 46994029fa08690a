"""Sealed files as anybody can look at them: Python's own zipfile and hashlib, the openssl command, and dictamenctl without any surroundings."""

import hashlib
import io
import json
import os
import subprocess
import tempfile
import zipfile

from support.servicio import BIN


class Paquete:
    def __init__(self, datos):
        self.datos = datos
        with zipfile.ZipFile(io.BytesIO(datos)) as z:
            assert z.testzip() is None
            self.infos = z.infolist()
            self.archivos = {i.filename: z.read(i) for i in self.infos}
        assert len(self.archivos) == len(self.infos), "an entry is there twice"
        self.manifiesto = json.loads(self.archivos["manifiesto.json"])

    @property
    def entradas(self):
        return {e["nombre"]: e for e in self.manifiesto["entradas"]}

    @property
    def diario(self):
        return [json.loads(linea) for linea in self.archivos["diario.jsonl"].decode().splitlines()]

    def documentos(self):
        return [e for e in self.manifiesto["entradas"] if e["tipo"] == "documento"]

    def comprobar(self):
        """The steps of LEEME.txt, one by one."""
        assert set(self.archivos) == set(self.entradas) | {"manifiesto.json", "manifiesto.json.p7s"}
        for nombre, e in self.entradas.items():
            assert hashlib.sha256(self.archivos[nombre]).hexdigest() == e["sha256"] and len(self.archivos[nombre]) == e["tamano"], nombre
        anterior = "0" * 64
        for linea, acto in zip(self.archivos["diario.jsonl"].splitlines(), self.diario, strict=True):
            assert acto["anterior"] == anterior, acto["n"]
            anterior = acto["hash"] if acto.get("reservado") else hashlib.sha256(linea).hexdigest()
        assert self.manifiesto["cabeza"] == anterior and self.manifiesto["version"] == len(self.diario)
        assert self.manifiesto.get("reservados", []) == [a["n"] for a in self.diario if a.get("reservado")]

    def con(self, cambios):
        """The bytes of the same package with entries replaced, added, or (None) left out."""
        archivos = {**self.archivos, **cambios}
        return armar({n: d for n, d in archivos.items() if d is not None})


def armar(archivos, metodo=zipfile.ZIP_STORED):
    """A ZIP of {name: bytes}; a list of pairs may repeat a name."""
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", metodo) as z:
        for nombre, datos in archivos.items() if isinstance(archivos, dict) else archivos:
            z.writestr(zipfile.ZipInfo(nombre, (2026, 1, 1, 0, 0, 0)), datos, metodo)
    return b.getvalue()


def firma_con_openssl(paquete, ca):
    """What LEEME.txt says: openssl cms -verify."""
    with tempfile.TemporaryDirectory() as d:
        for n in ("manifiesto.json", "manifiesto.json.p7s"):
            with open(os.path.join(d, n), "wb") as f:
                f.write(paquete.archivos[n])
        return subprocess.run(["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifiesto.json.p7s", "-content", "manifiesto.json",
                               "-CAfile", ca, "-purpose", "any", "-out", "/dev/null"], cwd=d, capture_output=True, text=True, timeout=60)


def verificar(datos, ca=None, plazo=120):
    """(exit status, last line as an object, standard error) of dictamenctl verificar-paquete: no configuration, no database, no surroundings."""
    with tempfile.TemporaryDirectory() as d:
        ruta = os.path.join(d, "p.zip")
        with open(ruta, "wb") as f:
            f.write(datos)
        orden = [os.path.join(BIN, "dictamenctl"), "verificar-paquete", ruta, *(["--ca", ca] if ca else [])]
        entorno = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS") or k == "PATH"}
        p = subprocess.run(orden, capture_output=True, text=True, timeout=plazo, cwd=d, env=entorno)
        return p.returncode, json.loads(p.stdout) if p.stdout.strip() else {}, p.stderr
