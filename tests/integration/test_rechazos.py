"""Refusals that depend on how the service is installed, and those of its HTTP machinery."""

import os
import socket
import threading
import time

import pytest

from support import archivos, problemas
from support.cliente import leer_cruda
from support.sello import Sello
from support.tramite import Mundo, con_gente


@pytest.mark.parametrize("linea, status, slug", [
    (b"GET /v1/procedimiento", 400, "solicitud-ilegible"), (b"GET /v1/procedimiento HTTP/3.0", 505, "version-http-no-soportada"),
    (b"PRI * HTTP/2.0", 505, "version-http-no-soportada")])
def test_lineas_que_no_se_entienden(servicio, contrato, linea, status, slug):
    with socket.create_connection(("127.0.0.1", servicio.puerto), timeout=60) as c:
        c.sendall(linea + b"\r\nHost: x\r\n\r\n")
        salida = b""
        while trozo := c.recv(65536):
            salida += trozo
    r = leer_cruda(salida)
    assert r.status == status and r.slug == slug and r.json["que_hacer"]
    assert r.headers["Content-Type"].startswith("application/problem+json")
    assert not contrato.errores({"$ref": "#/components/schemas/Problema"}, r.json)


def test_sin_recinto_no_se_recibe_ningun_documento(mundo, lanzar, tmp_path):
    """The inspectors leave before they say that their cage stands: nothing is looked at, nothing is kept, and the same upload is good elsewhere."""
    os.chmod(tmp_path, 0o755)
    for nombre in ("inspector", "inspector-pdf"):
        os.symlink("/bin/false", tmp_path / nombre)
    s = lanzar(mundo.base, {"DICTAMEN_INSPECTOR": str(tmp_path / "inspector")})
    t = mundo.tramite()
    antes, aqui = t.leer(), s.cliente(mundo.local.clave)
    for tipo, datos in ((archivos.PDF, archivos.pdf_unico()), (archivos.DOCX, archivos.proyecto())):
        consulta = {"clase": "anexo" if tipo == archivos.PDF else "proyecto", "nombre": "a"}
        r = aqui.pedir("POST", t.url + "/documentos", datos, tipo=tipo, consulta=consulta, espera=503)
        assert r.slug == "inspeccion-no-disponible" and int(r.headers["Retry-After"]) > 0 and r.json["que_hacer"]
        assert t.leer() == antes
        mundo.local.pedir("POST", t.url + "/documentos", datos, tipo=tipo, consulta=consulta, espera=201)
        antes = t.leer()
    aqui.cerrar()


def test_sin_quien_escriba_el_trabajo_espera(cluster, lanzar):
    """The renderer leaves without a word: the act stands, its document waits and says why."""
    b, sello = con_gente(cluster), Sello()
    s = lanzar(b, {**sello.ajustes, "DICTAMEN_PYTHON": "/bin/false"})
    m = Mundo(b, s)
    t = m.tramite()
    t.presentar()
    fin = time.monotonic() + 120
    while not (problema := (j := next(x for x in m.dgcp.get(t.url + "/trabajos").json["datos"] if x["clase"] == "emitir")).get("problema")):
        assert time.monotonic() < fin, j
        time.sleep(0.2)
    assert problema["codigo"] == "emision-no-disponible" and problema["que_hacer"] and j["estado"] in ("pendiente", "en_curso")
    assert s.parar(60) == 0
    sello.borrar()
    b.borrar()


def test_mas_de_lo_que_cabe_en_la_cola(mundo, lanzar):
    """One act is under way and one waits: the others are told to come back, at once, and neither of the two is lost."""
    s = lanzar(mundo.base, {"DICTAMEN_HILOS_ACTOS": "1", "DICTAMEN_COLA_ACTOS": "1", "DICTAMEN_PLAZO_SENTENCIA_MS": "120000"})
    m = mundo.en_puerto(s)
    t, otro = m.tramite().hasta("presentado"), m.tramite().hasta("presentado")
    salidas, hilos = [], []

    def anotar(x):
        c = m.dgcp.otro()
        salidas.append(c.post(x.url + "/actos", {"acto": "anotar", "datos": {"nota": "x"}}, None, if_match=x.version))
        c.cerrar()

    def lanzar_hilo(x):
        hilos.append(threading.Thread(target=anotar, args=(x,)))
        hilos[-1].start()

    def esperar(f):
        fin = time.monotonic() + 60
        while not f():
            assert time.monotonic() < fin, salidas
            time.sleep(0.02)

    bloqueo = mundo.base.conectar()
    bloqueo.autocommit = False
    try:
        with bloqueo.cursor() as q:
            q.execute("select 1 from expediente where id = %s for update", (t.id,))
        lanzar_hilo(t)
        esperar(lambda: mundo.base.sql("select 1 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'dictamend actos'"))
        for _ in range(6):
            lanzar_hilo(otro)
        esperar(lambda: len(salidas) == 5)
    finally:
        bloqueo.rollback()
        bloqueo.close()
        for h in hilos:
            h.join()
    for r in salidas[:5]:
        assert r.status == 503 and r.slug == "saturado" and int(r.headers["Retry-After"]) > 0 and r.json["que_hacer"]
    assert [r.status for r in salidas[5:]] == [201, 201]
    assert s.parar() == 0


@pytest.mark.parametrize("clave, slug", [
    ("bitacora_llave", "bitacora-llave-invalida"), ("token_llave", "token-llave-invalida"), ("suscripciones_llave", "suscripciones-llave-invalida"),
    ("contrasenas_vedadas", "configuracion-invalida"), ("cuentas_llave", "cuentas-llave-invalida")])
def test_lo_que_no_deja_arrancar(base, lanzar, tmp_path, clave, slug):
    """These are never answered to anybody: the service that would have to does not start, and its log says the problem of the catalogue."""
    s = lanzar(base, {"DICTAMEN_" + clave.upper(): str(tmp_path)}, espera=False)
    assert s.proceso.wait(30) not in (0, None)
    faltas = [x["falta"] for x in s.lineas() if x["event"] == "configuracion"]
    assert len(faltas) == 1 and faltas[0].startswith(clave + ": ") and problemas.de_texto(faltas[0]) == slug, faltas
