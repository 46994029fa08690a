"""
Every operation of openapi.yaml as every role, as the same role of another organisation, without a credential, with a revoked one (key, session, access token) and
with another permission, against the table of docs/permisos.md. An operation that the table lacks fails, and so does a row that no operation has.
"""

import os
import re
import time
import uuid
from urllib.parse import urlencode

import pytest

from support import archivos, mensajes
from support.cliente import Cliente
from support.contrato import RAIZ, contrato
from support.cuentas import ClienteSesion, Persona, esperar
from support.servicio import Servicio
from support.tramite import Tramite

ROLES = ("gobierno_local", "enlace_estatal", "dgcp", "cja", "cja_titular", "auditoria", "administracion")
TABLA = os.path.join(RAIZ, "docs", "permisos.md")


def leer_tabla():
    """{operationId: {"sin": …, role: …, "permisos": [...]}}"""
    filas = {}
    with open(TABLA, encoding="utf-8") as f:
        for linea in f:
            m = re.match(r"^\| `(\w+)` \|(.+)\|$", linea.strip())
            if not m:
                continue
            celdas = [c.strip() for c in m.group(2).split("|")]
            assert len(celdas) == 2 + len(ROLES), linea
            assert m.group(1) not in filas, f"{m.group(1)} has two rows"
            filas[m.group(1)] = {"permisos": re.findall(r"`([a-z:]+)`", celdas[0]), "sin": celdas[1], **dict(zip(ROLES, celdas[2:]))}
    return filas


FILAS = leer_tabla()
OPERACIONES = {nombre: (metodo, patron) for metodo, patron, nombre, _ in contrato.operaciones()}
ENSAYO = {nombre for _, _, nombre, o in contrato.operaciones() if o.get("x-ensayo")}  # of a sandbox only: tests/integration/test_ensayo.py


def test_la_tabla_nombra_cada_operacion():
    assert set(FILAS) == set(OPERACIONES), {"faltan": sorted(set(OPERACIONES) - set(FILAS)), "sobran": sorted(set(FILAS) - set(OPERACIONES))}


def test_la_tabla_dice_los_permisos_del_documento():
    for _, _, nombre, o in contrato.operaciones():
        esquemas = o.get("security", contrato.doc.get("security", []))
        del_documento = sorted(a for s in esquemas for lista in s.values() for a in lista)
        assert sorted(FILAS[nombre]["permisos"]) == del_documento, nombre
        assert (FILAS[nombre]["sin"] == "sí") == (esquemas == []), nombre


class Escena:
    """Two organisations of each kind with a person of each role, and one of each thing that an operation can be about, all of the first."""

    def __init__(self, mundo, buzon, con_tokens):
        self.m, self.con_tokens, self.adm = mundo, con_tokens, mundo.administracion
        self.sufijo = uuid.uuid4().hex[:8]
        alta = lambda nombre, **mas: self.adm.post("/v1/organizaciones", {"nombre": f"{nombre} {self.sufijo}", **mas}).json["id"]
        self.municipio = [alta(f"Ayuntamiento {x}", nivel="municipal", cve_ent=e, municipio=x) for x, e in (("Colima", "06"), ("Jerez", "32"))]
        self.estado = [alta(f"Estado {e}", nivel="estatal", cve_ent=e) for e in ("06", "32")]
        self.federal = [alta(f"Área {x}", nivel="federal") for x in ("A", "B")]
        self.gente, self.limitadas, self.claves = {}, {}, {}
        for rol in ROLES:
            sedes = self.municipio if rol == "gobierno_local" else self.estado if rol == "enlace_estatal" else self.federal
            self.gente[rol] = [self.persona(rol, sede) for sede in sedes]
            propio = self.gente[rol][0]
            self.limitadas[rol] = {a: self.clave(propio.usuario, [a]) for a in propio.get("/v1/yo").json["ambitos"]}
        self.preparar(buzon)

    def persona(self, rol, sede):
        u = self.adm.post("/v1/usuarios", {"organizacion": sede, "nombre": f"Matriz {rol}", "rol": rol}).json["id"]
        c = self.clave(u)
        c.usuario, c.organizacion = u, sede
        return c

    def clave(self, usuario, ambitos=None):
        k = self.adm.post(f"/v1/usuarios/{usuario}/claves", {"ambitos": ambitos} if ambitos else {}).json
        c = self.m.servicio.cliente(k["clave"])
        c.ident = k["id"]
        return c

    def preparar(self, buzon):
        m, local, dgcp = self.m, self.gente["gobierno_local"][0], self.gente["dgcp"][0]
        m.gente["matriz" + self.sufijo] = local
        tramite = lambda: Tramite(m, "matriz" + self.sufijo, nivel="municipal", compartir_con_estado=True)
        self.t = tramite().hasta("en_revision")
        self.documento = local.get(self.t.url + "/documentos").json["datos"][0]["id"]
        inscrito = tramite().hasta("inscrito")
        self.numero = self.asentado(inscrito)
        self.trabajo = next(x["id"] for x in dgcp.get(inscrito.url + "/trabajos").json["datos"] if x["clase"] == "asentar")
        self.correo = buzon.entregar(mensajes.solicitud_completa(de=f"x@{self.sufijo}.example")[0])["correo"]
        self.delegacion = self.adm.post(f"/v1/organizaciones/{self.municipio[0]}/delegaciones",
                                        {"enlace": self.estado[0], "desde": "2031-01-01", "hasta": "2031-12-31", "motivo": "Convenio"}).json["id"]
        self.relevo = str(uuid.uuid4())
        m.base.sql("insert into relevo (id, organizacion_id, administracion, entregada_por, recibe_id, entregada_en, expedientes, bajas, delegaciones, pendientes, sha256)"
                   " values (%s, %s, '2027-2030', %s, %s, now(), 0, 0, 0, '[]', sha256('[]'))", self.relevo, self.municipio[0], local.usuario, local.usuario)
        self.suscripciones, self.sesiones = {}, {}
        evento = self.evento()
        for rol in ROLES:
            self.sesiones[rol] = self.sesion(self.gente[rol][0].usuario)
            if rol != "administracion":
                self.suscripciones[rol] = self.suscripcion(rol, self.gente[rol][0], evento)
        self.revocadas = {"clave": self.clave_revocada(local), "sesión": self.sesion_revocada(), "token": self.token_revocado(local)}

    def retirar(self, k, quien):
        """A key that opened and does not any more."""
        k.get("/v1/yo")
        self.adm.pedir("DELETE", f"/v1/usuarios/{quien.usuario}/claves/{k.ident}", espera=204)
        esperar(lambda: k.pedir("GET", "/v1/yo").status == 401)
        return k

    def clave_revocada(self, quien):
        k = self.retirar(self.clave(quien.usuario), quien)
        return lambda: k

    def sesion_revocada(self):
        """Each time as it was while it opened: a refusal takes the cookie away."""
        p = Persona(self.m)
        c, d = p.entrar(), p.entrar()
        c.get("/v1/yo")
        (ident,) = [s["id"] for s in d.get("/v1/sesiones").json["datos"] if not s["actual"]]
        cookies, csrf = dict(c.cookies), c.csrf
        d.pedir("DELETE", f"/v1/sesiones/{ident}", espera=204)

        def otra_vez():
            x = ClienteSesion(c.puerto)
            x.cookies, x.csrf = dict(cookies), csrf
            return x
        esperar(lambda: otra_vez().pedir("GET", "/v1/yo").status == 401)
        return otra_vez

    def token_revocado(self, quien):
        ident, texto = self.m.base.clave(self.m.base.usuario(quien.organizacion, "Portal", "gobierno_local", maquina=True))
        token = self.con_tokens.cliente().pedir("POST", "/oauth/token", urlencode({"grant_type": "client_credentials", "client_id": ident, "client_secret": texto}).encode(),
                                                tipo="application/x-www-form-urlencoded", espera=200).json["access_token"]
        c = Cliente(self.con_tokens.puerto, token)
        c.get("/v1/yo")
        self.m.base.ctl("clave", "revocar", "--id", ident)
        esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)
        return lambda: c

    def evento(self):
        """(its place, id, file) of an event that the state's liaison may know of too."""
        fin = time.monotonic() + 30
        while not (filas := self.m.base.sql("select seq, id::text, expediente_id::text from evento where expediente_id = %s and alcance = 'estado' limit 1", self.t.id)):
            assert time.monotonic() < fin
            time.sleep(0.1)
        self.suceso = filas[0][1]
        return filas[0]

    def suscripcion(self, rol, quien, evento):
        """One that nobody delivers to, with one event that was not delivered."""
        ident = str(uuid.uuid4())
        self.m.base.sql("insert into suscripcion (id, organizacion_id, rol, usuario_id, url, descripcion, tipos, estado, secreto, verificar_hasta)"
                        " values (%s, %s, %s, %s, %s, '', '{}', 'pausada', '\\x00', now())", ident, quien.organizacion, "cja" if rol == "cja_titular" else rol,
                        quien.usuario, f"https://{ident}.example/")
        self.m.base.sql("insert into entrega (suscripcion_id, seq, expediente_id, estado, disponible_en, vence_en, terminada_en)"
                        " values (%s, %s, %s, 'cancelada', now(), now(), now())", ident, evento[0], evento[2])
        return ident

    def sesion(self, usuario):
        ident = str(uuid.uuid4())
        self.m.base.sql("insert into sesion (id, sha256, usuario_id, metodo, creada_en, vista_en, elevada_en, vence_en, direccion, agente)"
                        " values (%s, sha256(%s), %s, 'contrasena', now(), now(), now(), now() + interval '1 hour', '', '')", ident, ident.encode(), usuario)
        return ident

    def asentado(self, t):
        numero = self.m.dgcp.get(t.url).json["registro"]["numero"]
        fin = time.monotonic() + 30
        while self.m.anonimo().pedir("GET", f"/v1/registro/{numero}").status != 200:
            assert time.monotonic() < fin
            time.sleep(0.1)
        return numero

    # What each operation is called with: (query, body, headers…); the path's parameters by pattern and name.

    def parametros(self, patron, rol):
        lugares = {"/v1/expedientes/{id}": self.t.id, "/v1/correos/{id}": self.correo, "/v1/trabajos/{id}": self.trabajo,
                   "/v1/organizaciones/{id}": self.municipio[0], "/expedientes/{id}": self.t.id, "/v1/usuarios/{id}": self.gente["gobierno_local"][0].usuario}
        # A person sees its own area: what is looked at is somebody of the caller's.
        if patron == "/v1/usuarios/{id}" and rol not in ("administracion", "auditoria", "gobierno_local", None):
            lugares["/v1/usuarios/{id}"] = self.gente[rol][0].usuario
        if patron == "/v1/organizaciones/{id}" and rol == "enlace_estatal":
            lugares["/v1/organizaciones/{id}"] = self.estado[0]
        p = {"documento": self.documento, "n": "1", "numero": self.numero, "codigo": "AAAA-BBBB-CCCC-DDDD", "anio": "2026", "catalogo": "paises",
             "archivo": "estilo.css" if patron.startswith("/web/") else "registro.csv", "trimestre": "2026-T4", "clave": self.limitadas["gobierno_local"]["directorio:leer"].ident,
             "delegacion": self.delegacion, "certificado": str(uuid.uuid4()), "relevo": self.relevo, "dominio": "x", "nombre": "dictamen.html"}
        lugares["/v1/suscripciones/{id}"] = self.suscripciones.get(rol, str(uuid.uuid4()))
        lugares["/v1/sesiones/{id}"] = self.sesiones.get(rol, str(uuid.uuid4()))
        p["evento"] = self.suceso
        for prefijo, valor in lugares.items():
            if patron.startswith(prefijo):
                p["id"] = valor
        return p

    def pedido(self, nombre, patron, rol):
        p = self.parametros(patron, rol)
        mas = {}
        pdf = dict(cuerpo=archivos.pdf_unico(), tipo=archivos.PDF)
        if nombre == "quitarDominio":
            p["dominio"] = f"{uuid.uuid4().hex[:12]}.gob.mx"
            self.adm.post(f"/v1/organizaciones/{p['id']}/dominios", {"dominio": p["dominio"]})
        if nombre == "revocarCertificadoCliente":
            p["certificado"] = str(uuid.uuid4())
            self.m.base.sql("insert into organizacion_certificado (id, organizacion_id, sha256, asunto, desde, vence_en)"
                            " values (%s, %s, sha256(%s), 'CN=x', now(), now() + interval '1 hour')", p["certificado"], p["id"], p["certificado"].encode())
        if nombre == "revocarClave":
            p["clave"] = self.clave(p["id"], ["directorio:leer"]).ident
        cuerpos = {
            "abrirExpediente": {"datos": {}}, "publicarAviso": {"tipo": "habilitacion", "fuente": "x", "motivo": "x", "fechas": ["2027-03-02"]},
            "realizarActo": {"acto": "desistir", "datos": {"motivo": "x"}}, "anotarAsiento": {}, "confirmarCorreo": {}, "descartarCorreo": {},
            "crearOrganizacion": {"nombre": f"Matriz {uuid.uuid4().hex[:8]}", "nivel": "federal"},
            "crearUsuario": {"organizacion": self.federal[0], "nombre": "x", "rol": "cja"}, "crearClave": {"ambitos": ["directorio:leer"]},
            "ponerPlantilla": {"motivo": "x", "de_version": 1}, "probarPlantilla": {"texto": ""},
            "agregarDominio": {"dominio": f"{uuid.uuid4().hex[:12]}.gob.mx"}, "cargarCalendario": {}, "registrarCertificadoCliente": {"certificado": "x"},
            "otorgarDelegacion": {"enlace": self.municipio[0], "desde": "2031-01-01", "hasta": "2031-12-31", "motivo": "x"},
            "relevar": {"administracion": "x", "recibe": str(uuid.uuid4())},
            "crearSuscripcion": {"url": f"https://{uuid.uuid4()}.example/"}, "rotarSecreto": {}, "reenviarEntregas": {"eventos": [self.suceso]},
            "iniciarSesion": {"identificador": "x@x.example", "contrasena": "x"}, "elevarSesion": {"contrasena": "x"},
            "cambiarContrasena": {"actual": "x", "nueva": "x"}, "confirmarSegundoFactor": {"codigo": "000000"},
            "fijarContrasena": {"enlace": "x", "contrasena": "x"}, "restablecerContrasena": {"identificador": "x@x.example"}}
        consultas = {"calcularPlazo": {"fecha_firma": "2027-03-01"}, "incorporarDocumento": {"clase": "anexo", "nombre": "a.pdf"},
                     "constarNoLocalizacion": {"q": "xyzzy" + self.sufijo}, "probarInclusion": {"indice": "0", "tamano": "1"},
                     "probarConsistencia": {"desde": "1", "hasta": "1"}, "seguirEventos": {"desde": "x"}}
        parches = {"modificarDatos": {"lugar_firma": "x"}, "cambiarOrganizacion": {"siglas": "X"}, "cambiarUsuario": {"nombre": "X"}, "cambiarSuscripcion": {"pausada": True}}
        if nombre in cuerpos:
            mas["cuerpo"] = cuerpos[nombre]
        if nombre in parches:  # an old version: whoever may do it hears 412, and nothing changes
            mas.update(cuerpo=parches[nombre], if_match='"999999"')
        if nombre in ("realizarActo", "borrarSuscripcion", "ponerPlantilla"):
            mas["if_match"] = '"999999"'
        if nombre in ("incorporarDocumento", "verificarArchivo"):
            mas.update(pdf)
        if nombre == "revisar":
            mas["cuerpo"] = {}  # not a form: 415, for everybody
        if nombre in consultas:
            mas["consulta"] = consultas[nombre]
        return re.sub(r"\{(\w+)\}", lambda x: p[x.group(1)], patron), mas


@pytest.fixture(scope="module")
def escena(mundo, buzon, tmp_path_factory):
    from conftest import AJUSTES
    llave = str(tmp_path_factory.mktemp("llave") / "token.pem")
    mundo.base.ctl("token", "crear-llave", "--archivo", llave)
    s = Servicio(mundo.base, {**AJUSTES, "DICTAMEN_TOKEN_LLAVE": llave, "DICTAMEN_URL_PUBLICA": "https://dictamen.example"}).arrancar()
    yield Escena(mundo, buzon, s)
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


def motivo(r):
    return r.slug if "problem+json" in r.headers.get("Content-Type", "") else ""


def clase(r, publica):
    """What the answer says of the permission: sí, no, 401, sesión or oculto. Of a public operation any other refusal is an answer like any other."""
    if publica and motivo(r) not in ("sin-credencial", "credencial-invalida", "sin-permiso"):
        return "sí"
    if r.status in (401, 403):
        return "sesión" if motivo(r) == "sesion-necesaria" else "401" if r.status == 401 else "no"
    return "oculto" if r.status == 404 and not publica else "sí"


def esperado(celda, ajena):
    return {"propia": ("sí", "oculto"), "sí": ("sí", "sí"), "no": ("no", "no"), "oculto": ("oculto", "oculto"), "sesión": ("sesión", "sesión")}[celda][ajena]


@pytest.mark.parametrize("nombre", sorted(ENSAYO))
def test_lo_de_ensayo_no_existe(escena, nombre):
    """Not even for whom it would be refused: the same answer as an address that was never there."""
    metodo, patron = OPERACIONES[nombre]
    for cliente in (escena.m.anonimo(), *(c() for c in escena.revocadas.values()), *(c for rol in ROLES for c in escena.gente[rol])):
        r = cliente.pedir(metodo, patron, None if metodo == "GET" else {}, espera=404)
        assert r.slug == "ruta-desconocida" and "Dictamen-Ensayo" not in r.headers


@pytest.mark.parametrize("nombre", sorted(set(OPERACIONES) - ENSAYO))
def test_operacion(escena, nombre):
    metodo, patron = OPERACIONES[nombre]
    fila = FILAS[nombre]
    publica = fila["sin"] == "sí"
    faltas = []

    def probar(quien, rol, cliente, debe):
        camino, mas = escena.pedido(nombre, patron, rol)
        r = cliente.pedir(metodo, camino, **mas)
        es = clase(r, publica)
        if es != debe:
            faltas.append(f"{quien}: {es} ({r.status} {motivo(r)}), la tabla dice {debe}")

    sin = "sí" if publica else "401"
    probar("sin credencial", None, escena.m.anonimo(), sin)
    for que, cliente in escena.revocadas.items():
        probar(f"{que} que se revocó", None, cliente(), sin)
    for rol in ROLES:
        for ajena, cliente in enumerate(escena.gente[rol]):
            probar(rol + (" de otra organización" if ajena else ""), rol, cliente, esperado(fila[rol], ajena))
    if fila["permisos"]:
        rol = next(r for r in ROLES if fila[r] in ("sí", "propia"))
        otra = next(c for a, c in escena.limitadas[rol].items() if a not in fila["permisos"])
        probar(f"{rol} con otro permiso", rol, otra, "no")
    assert not faltas, "\n".join(faltas)
