"""Lo que hay que saber de la API: credencial, versión, clave de idempotencia, reintentos y problemas."""

import hashlib
import json
import time
import urllib.error
import urllib.request
import uuid


class Problema(Exception):
    """Una negativa (RFC 9457): `title`, `detail` y `que_hacer` son para la persona; `type` y `errors`, para el programa."""

    def __init__(self, estado, cuerpo):
        try:
            self.datos = json.loads(cuerpo)
        except ValueError:
            self.datos = {"title": f"HTTP {estado}"}
        d = self.datos
        super().__init__("\n".join([f"{d['title']}. {d.get('detail', '')} {d.get('que_hacer', '')}".strip()]
                                   + [f"  {e['pointer']}: {e['detail']} {e['que_hacer']}" for e in d.get("errors", [])]))


def clave(referencia, paso):
    """La misma para el mismo paso del mismo trámite: repetirlo después de un corte no lo hace dos veces (se recuerda 24 horas)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{referencia}/{paso}"))


class Api:
    def __init__(self, direccion, credencial):
        self.direccion, self.credencial = direccion.rstrip("/"), credencial

    def pedir(self, metodo, camino, cuerpo=None, tipo="application/json", idempotencia=None, version=None):
        """(encabezados, bytes). Sin respuesta, o con 408, 429 y 503, se repite igual, con la misma clave: es lo que la clave permite."""
        encabezados = {"Authorization": "Bearer " + self.credencial}
        if cuerpo is not None:
            cuerpo = cuerpo if isinstance(cuerpo, bytes) else json.dumps(cuerpo).encode()
            encabezados["Content-Type"] = tipo
        if idempotencia:
            encabezados["Idempotency-Key"] = idempotencia
        if version:
            encabezados["If-Match"] = version
        for espera in (1, 2, 4, 8, None):
            try:
                with urllib.request.urlopen(urllib.request.Request(self.direccion + camino, cuerpo, encabezados, method=metodo), timeout=60) as r:
                    return r.headers, r.read()
            except urllib.error.HTTPError as e:
                if e.code not in (408, 429, 503) or espera is None:
                    raise Problema(e.code, e.read()) from None
                espera = int(e.headers.get("Retry-After", espera))
            except OSError:
                if espera is None:
                    raise
            time.sleep(espera)

    def leer(self, camino):
        return json.loads(self.pedir("GET", camino)[1])

    # ---- lo que este portal hace ---------------------------------------------------------------------------------------------------

    def abrir(self, referencia, datos):
        _, r = self.pedir("POST", "/v1/expedientes", {"datos": datos}, idempotencia=clave(referencia, "abrir"))
        return json.loads(r)["expediente"]["id"]

    def subir(self, referencia, expediente, clase, contenido, tipo):
        """La versión del expediente después de subir el documento; la pide el acto que sigue."""
        h, _ = self.pedir("POST", f"/v1/expedientes/{expediente}/documentos?clase={clase}", contenido, tipo, clave(referencia, clase))
        return h["ETag"]

    def actuar(self, referencia, expediente, version, acto, datos):
        _, r = self.pedir("POST", f"/v1/expedientes/{expediente}/actos", {"acto": acto, "datos": datos},
                          idempotencia=clave(referencia, acto), version=version)
        return json.loads(r)

    def constancia(self, expediente):
        """(nombre, bytes) de la constancia de inscripción, o None si el servicio aún no termina de escribirla y sellarla."""
        for d in self.leer(f"/v1/expedientes/{expediente}/documentos")["datos"]:
            if d.get("origen") == "servicio" and d["clase"] == "constancia":
                _, contenido = self.pedir("GET", f"/v1/expedientes/{expediente}/documentos/{d['id']}/contenido")
                if hashlib.sha256(contenido).hexdigest() != d["sha256"]:
                    raise ValueError("la constancia llegó dañada")
                return d["nombre"], contenido
        return None
