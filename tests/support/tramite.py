"""People, organisations and whole procedures: what a test needs to say «a file in state X» in one line."""

import uuid
from datetime import date, datetime, timedelta, timezone

from support import archivos
from support.servicio import BaseDatos

ZONA = timezone(timedelta(hours=-6))  # America/Mexico_City since October 2022


def hoy():
    return datetime.now(ZONA).date()


def dentro_de(dias):
    return (hoy() + timedelta(days=dias)).isoformat()


def datos_completos(**cambios):
    """The data of a file, complete for `presentar`, with a text that is no other file's."""
    datos = {
        "denominacion": "Acuerdo de Hermanamiento entre Guadalajara y Kioto " + uuid.uuid4().hex[:8],
        "tipo": "hermanamiento",
        "nivel": "municipal",
        "organo_firmante": "Ayuntamiento de Guadalajara",
        "clase_organo": "dependencia",
        "fundamento_facultades": "Artículos 115 constitucional y 37 de la Ley del Gobierno y la Administración Pública Municipal.",
        "contrapartes": [{"nombre": "Ciudad de Kioto", "clase": "gubernamental", "pais": "JP", "ciudad": "Kioto"}],
        "areas": ["educacion", "cultura"],
        "idiomas": ["es", "ja"],
        "fecha_firma_pretendida": dentro_de(120),
        "lugar_firma": "Guadalajara, Jalisco",
        "vigencia": "indefinida",
        "contacto": {"nombre": "Ana Pérez", "cargo": "Enlace de asuntos internacionales", "correo": "ana.perez@guadalajara.example",
                     "telefono": "33 1234 5678"},
    }
    datos.update(cambios)
    return {k: v for k, v in datos.items() if v is not None}


ORGANIZACIONES = (("sre", ("Secretaría de Relaciones Exteriores", "federal", None, None, "SRE")),
                  ("guadalajara", ("Ayuntamiento de Guadalajara", "municipal", "14", "Guadalajara", "GDL")),
                  ("zapopan", ("Ayuntamiento de Zapopan", "municipal", "14", "Zapopan")),
                  ("jalisco", ("Gobierno del Estado de Jalisco", "estatal", "14", None, "JAL")),
                  ("merida", ("Ayuntamiento de Mérida", "municipal", "31", "Mérida")))
PERSONAS = (("local", "guadalajara", "gobierno_local"), ("local_b", "guadalajara", "gobierno_local"), ("zapopan", "zapopan", "gobierno_local"),
            ("estado", "jalisco", "gobierno_local"), ("merida", "merida", "gobierno_local"), ("enlace", "jalisco", "enlace_estatal"),
            ("dgcp", "sre", "dgcp"), ("dgcp_b", "sre", "dgcp"), ("cja", "sre", "cja"), ("cja_b", "sre", "cja"), ("titular", "sre", "cja_titular"),
            ("titular_b", "sre", "cja_titular"), ("auditoria", "sre", "auditoria"), ("administracion", "sre", "administracion"),
            ("maquina", "guadalajara", "gobierno_local"))


def _dar_de_alta(base):
    """(the organisations' ids, each person's user, key id and key)"""
    org = {nombre: base.organizacion(*datos) for nombre, datos in ORGANIZACIONES}
    gente = {}
    for nombre, de, rol in PERSONAS:
        usuario = base.usuario(org[de], f"Persona {nombre}", rol, maquina=nombre == "maquina")
        gente[nombre] = (usuario, *base.clave(usuario))
    return org, gente


def con_gente(cluster):
    """A new database with the organisations and people of Mundo."""
    return BaseDatos(cluster).preparar(llenar=_dar_de_alta)


class Mundo:
    """Organisations, one or two people for each role, their keys and clients."""

    def __init__(self, base, servicio):
        self.base, self.servicio = base, servicio
        self.gente, self.claves = {}, {}
        org, gente = base.gente or _dar_de_alta(base)
        self.org = dict(org)
        for nombre, de, _ in PERSONAS:
            self._tener(nombre, de, *gente[nombre], maquina=nombre == "maquina")

    def nueva_persona(self, nombre, org, rol, maquina=False, ambitos=None, vence=None):
        usuario = self.base.usuario(self.org[org], f"Persona {nombre}", rol, maquina=maquina)
        return self._tener(nombre, org, usuario, *self.base.clave(usuario, ambitos, vence), maquina)

    def _tener(self, nombre, org, usuario, ident, clave, maquina):
        cliente = self.servicio.cliente(clave, maquina=maquina, nombre=nombre)
        cliente.usuario, cliente.organizacion = usuario, self.org[org]
        self.gente[nombre], self.claves[nombre] = cliente, (ident, clave)
        return cliente

    def __getattr__(self, nombre):
        gente = self.__dict__.get("gente", {})
        if nombre in gente:
            return gente[nombre]
        raise AttributeError(nombre)

    def anonimo(self):
        return self.servicio.cliente()

    def en_puerto(self, servicio):
        """The same people before another process, with connections of their own."""
        otro = object.__new__(Mundo)
        otro.__dict__.update(self.__dict__)
        otro.servicio = servicio
        otro.gente = {}
        for nombre, c in self.gente.items():
            otro.gente[nombre] = servicio.cliente(c.clave, maquina=c.maquina, nombre=c.nombre)
            otro.gente[nombre].usuario, otro.gente[nombre].organizacion = c.usuario, c.organizacion
        return otro

    def tramite(self, local="local", **cambios):
        return Tramite(self, local, **cambios)


# The happy way: for each state, the acts that lead to it from the one before.
CAMINO = ["borrador", "presentado", "turnado", "en_revision", "dictaminado", "respondido", "copia_recibida", "registro_solicitado",
          "inscrito", "concluido"]


class Tramite:
    """One file and the people who move it. Every call holds what the service says about the new state."""

    def __init__(self, mundo, local="local", abrir=True, **cambios):
        self.m, self.local = mundo, mundo.gente[local]
        self.clave_texto = uuid.uuid4().hex
        if abrir:
            self.datos = datos_completos(**cambios)
            r = self.local.post("/v1/expedientes", {"datos": self.datos})
            self._tomar(r)

    def _tomar(self, r):
        e = r.json["expediente"]
        self.id, self.version = e["id"], e["version"]
        assert r.etag == f'"{self.version}"' and r.headers["Location"] == self.url

    @property
    def url(self):
        return f"/v1/expedientes/{self.id}"

    def ver(self, quien=None, espera=200):
        return (quien or self.m.dgcp).get(self.url, espera).json

    def leer(self, quien=None):
        """Current representation for the local government, version taken over."""
        r = (quien or self.local).get(self.url)
        self.version = r.json["version"]
        return r.json

    @property
    def estado(self):
        return self.leer(self.m.dgcp)["estado"]

    def acto(self, quien, nombre, datos=None, espera=201, version=None, **mas):
        """One act with the current version; remembers the new one."""
        cuerpo = {"acto": nombre}
        if datos is not None:
            cuerpo["datos"] = datos
        cuerpo.update(mas.pop("cuerpo", {}))
        quien = self.m.gente[quien] if isinstance(quien, str) else quien
        r = quien.post(self.url + "/actos", cuerpo, espera, if_match=self.version if version is None else version, **mas)
        if r.status == 201:
            e = r.json["expediente"]
            assert r.etag == f'"{e["version"]}"' and r.json["acto"]["n"] == e["version"] and r.json["acto"]["acto"] == nombre
            self.version = e["version"]
        return r

    def documento(self, quien, clase, datos=None, tipo=None, nombre=None, espera=201, **mas):
        quien = self.m.gente[quien] if isinstance(quien, str) else quien
        if datos is None:
            datos = archivos.proyecto(self.clave_texto) if clase == "proyecto" else archivos.pdf_unico()
        if tipo is None:
            tipo = archivos.DOCX if datos[:2] == b"PK" else archivos.PDF
        consulta = {"clase": clase, "nombre": nombre or ("proyecto.docx" if tipo == archivos.DOCX else f"{clase}.pdf")}
        r = quien.pedir("POST", self.url + "/documentos", datos, tipo=tipo, consulta=consulta, espera=espera, **mas)
        if r.status == 201:
            self.version = int(r.etag.strip('"'))
        return r

    # ---- the happy way, step by step --------------------------------------------------------------------------------------------

    def presentar(self, espera=201):
        self.documento(self.local, "solicitud")
        self.documento(self.local, "proyecto")
        return self.acto(self.local, "presentar", {"declaracion_version_final": True}, espera)

    def turnar(self, espera=201):
        return self.acto("dgcp", "turnar", {}, espera)

    def recibir(self, espera=201):
        return self.acto("cja", "recibir", {}, espera)

    def observar(self, n=2, espera=201):
        filas = [{"clausula": f"{c}.", "texto": f"Precisar la redacción de la cláusula {c}.", "severidad": s}
                 for c, s in zip(("PRIMERA", "SEGUNDA", "TERCERA"), ("alta", "media", "baja"))][:n]
        return self.acto("cja", "observar", {"observaciones": filas}, espera)

    def atender(self, espera=201, texto=None, numeros=None):
        self.clave_texto = texto or uuid.uuid4().hex
        self.documento(self.local, "proyecto")
        if numeros is None:
            numeros = [r["numero"] for r in self.leer()["observaciones"] if r["tipo"] == "observacion" and not r.get("respuesta")]
        return self.acto(self.local, "atender", {"respuestas": [{"numero": n, "respuesta": "Se modificó como se pidió."} for n in numeros]}, espera)

    def dictaminar(self, sentido="procedente", recomendaciones=0, espera=201, quien="titular"):
        if not any(d["clase"] == "proyecto_dictamen" for d in self.ver(self.m.cja)["documentos"]):
            self.documento("cja", "proyecto_dictamen")
        datos = {"sentido": sentido, "fundamento": "Artículos 2, fracción II, y 7 de la Ley sobre la Celebración de Tratados.",
                 "motivacion": "El objeto está dentro de las facultades del órgano."}
        if recomendaciones:
            datos["recomendaciones"] = [{"clausula": f"CLÁUSULA {i + 1}", "texto": f"Recomendación {i + 1}."} for i in range(recomendaciones)]
        return self.acto(quien, "dictaminar", datos, espera)

    def responder(self, espera=201):
        return self.acto("dgcp", "responder", {}, espera)

    def remitir_copia(self, espera=201):
        self.documento(self.local, "copia_firmada")
        return self.acto(self.local, "remitir_copia", {"fecha_suscripcion": hoy().isoformat(), "lugar_suscripcion": "Guadalajara, Jalisco"}, espera)

    def solicitar_registro(self, espera=201):
        return self.acto("dgcp", "solicitar_registro", {}, espera)

    def verificaciones(self):
        return [{"numero": r["numero"], "resultado": "incorporada"}
                for r in self.ver(self.m.cja)["observaciones"] if not r.get("verificacion")]

    def inscribir(self, espera=201):
        return self.acto("titular", "inscribir", {"terminos": "Se inscribe en los términos del texto firmado.",
                                                  "verificaciones": self.verificaciones()}, espera)

    def negar_registro(self, espera=201):
        return self.acto("titular", "negar_registro", {"fundamento": "Artículo 7 de la Ley sobre la Celebración de Tratados.",
                                                       "motivacion": "El texto firmado no corresponde al dictaminado."}, espera)

    def concluir(self, espera=201):
        return self.acto("dgcp", "concluir", {}, espera)

    def prevenir(self, espera=201, dias=5):
        return self.acto("dgcp", "prevenir", {"faltantes": [
            {"requisito": "Autorización del cabildo", "detalle": "Adjunte el acta de la sesión en que se autorizó el acuerdo."},
            {"requisito": "Firma del oficio", "detalle": "El oficio debe estar firmado por quien tiene la representación."}],
            "plazo_dias_habiles": dias}, espera)

    def desahogar(self, espera=201):
        return self.acto(self.local, "desahogar", {"respuestas": [
            {"numero": 1, "respuesta": "Se adjunta el acta."}, {"numero": 2, "respuesta": "Se adjunta el oficio firmado."}]}, espera)

    def hasta(self, estado):
        """Along the happy way, or the shortest side branch, up to a state."""
        ramas = {"prevenido": ("presentado", self.prevenir), "observado": ("en_revision", self.observar),
                 "registro_observado": ("registro_solicitado", self.observar_registro), "registro_negado": ("registro_solicitado", self.negar_registro)}
        if estado in ramas:
            antes, ultimo = ramas[estado]
            self.hasta(antes)
            if estado == "registro_observado" and not self._recomendado():
                raise AssertionError("registro_observado needs recommendations: use hasta_registro_observado()")
            ultimo()
        else:
            pasos = {"presentado": self.presentar, "turnado": self.turnar, "en_revision": self.recibir, "dictaminado": self._dictaminar,
                     "respondido": self.responder, "copia_recibida": self.remitir_copia, "registro_solicitado": self.solicitar_registro,
                     "inscrito": self.inscribir, "concluido": self.concluir}
            actual = self.estado
            for e in CAMINO[CAMINO.index(actual) + 1:CAMINO.index(estado) + 1]:
                pasos[e]()
        assert self.estado == estado
        return self

    con_recomendaciones = 2

    def _dictaminar(self):
        if self.con_recomendaciones:
            return self.dictaminar("procedente_con_recomendaciones", self.con_recomendaciones)
        return self.dictaminar()

    def _recomendado(self):
        return any(r["tipo"] == "recomendacion" for r in self.ver(self.m.cja)["observaciones"])

    def observar_registro(self, espera=201):
        numeros = [r["numero"] for r in self.ver(self.m.cja)["observaciones"] if r["tipo"] == "recomendacion"]
        return self.acto("cja", "observar_registro", {"no_incorporadas": [
            {"clausula": "CLÁUSULA 1", "texto": "La recomendación no está en el texto firmado.", "recomendacion": numeros[0]}]}, espera)

    def subsanar_registro(self, espera=201):
        self.documento(self.local, "copia_firmada")
        return self.acto(self.local, "subsanar_registro", {}, espera)

    def actos(self, quien=None):
        return (quien or self.m.dgcp).todos(self.url + "/actos", limite=100)

    def disponibles(self, quien):
        quien = self.m.gente[quien] if isinstance(quien, str) else quien
        return {a["acto"]: a for a in quien.get(self.url).json["actos_disponibles"]}


def dia(s):
    return date.fromisoformat(s)
