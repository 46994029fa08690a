"""One file of the demonstration: each act told as it happens, each refusal with its way out, and what the service answers held in mind."""

import hashlib

import documentos
import relato as rel
from cliente import Inesperado

LIMITE = 100  # rows of a page of the journal


class NoCuadra(Exception):
    """The service answered, but not what the story says must come."""


class Expediente:
    def __init__(self, caso, gente, relato, taller, ctl, anteriores=()):
        self.caso, self.gente, self.relato, self.taller, self.ctl, self.anteriores = caso, gente, relato, taller, ctl, anteriores
        self.local = gente[caso.id]
        self.url = self.version = self.folio = self.ident = None
        self.numeros, self.donde, self.pasos_final = [], None, None  # donde: (step, state) last told
        self.subidos = {}  # name → (id, SHA-256)

    # ---- talking to the service ------------------------------------------------------------------------------------------------

    def nombre(self, quien):
        return {"dgcp": "DGCP", "cja": "CJA", "cja_titular": "Titular CJA", "cja_suplente": "Suplente CJA"}.get(quien, self.caso.corto)

    def persona(self, quien):
        return self.local if quien == "local" else self.gente[quien]

    def leer(self, quien="local"):
        r = self.persona(quien).get(self.url)
        self.version = r.version
        return r.json

    def pasos(self, quien="local"):
        return self.persona(quien).get(self.url + "/pasos").json

    def exigir(self, cierto, que):
        if not cierto:
            raise NoCuadra(f"{self.folio or self.ident}: {que}")

    # ---- opening -----------------------------------------------------------------------------------------------------------------

    def abrir(self, datos, quien="local"):
        r = self.persona(quien).pedir("POST", "/v1/expedientes", {"datos": datos}, espera=201)
        self.url, self.version = r.encabezados["Location"], r.version
        self.ident = r.json["expediente"]["id"]
        self.relato.acto(1, self.nombre(quien), f"abre el expediente «{datos['denominacion'].split(' [')[0]}»")

    def retomar(self, ident):
        """Goes on with a file that somebody else opened for this local government."""
        self.ident, self.url = ident, f"/v1/expedientes/{ident}"
        self.leer()

    def completar(self, parche, que):
        r = self.local.pedir("PATCH", self.url, parche, tipo="application/merge-patch+json", if_match=self.version, espera=200)
        self.version = r.version
        self.relato.acto(1, self.caso.corto, que)

    # ---- documents -----------------------------------------------------------------------------------------------------------------

    def documento(self, paso, quien, clase, archivo, nombre=None, comentario="", caso=None):
        """Uploads a file of the workshop; `caso`: one of another agreement."""
        ruta = self.taller.ruta(caso or self.caso, archivo)
        nombre = nombre or archivo
        with open(ruta, "rb") as f:
            datos = f.read()
        r = self.persona(quien).subir(self.url + "/documentos", clase, nombre, datos, documentos.tipo_de(archivo))
        self.version, sha = r.version, hashlib.sha256(datos).hexdigest()
        self.exigir(r.json["sha256"] == sha, f"el SHA-256 de {nombre} no es el del archivo")
        self.subidos[nombre] = (r.json["id"], sha)
        clase_texto = {"copia_firmada": "copia firmada", "proyecto_dictamen": "proyecto de dictamen"}.get(clase, clase)
        version = f", versión {r.json['version']}" if "version" in r.json else ""
        self.relato.acto(paso, self.nombre(quien), f"adjunta «{nombre}» ({clase_texto}{version}, {len(datos) / 1024:.0f} KB){comentario}")

    def descargar(self, nombre, quien="dgcp"):
        """Downloads a document again and compares it with what was uploaded; the three digests."""
        ident, sha = self.subidos[nombre]
        r = self.persona(quien).get(f"{self.url}/documentos/{ident}/contenido")
        bajado = hashlib.sha256(r.cuerpo).hexdigest()
        self.exigir(bajado == sha, f"«{nombre}» bajó distinto de como subió")
        return len(r.cuerpo), sha, bajado, r.encabezados["Repr-Digest"]

    # ---- acts ------------------------------------------------------------------------------------------------------------------------

    def _enviar(self, quien, acto, datos, **mas):
        cuerpo = {"acto": acto, **({"datos": datos} if datos else {}), **mas.pop("cuerpo", {})}
        return self.persona(quien).pedir("POST", self.url + "/actos", cuerpo, if_match=self.version, **mas)

    def acto(self, paso, quien, acto, que, datos=None, **mas):
        """Performs an act that must succeed, and tells it with the number that it got and the steps as they stand then."""
        r = self._enviar(quien, acto, datos, espera=201, **mas)
        self.version, e, numero = r.version, r.json["expediente"], r.json.get("numero")
        if numero:
            self.numeros.append(numero)
            que += f" · {numero}"
        self.folio = e.get("folio", self.folio)
        self.relato.acto(paso, self.nombre(quien), que)
        p = self.pasos()
        if self.donde != (p["paso"], p["estado"]):
            self.donde = p["paso"], p["estado"]
            self.relato.avance(p)
        return r.json

    def repetir(self, paso, quien, acto, que, datos=None):
        """The same request twice with the same Idempotency-Key, as after a lost answer: one act."""
        clave, version = f"demo-{self.ident}-{acto}", self.version
        primera = self.acto(paso, quien, acto, que, datos, clave_repeticion=clave)
        otra = self.persona(quien).pedir("POST", self.url + "/actos", {"acto": acto, **({"datos": datos} if datos else {})}, if_match=version,
                                         clave_repeticion=clave, espera=201)
        self.exigir(otra.json["acto"]["n"] == primera["acto"]["n"], f"«{acto}» se registró dos veces")
        self.relato.nota("La respuesta se perdió en la red y la solicitud se repite con la misma Idempotency-Key: no se duplica "
                         f"(acto {primera['acto']['n']}, Idempotency-Replayed: {otra.encabezados.get('Idempotency-Replayed')}).")
        return primera

    def rechazo(self, paso, quien, acto, que, problema, datos=None):
        """An act that must be refused with that problem; nothing may change."""
        r = self._enviar(quien, acto, datos)
        self.relato.acto(paso, self.nombre(quien), que)
        if r.status < 400:
            raise Inesperado("POST", self.url + "/actos", problema, r)
        self.relato.rechazo(r)
        self.exigir(r.json["type"].rsplit("/", 1)[-1] == problema, f"«{acto}» debía rechazarse por {problema} y fue por {r.json['type']}")
        antes = int(self.version.strip('"').split("-")[0])  # a reading's tag also says whose it is
        self.exigir(self.persona("dgcp").get(self.url).json["version"] == antes, f"«{acto}» se rechazó y algo cambió")
        return r.json

    def acusar(self, paso):
        """Each communication that waits for it, by its number."""
        for c in [c for c in self.leer()["comunicaciones"] if not c["acusada"]]:
            self.acto(paso, "local", "acusar", f"acusa recibo de «{rel.palabras(c['tipo'])}» (acto {c['acto']})", {"acto": c["acto"]})

    def asomarse(self, otro):
        """Whoever may not see a file may not learn that it exists."""
        r = self.local.pedir("GET", f"/v1/expedientes/{otro.folio}")
        self.relato.acto(0, self.caso.corto, f"intenta abrir {otro.folio}, de {otro.caso.corto}")
        self.relato.rechazo(r)
        self.exigir(r.status == 404, f"otra organización recibió {r.status} por un expediente ajeno")

    def avisos(self, quien="dgcp"):
        for a in self.leer(quien).get("avisos", []):
            self.relato.nota(f"Aviso para la {self.nombre(quien)}: {a['texto']} ({a['fundamento']})")

    # ---- the end ---------------------------------------------------------------------------------------------------------------------

    def linea_de_tiempo(self, quien="local"):
        p = self.pasos(quien)
        self.relato.linea_de_tiempo(p, self.caso.corto if quien == "local" else f"la {self.nombre(quien)}")
        return p

    def cerrar(self):
        """Holds what came out against what the story intends."""
        self.pasos_final = self.linea_de_tiempo("dgcp")
        self.exigir(self.pasos_final["estado"] == "concluido", f"quedó en {self.pasos_final['estado']}")
        self.exigir(self.pasos_final.get("resultado") == self.caso.final, f"terminó {self.pasos_final.get('resultado')}, no {self.caso.final}")
        if self.caso.final == "inscrito":
            pasos = [x["estado"] for x in self.pasos_final["pasos"]]
            self.exigir(pasos == ["hecho"] * 12, f"no recorrió los doce pasos: {pasos}")

    def actos(self):
        """How many acts the journal has."""
        camino, n = f"{self.url}/actos?limite={LIMITE}", 0
        cursor = ""
        while cursor is not None:
            r = self.gente["dgcp"].get(camino + (f"&cursor={cursor}" if cursor else "")).json
            n, cursor = n + len(r["datos"]), r["siguiente"]
        return n
