"""
The sandbox: a state's developers walk the procedure over HTTP alone, with the offices answering by script and a clock that they move; and nothing that is no sandbox
becomes one by accident.
"""

import io
import os
import subprocess
import time
import uuid
import zipfile
from datetime import datetime, timedelta

import pytest

from conftest import AJUSTES
from contract.test_matriz import ENSAYO, FILAS, OPERACIONES, ROLES, clase, esperado
from support.contrato import RAIZ
from support.mensajes import Buzon, solicitud_completa
from support.receptor import Receptor
from support.sello import contenido, esperar_documentos
from support.servicio import BaseDatos, Servicio
from support.tramite import Mundo, Tramite, con_gente

RELOJ, GUION = "/v1/ensayo/reloj", "/v1/ensayo/guion"
MARCA = "ENSAYO — SIN VALIDEZ"


def esperar(f, plazo=90):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        if v := f():
            return v
        time.sleep(0.1)
    raise AssertionError("it did not come about")


@pytest.fixture(scope="module")
def base_ensayo(cluster):
    b = con_gente(cluster)
    yield b
    b.borrar()


@pytest.fixture(scope="module")
def ensayo(base_ensayo, sello):
    """Without a seal: only one test reads what a sandbox writes."""
    avisos = sello.en("suscripciones.llave")
    assert sello.ctl("suscripciones", "crear-llave", "--archivo", avisos).returncode == 0
    s = Servicio(base_ensayo, {**AJUSTES, "DICTAMEN_SUSCRIPCIONES_LLAVE": avisos, "DICTAMEN_ENTREGA_HTTP": "1", "DICTAMEN_ENTREGA_REDES": "127.0.0.0/8"},
                 argumentos=["--ensayo"]).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(scope="module")
def mundo(base_ensayo, ensayo):
    return Mundo(base_ensayo, ensayo)


def ahora(c):
    return datetime.fromisoformat(c.get(RELOJ).json["ahora"])


def mover(c, espera=201, **cuanto):
    return c.post(RELOJ, cuanto, espera).json


def elegir(c, guion, expediente=None):
    return c.pedir("PUT", GUION, {"guion": guion, **({"expediente": expediente} if expediente else {})}, espera=200).json


class Ensayado(Tramite):
    """A file of a local government that never holds another office's key: the offices move by themselves."""

    def __init__(self, m, guion=None, **cambios):
        firma = ahora(m.local).date() + timedelta(days=120)
        super().__init__(m, fecha_firma_pretendida=firma.isoformat(), **cambios)
        if guion:
            r = elegir(self.local, guion, self.id)
            assert (r["guion"], r["propio"], r["expediente"]) == (guion, True, self.id)

    def llega_a(self, estado, plazo=90):
        fin = time.monotonic() + plazo
        while (e := self.leer())["estado"] != estado:
            assert time.monotonic() < fin, (e["estado"], estado, self.guion())
            time.sleep(0.1)
        return e

    def guion(self):
        return self.local.get(GUION, consulta={"expediente": self.id}).json

    def firmar(self):
        self.documento(self.local, "copia_firmada")
        return self.acto(self.local, "remitir_copia", {"fecha_suscripcion": ahora(self.local).date().isoformat(), "lugar_suscripcion": "Kioto"})

    def diario(self):
        return [a["acto"] for a in self.actos(self.local)]


# ---- the ways through the procedure ----------------------------------------------------------------------------------------------------

def test_procedente_hasta_el_cierre(cluster, sello, lanzar, tmp_path):
    llave, b = sello.en("bitacora.llave"), con_gente(cluster)
    assert sello.ctl("bitacora", "crear-llave", "--archivo", llave).returncode == 0
    s = lanzar(b, {**sello.ajustes, "DICTAMEN_BITACORA_LLAVE": llave}, argumentos=["--ensayo"])
    mundo = Mundo(b, s)
    t = Ensayado(mundo)
    t.presentar()
    e = t.llega_a("respondido")
    assert e["dictamen"]["sentido"] == "procedente"
    t.firmar()
    e = t.llega_a("concluido")
    assert e["resultado"] == "inscrito"
    assert [a for a in t.diario() if a not in ("incorporar_documento", "abrir", "presentar", "remitir_copia")] == [
        "turnar", "recibir", "dictaminar", "responder", "solicitar_registro", "inscribir", "concluir"]
    assert {a["actor"]["rol"] for a in t.actos(mundo.auditoria)} == {"gobierno_local", "dgcp", "cja", "cja_titular"}
    # Every document says what it is, and so do the registry's page and what comes with it.
    documentos = esperar_documentos(mundo, t, 5)
    for d in documentos:
        archivo = tmp_path / "d.pdf"
        archivo.write_bytes(contenido(mundo.dgcp, t, d))
        paginas = subprocess.run(["pdftotext", "-layout", archivo, "-"], capture_output=True, check=True, text=True).stdout.split("\f")[:-1]
        assert paginas and all(MARCA in p for p in paginas), d["nombre"]
    numero = e["registro"]["numero"]
    camino = f"/v1/registro/{numero}"
    r = esperar(lambda: (x := mundo.anonimo().pedir("GET", camino, encabezados={"Accept": "text/html"})).status == 200 and x)
    assert MARCA in r.body.decode() and r.headers["Dictamen-Ensayo"] == "sin validez"
    c = esperar(lambda: (x := mundo.anonimo().pedir("GET", camino + "/certificacion")).status == 200 and x)
    (tmp_path / "c.pdf").write_bytes(c.body)
    assert MARCA in subprocess.run(["pdftotext", tmp_path / "c.pdf", "-"], capture_output=True, check=True, text=True).stdout
    with zipfile.ZipFile(io.BytesIO(mundo.local.get(t.url + "/paquete").body)) as z:
        assert z.read("LEEME.txt").decode().startswith(MARCA + "\n\n")
    # The chain is whole, and its verifier knows nothing of sandboxes.
    assert b.verificar().returncode == 0
    assert s.parar() == 0
    b.borrar()


def test_observado_dos_veces(mundo):
    t = Ensayado(mundo, "observado-dos-veces")
    t.presentar()
    for vuelta in (1, 2):
        e = t.llega_a("observado")
        assert len([r for r in e["observaciones"] if r["tipo"] == "observacion"]) == vuelta
        t.atender()
    t.llega_a("respondido")
    assert t.diario().count("observar") == 2
    t.firmar()
    assert t.llega_a("concluido")["resultado"] == "inscrito"


def test_improcedente(mundo):
    t = Ensayado(mundo, "improcedente")
    t.presentar()
    e = t.llega_a("concluido")
    assert e["resultado"] == "improcedente" and e["dictamen"]["sentido"] == "improcedente"


def test_registro_negado(mundo):
    t = Ensayado(mundo, "registro-negado")
    t.presentar()
    t.llega_a("respondido")
    t.firmar()
    assert t.llega_a("concluido")["resultado"] == "registro_negado"


def test_registro_observado(mundo):
    t = Ensayado(mundo, "registro-observado")
    t.presentar()
    t.llega_a("respondido")
    t.firmar()
    esperar(lambda: "devolver_copia" in t.diario())
    t.llega_a("respondido")
    t.firmar()
    t.llega_a("registro_observado")
    t.subsanar_registro()
    assert t.llega_a("concluido")["resultado"] == "inscrito"


def test_prevencion_que_se_desahoga(mundo):
    t = Ensayado(mundo, "prevencion")
    t.presentar()
    t.llega_a("prevenido")
    t.acto(t.local, "desahogar", {"respuestas": [{"numero": 1, "respuesta": "Se adjunta el acta."}]})
    t.llega_a("respondido")
    assert t.diario().count("prevenir") == 1


def test_prevencion_que_vence(mundo):
    """Nothing happens before its time, and whoever asks is told why; then the clock is moved."""
    t = Ensayado(mundo, "prevencion")
    t.presentar()
    t.llega_a("prevenido")
    g = esperar(lambda: (x := t.guion()).get("problema") and x)
    assert g["problema"] == "plazo-no-vencido" and g["sigue"] == {"estado": "prevenido", "acto": "desechar", "rol": "dgcp", "espera": 0}
    assert "todavía" not in g["detalle"] and "termina el" in g["detalle"]
    mover(mundo.local, dias_habiles=7)
    e = t.llega_a("concluido")
    assert e["resultado"] == "desechado"
    ultimo = t.actos(t.local)[-1]
    assert abs(datetime.fromisoformat(ultimo["registrado_en"]) - ahora(mundo.local)) < timedelta(minutes=10)


def test_caduca_lo_que_nadie_atiende(mundo):
    """The warning comes first, then three months: both by the moved clock."""
    t = Ensayado(mundo, "observado-dos-veces")
    t.presentar()
    t.llega_a("observado")
    mover(mundo.local, dias_habiles=3)
    esperar(lambda: "advertir_caducidad" in t.diario())
    assert t.leer()["estado"] == "observado"
    mover(mundo.local, avanzar="P3M3D")
    assert t.llega_a("concluido")["resultado"] == "caduco"


def test_sin_prisa(mundo):
    """A script may wait business days, and says until when."""
    t = Ensayado(mundo, "procedente-sin-prisa")
    t.presentar()
    g = esperar(lambda: (x := t.guion()).get("problema") and x)
    assert g["problema"] == "espera" and g["sigue"]["espera"] == 2 and t.leer()["estado"] == "presentado"
    mover(mundo.local, dias_habiles=2)
    t.llega_a("en_revision")


def test_lo_que_no_procede_se_explica(mundo):
    """Filed too late and without contingency: the script is refused as people would be, and the file can still be mended."""
    t = Ensayado(mundo)
    pronto = (ahora(mundo.local).date() + timedelta(days=2)).isoformat()
    t.version = t.local.patch(t.url, {"fecha_firma_pretendida": pronto}, if_match=t.version).json["version"]
    t.presentar()
    g = esperar(lambda: (x := t.guion()).get("problema") and x)
    assert g["problema"] == "extemporaneo" and g["sigue"]["acto"] == "turnar"
    t.acto(t.local, "reprogramar_firma", {"fecha_firma_pretendida": (ahora(mundo.local).date() + timedelta(days=90)).isoformat()})
    t.llega_a("respondido")


def test_ninguno_y_por_organizacion(mundo):
    """Without a script people play the offices; an organisation's choice counts for its files that have none of their own."""
    m = mundo
    assert elegir(m.zapopan, "ninguno") == {"guion": "ninguno", "propio": False}
    m.gente["zapopan_t"] = m.zapopan
    firma = (ahora(m.local).date() + timedelta(days=120)).isoformat()
    quieto, otro = Tramite(m, "zapopan_t", fecha_firma_pretendida=firma), Tramite(m, "zapopan_t", fecha_firma_pretendida=firma)
    elegir(m.zapopan, "improcedente", otro.id)
    quieto.presentar()
    otro.presentar()
    esperar(lambda: otro.leer()["estado"] == "concluido")
    assert quieto.leer()["estado"] == "presentado"
    quieto.turnar()
    elegir(m.zapopan, "procedente")
    esperar(lambda: quieto.leer()["estado"] == "respondido")


def test_guiones_que_no_son(mundo):
    t = Ensayado(mundo)
    r = mundo.local.pedir("PUT", GUION, {"guion": "no-hay"}, espera=422)
    assert r.codigos == {("/guion", "enum")} and "procedente" in r.json["errors"][0]["que_hacer"]
    mundo.local.pedir("PUT", GUION, {}, espera=422)
    mundo.local.pedir("PUT", GUION, {"guion": "procedente", "mas": 1}, espera=422)
    # Another organisation's file does not exist, whoever asks and whatever for.
    mundo.zapopan.pedir("PUT", GUION, {"guion": "procedente", "expediente": t.id}, espera=404)
    mundo.zapopan.get(GUION, 404, consulta={"expediente": t.id})
    mundo.zapopan.get(GUION, 404, consulta={"expediente": "AII-2026-999999"})
    nombres = [g["guion"] for g in mundo.anonimo().get("/v1/ensayo/guiones").json["datos"]]
    assert nombres == sorted(nombres) and {"procedente", "observado-dos-veces", "improcedente", "prevencion", "registro-negado"} <= set(nombres)
    mundo.anonimo().get("/v1/ensayo/guiones", 400, consulta={"x": "1"})


# ---- the clock -------------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("cuerpo", [{}, {"avanzar": "P1D", "dias_habiles": 1}, {"avanzar": "10"}, {"avanzar": "P"}, {"avanzar": "PT"}, {"avanzar": "P0D"}, {"avanzar": "P-1D"},
                                    {"avanzar": "P1H"}, {"avanzar": "P1D1D"}, {"avanzar": "P99999D"}, {"avanzar": "P1DT"}, {"dias_habiles": 0}, {"dias_habiles": 251},
                                    {"dias_habiles": -1}, {"hasta": "mañana"}, {"hasta": "2027-03-01"}, {"avanzar": "P11Y"}, {"hasta": "2999-01-01T00:00:00Z"}, {"otro": 1}])
def test_movimientos_que_no_son(mundo, cuerpo):
    antes = ahora(mundo.local)
    r = mundo.local.pedir("POST", RELOJ, cuerpo, espera=422)
    assert r.slug == "cuerpo-invalido" and r.json["errors"]
    assert ahora(mundo.local) - antes < timedelta(minutes=5)


def test_el_reloj_no_retrocede(mundo):
    antes = ahora(mundo.local)
    r = mundo.local.pedir("POST", RELOJ, {"hasta": (antes - timedelta(seconds=30)).isoformat()}, espera=409)
    assert r.slug == "reloj-hacia-atras"
    assert mundo.local.pedir("POST", RELOJ, {"hasta": "2020-01-01T00:00:00Z"}, espera=409).slug == "reloj-hacia-atras"
    # Nor by the database's own door.
    with pytest.raises(Exception, match="no retrocede"):
        mundo.base.sql("update ensayo set adelanto = adelanto - 1")
    with pytest.raises(Exception, match="no se quita"):
        mundo.base.sql("delete from ensayo")
    assert ahora(mundo.local) >= antes


def test_cada_manera_de_moverlo(mundo):
    antes = ahora(mundo.local)
    r = mover(mundo.administracion, avanzar="P1DT2H30M")
    assert timedelta(0) <= datetime.fromisoformat(r["ahora"]) - antes - timedelta(days=1, hours=2, minutes=30) < timedelta(minutes=5)
    meta = ahora(mundo.local).replace(microsecond=0) + timedelta(days=2, minutes=7)
    r = mover(mundo.dgcp, hasta=meta.isoformat())
    assert timedelta(0) <= datetime.fromisoformat(r["ahora"]) - meta < timedelta(minutes=5)
    r = mover(mundo.local, dias_habiles=1)
    assert r["habil"] is True and r["adelanto_segundos"] > 2 * 86400
    assert datetime.fromisoformat(r["ahora"]).weekday() < 5
    # The same request under the same key moves it once.
    clave = str(uuid.uuid4())
    uno = mundo.maquina.post(RELOJ, {"avanzar": "PT1H"}, idempotencia=clave)
    otro = mundo.maquina.post(RELOJ, {"avanzar": "PT1H"}, idempotencia=clave)
    assert uno.body == otro.body and otro.headers["Idempotency-Replayed"] == "true"
    assert ahora(mundo.local) - datetime.fromisoformat(uno.json["ahora"]) < timedelta(minutes=30)
    # And it is told to those who watch.
    filas = mundo.auditoria.get("/v1/seguridad/actos", consulta={"tipo": "configuracion", "limite": 100}).json["datos"]
    assert [f for f in filas if f.get("objeto") == "ensayo/reloj" and f["datos"]["accion"] == "reloj" and f["actor"]["usuario"] == mundo.maquina.usuario]


def test_lo_de_seguridad_sigue_la_hora_real(mundo):
    """A key that ends tomorrow outlives ten days of the sandbox; a delegation that ends tomorrow does not."""
    m = mundo
    real = datetime.fromisoformat(m.local.get(RELOJ).json["real"])
    clave = m.servicio.cliente(m.base.clave(m.local.usuario, vence=(real + timedelta(days=2)).date().isoformat())[1])
    hoy = ahora(m.local).date()
    d = m.local.post(f"/v1/organizaciones/{m.local.organizacion}/delegaciones",
                     {"enlace": m.enlace.organizacion, "desde": hoy.isoformat(), "hasta": (hoy + timedelta(days=1)).isoformat(), "motivo": "Convenio"})
    t = Ensayado(m, nivel="municipal")
    t.presentar()
    por = {"Actuar-Por": m.local.organizacion}
    assert m.enlace.pedir("GET", t.url, encabezados=por).status == 200 and m.enlace.pedir("GET", t.url).status == 200
    mover(m.local, avanzar="P10D")
    assert clave.get("/v1/yo").status == 200
    esperar(lambda: m.enlace.pedir("GET", t.url, encabezados=por).status == 403, 10)
    assert m.enlace.pedir("GET", t.url).status == 404, "the database's own predicate still lets it in"
    assert d.status == 201


def test_reinicio_y_dos_instancias(cluster, lanzar):
    """The clock is the database's: it outlives the process, and every instance has it from the first request after it was moved."""
    b = con_gente(cluster)
    uno = lanzar(b, argumentos=["--ensayo"])
    m = Mundo(b, uno)
    otro = m.en_puerto(lanzar(b, argumentos=["--ensayo"]))
    for _ in range(5):
        movido = datetime.fromisoformat(mover(m.local, avanzar="P3D")["ahora"])
        assert timedelta(0) <= ahora(otro.local) - movido < timedelta(minutes=5)
    t = Ensayado(otro)
    t.presentar()
    t.llega_a("respondido")  # both instances' offices at once: no act twice
    assert t.diario().count("turnar") == 1 and t.diario().count("dictaminar") == 1
    assert ahora(m.local) >= datetime.fromisoformat(t.actos(t.local)[-1]["registrado_en"])
    assert uno.parar() == 0
    uno.arrancar()
    assert timedelta(0) <= ahora(m.local) - movido < timedelta(minutes=5)
    # dictamenctl has the same day.
    assert b.verificar().returncode == 0
    b.borrar()


# ---- whether it is one -----------------------------------------------------------------------------------------------------------------

def no_arranca(s, dice):
    assert s.proceso.wait(60) == 1, s.ultimas_lineas()
    causas = [x.get("causa", "") for x in s.lineas() if x["event"] == "arranque"] + [x.get("falta", "") for x in s.lineas() if x["event"] == "configuracion"]
    assert any(dice in c for c in causas), s.ultimas_lineas()


def test_lo_dice_en_todo(ensayo, mundo):
    for camino, mas in (("/livez", {}), ("/no-hay", {}), ("/v1/yo", {}), ("/openapi.yaml", {}), ("/v1/registro", {}), ("/entrar", {})):
        assert mundo.anonimo().pedir("GET", camino, **mas).headers["Dictamen-Ensayo"] == "sin validez", camino
    assert MARCA in mundo.anonimo().get("/entrar").body.decode()
    assert [x for x in ensayo.lineas() if x["event"] == "ensayo" and MARCA in x.get("aviso", "")]


def test_lo_dice_lo_que_sale(mundo):
    """What leaves it without anybody looking at the answer: each delivery, and the challenge too."""
    r = Receptor()
    try:
        mundo.local.post("/v1/suscripciones", {"url": r.url})
        t = Ensayado(mundo, "ninguno")
        t.presentar()
        r.esperar(2)
        assert len(r.recibidos) >= 3 and {x.encabezados.get("Dictamen-Ensayo") for x in r.recibidos} == {"sin validez"}
    finally:
        r.cerrar()


def test_una_base_marcada_no_sirve_en_produccion(base_ensayo, mundo, lanzar):
    no_arranca(lanzar(base_ensayo, espera=False), "esta base es de ensayo")


def test_una_base_con_actos_no_se_ensaya(base, servicio, lanzar):
    """Not one of its rows is touched."""
    Mundo(base, servicio).tramite()
    antes = base.sql("select count(*) from organizacion")
    no_arranca(lanzar(base, argumentos=["--ensayo"], espera=False), "no son de un ensayo")
    assert base.sql("select count(*) from ensayo") == [(0,)] and base.sql("select count(*) from organizacion") == antes
    assert servicio.estado() == 200


def test_una_base_con_asientos_o_correos_no_se_ensaya(cluster, lanzar):
    """An installation that has not opened a file yet, but holds what was agreed before, or a message."""
    b = con_gente(cluster)
    Buzon(b).entregar(solicitud_completa()[0])
    no_arranca(lanzar(b, argumentos=["--ensayo"], espera=False), "no son de un ensayo")
    b.borrar()
    b = con_gente(cluster)
    b.ctl("registro", "importar", os.path.join(RAIZ, "tests", "datos", "acuerdos_reales.csv"), "--mapa", "acuerdos_reales", "--omitir-malas", verifica=False)
    assert b.sql("select count(*) > 0 from registro_acto") == [(True,)]
    no_arranca(lanzar(b, argumentos=["--ensayo"], espera=False), "no son de un ensayo")
    b.borrar()


def test_sin_base_o_sin_esquema_no_ensaya(cluster, lanzar):
    b = BaseDatos(cluster)
    b.crear_rol()
    no_arranca(lanzar(b, argumentos=["--ensayo"], espera=False), "migrar")
    b.borrar()


@pytest.mark.parametrize("como", ["DICTAMEN_ENSAYO", "archivo", "--ensayo=si"])
def test_nada_mas_lo_enciende(base_propia, lanzar, tmp_path, como):
    """Neither a variable left behind nor a line in a file nor anything that looks like the flag."""
    ajustes, argumentos = {}, []
    if como == "archivo":
        (tmp_path / "c.ini").write_text("ensayo = si\n")
        argumentos = ["--config", str(tmp_path / "c.ini")]
    elif como.startswith("--"):
        argumentos = [como]
    else:
        ajustes = {como: "1"}
    s = lanzar(base_propia, ajustes, argumentos=argumentos, espera=False)
    try:
        s.esperar_listo()
    except RuntimeError:
        assert s.proceso.poll() == 1  # what is not understood does not start at all
    else:
        r = s.cliente().pedir("GET", RELOJ, espera=404)
        assert r.slug == "ruta-desconocida" and "Dictamen-Ensayo" not in r.headers
    assert base_propia.sql("select count(*) from ensayo") == [(0,)]


def test_el_servicio_no_puede_marcar_por_otro_camino(base_propia):
    """The row is made by its function alone, whatever SQL the service's own login is tricked into."""
    with pytest.raises(Exception, match="permission denied"):
        base_propia.sql("insert into ensayo (marcada_en, dgcp_id, cja_id, titular_id) values (now(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid())",
                        usuario="dictamend_prueba")


@pytest.mark.parametrize("texto,linea,dice", [
    ("titulo = x\n[presentado]\nacto = inscribir\n", 3, "no tienen el acto «inscribir»; pueden: prevenir, turnar"),
    ("titulo = x\n[borrador]\nacto = abrir\n", 2, "no es un estado en que las oficinas actúen"),
    ("titulo = x\n[en_revision]\nacto = observar\ndatos = {\"observaciones\": [\n  {\"clausula\": \"PRIMERA\"}]}\n", 4, "/datos/observaciones/0/"),
    ("titulo = x\n[en_revision]\nacto = observar\n", 3, "/datos/observaciones"),
    ("titulo = x\n[en_revision]\nacto = observar\ndatos = {no\n", 4, "JSON"),
    ("titulo = x\n[presentado]\nacto = turnar\nespera = 400\n", 4, "días hábiles"),
    ("titulo = x\n[presentado]\ndatos = {}\n", 3, "falta «acto»"),
    ("titulo = x\n[presentado]\nactos = turnar\n", 3, "no se espera aquí «actos»"),
    ("titulo = x\nturnar\n", 2, "clave = valor"),
    ("[presentado]\nacto = turnar\n", 1, "falta «titulo»"),
])
def test_un_guion_con_falta_se_senala(base_propia, lanzar, tmp_path, texto, linea, dice):
    (tmp_path / "propio.ini").write_text(texto)
    s = lanzar(base_propia, {"DICTAMEN_ENSAYO_GUIONES": str(tmp_path)}, argumentos=["--ensayo"], espera=False)
    no_arranca(s, f"propio.ini:{linea}: ")
    assert any(dice in x.get("falta", "") for x in s.lineas()), s.ultimas_lineas()


def test_un_guion_propio(cluster, lanzar, tmp_path):
    """A developer's own script beside those of the program, or in place of one."""
    (tmp_path / "vuelve.ini").write_text("titulo = La Consultoría devuelve el turno una vez.\n\n[presentado]\nacto = turnar\n\n[turnado]\nacto = devolver_turno\n"
                                         "datos = {\"motivo\": \"Falta un anexo.\"}\nacto = recibir\n")
    (tmp_path / "procedente.ini").write_text("titulo = Aquí nadie dictamina.\n[presentado]\nacto = turnar\n")
    b = con_gente(cluster)
    m = Mundo(b, lanzar(b, {"DICTAMEN_ENSAYO_GUIONES": str(tmp_path)}, argumentos=["--ensayo"]))
    t, comun = Ensayado(m, "vuelve"), Ensayado(m)
    t.presentar()
    comun.presentar()
    t.llega_a("en_revision")
    assert t.diario().count("turnar") == 2 and t.diario().count("devolver_turno") == 1
    comun.llega_a("turnado")
    assert "sigue" not in comun.guion()
    b.borrar()


@pytest.mark.parametrize("nombre", sorted(ENSAYO))
def test_quien_puede(mundo, nombre):
    """The table of docs/permisos.md, for what is there in a sandbox only."""
    metodo, camino = OPERACIONES[nombre]
    fila, faltas = FILAS[nombre], []
    publica = fila["sin"] == "sí"
    t = Ensayado(mundo)
    consulta = {"expediente": t.id} if nombre == "verGuion" else None
    cuerpo = {"moverReloj": {"avanzar": "PT1S"}, "elegirGuion": {"guion": "procedente", "expediente": t.id}}.get(nombre)
    quienes = {"gobierno_local": mundo.local, "enlace_estatal": mundo.enlace, "dgcp": mundo.dgcp, "cja": mundo.cja, "cja_titular": mundo.titular,
               "auditoria": mundo.auditoria, "administracion": mundo.administracion}
    pedir = lambda c: clase(c.pedir(metodo, camino, cuerpo, consulta=consulta), publica)
    if nombre == "verGuion":  # of a draft the Consultoría knows nothing
        t.presentar()
        t.llega_a("respondido")
    assert pedir(mundo.anonimo()) == ("sí" if publica else "401")
    for rol in ROLES:
        if (es := pedir(quienes[rol])) != (debe := esperado(fila[rol], 0)):
            faltas.append(f"{rol}: {es}, la tabla dice {debe}")
    if pedir(mundo.zapopan) != esperado(fila["gobierno_local"], 1):
        faltas.append("gobierno_local de otra organización")
    if fila["permisos"]:
        limitada = mundo.servicio.cliente(mundo.base.clave(mundo.local.usuario, ["directorio:leer"])[1])
        assert pedir(limitada) == "no"
    assert not faltas
