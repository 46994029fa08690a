"""What is configured, the document that says it, and what a running service takes over (SIGHUP)."""

import os
import signal
import subprocess

from support.contrato import RAIZ
from support.receptor import esperar
from support.servicio import BIN
from support.tramite import dia, hoy

DIA = 86400


def test_el_documento_es_el_del_programa():
    p = subprocess.run([os.path.join(BIN, "dictamend"), "--config-doc"], capture_output=True, check=True, timeout=60)
    with open(os.path.join(RAIZ, "docs", "configuracion.md"), "rb") as f:
        assert f.read() == p.stdout, "docs/configuracion.md is not what dictamend --config-doc prints"


def test_lo_que_no_es_una_conexion(base, lanzar):
    """Said at once and without its words, one of which may be a password; the database that is merely away is waited for instead."""
    for mala in ("host=x password=sec ret", "hots=x password=ret", "postgresql://u:ret@[::1/x"):
        s = lanzar(base, {"DICTAMEN_BASE_DE_DATOS": mala}, espera=False)
        assert s.proceso.wait(30) not in (0, None)
        assert [x["falta"].split(":")[0] for x in eventos(s, "configuracion")] == ["base_de_datos"]
        with open(s.registro, encoding="utf-8") as f:
            assert "ret" not in f.read()
        p = base.ctl("usuario", "lista", f"--base_de_datos_admin={mala}", verifica=False)
        assert p.returncode == 1 and "no es una conexión" in p.stderr and "ret" not in p.stderr


def test_lo_que_no_es_una_clave(base, lanzar):
    """A name in the environment that looks like a setting and is none has no effect: the log says so."""
    s = lanzar(base, {"DICTAMEN_ESCUHA": "127.0.0.1:1"})
    assert [x["sin_efecto"] for x in eventos(s, "configuracion")] == ["DICTAMEN_ESCUHA"]
    assert s.parar() == 0


def eventos(s, cual):
    return [x for x in s.lineas() if x["event"] == cual]


def recargar(s, archivo, texto, cual, cuantos=1):
    """Writes the file, says SIGHUP and waits for as many lines of the log about it."""
    antes = len(eventos(s, cual))
    archivo.write_text(texto)
    s.senal(signal.SIGHUP)
    esperar(lambda: len(eventos(s, cual)) >= antes + cuantos)
    return eventos(s, cual)[antes:]


def registra(s):
    """Whether the log tells a request that went well: it does so before it is answered."""
    antes = len(eventos(s, "peticion"))
    c = s.cliente()
    c.get("/v1/procedimiento")
    c.cerrar()
    return len(eventos(s, "peticion")) > antes


def test_sighup(mundo, lanzar, tmp_path):
    """
    What may change does so at once; what may not is named and stays. A file at fault changes nothing, not even what is right in it, and every fault is told. The
    reminder of a term is due under the new value and not under the old one.
    """
    os.chmod(tmp_path, 0o755)
    archivo = tmp_path / "dictamen.ini"
    archivo.write_text("recordatorio_dias = 0\nnivel_registro = info\n")
    t = mundo.tramite().hasta("prevenido")

    def recordados():
        return mundo.base.sql("select count(*) from bandeja_salida where expediente_id = %s and tipo = 'plazo.proximo'", t.id)[0][0]
    faltan = (dia(t.leer()["prevencion"]["vence"]) - hoy()).days
    s = lanzar(mundo.base, reloj=True, adelanto=(faltan - 1) * DIA, argumentos=("--config", str(archivo)))
    assert registra(s)

    recargar(s, archivo, "recordatorio_dias = 5\nnivel_registro = warn\nhora_cierre = tarde\nplazo_peticion = 0\n", "configuracion", 2)
    assert {x["falta"].split(" ")[0] for x in eventos(s, "configuracion")} == {"hora_cierre", "plazo_peticion"}
    assert registra(s) and not eventos(s, "recarga")
    assert recordados() == 0

    r = recargar(s, archivo, "recordatorio_dias = 5\nnivel_registro = info\ngrupo_max = 7\n", "recarga")
    assert r[0]["necesitan_reinicio"] == "grupo_max"
    esperar(lambda: recordados() == 1)

    archivo.write_text("recordatorio_dias = 5\nnivel_registro = warn\n")
    s.senal(signal.SIGHUP)
    esperar(lambda: not registra(s))
    archivo.unlink()  # the file is gone: that is a fault, and the last good values stay
    faltas = len(eventos(s, "configuracion"))
    s.senal(signal.SIGHUP)
    esperar(lambda: len(eventos(s, "configuracion")) > faltas)
    assert not registra(s) and s.estado() == 200 and s.parar() == 0
