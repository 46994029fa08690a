"""Keys: expiry, revocation, scopes; organisations and persons that end; dictamenctl."""

import os
import resource
import subprocess
import time

import pytest

from support.servicio import BIN, ErrorCtl
from support.tramite import datos_completos


def esperar(f, plazo=5):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        if f():
            return True
        time.sleep(0.1)
    return False


def test_revocada(mundo):
    c = mundo.nueva_persona("revocable", "guadalajara", "gobierno_local")
    c.get("/v1/yo")
    mundo.base.ctl("clave", "revocar", "--id", mundo.claves["revocable"][0])
    assert esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)
    assert c.get("/v1/expedientes", 401).slug == "credencial-invalida"


def test_vencida(mundo):
    c = mundo.nueva_persona("pasajera", "guadalajara", "gobierno_local", vence="2027-12-31")
    assert c.get("/v1/yo").json["expira_en"].startswith(("2027-12-31", "2028-01-01"))
    mundo.base.sql("update clave_api set expira_en = now() - interval '1 second' where id = %s", mundo.claves["pasajera"][0])
    assert esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)


def test_dos_claves_de_una_persona(mundo):
    """Rotation: the new one works beside the old one."""
    a = mundo.nueva_persona("rotante", "guadalajara", "gobierno_local")
    _, nueva = mundo.base.clave(a.usuario)
    b = a.otro(clave=nueva)
    assert a.get("/v1/yo").json["usuario"] == b.get("/v1/yo").json["usuario"]
    mundo.base.ctl("clave", "revocar", "--id", mundo.claves["rotante"][0])
    assert esperar(lambda: a.pedir("GET", "/v1/yo").status == 401)
    b.get("/v1/yo")


def test_ambitos(mundo):
    solo_lee = mundo.nueva_persona("lector", "guadalajara", "gobierno_local", ambitos=["expedientes:leer"])
    t = mundo.tramite()
    solo_lee.get(t.url)
    r = solo_lee.post("/v1/expedientes", {"datos": {}}, 403)
    assert r.slug == "sin-permiso" and "expedientes:" in r.json["detail"]
    solo_lee.post(t.url + "/actos", {"acto": "desistir", "datos": {"motivo": "x"}}, 403, if_match=t.version)
    solo_lee.patch(t.url, {"lugar_firma": "x"}, 403, if_match=t.version)
    ciego = mundo.nueva_persona("portal", "guadalajara", "gobierno_local", ambitos=["expedientes:presentar"])
    ciego.get(t.url, 403)
    ciego.get("/v1/expedientes", 403)
    ciego.get("/v1/yo")
    ciego.post("/v1/expedientes", {"datos": {}})


def test_un_permiso_no_da_la_funcion(mundo):
    """Scopes are checked together with the role: a local key with `tramitar` does not turn files over."""
    try:
        c = mundo.nueva_persona("ambiciosa", "guadalajara", "gobierno_local", ambitos=["expedientes:leer", "expedientes:tramitar", "calendario:escribir"])
    except ErrorCtl:
        return  # refused already when the key is made
    t = mundo.tramite().hasta("presentado")
    assert c.post(t.url + "/actos", {"acto": "turnar"}, 403, if_match=t.version).slug in ("rol-no-facultado", "sin-permiso")
    c.post("/v1/calendario/avisos", {"tipo": "suspension", "fuente": "x", "motivo": "x", "fechas": ["2030-01-15"]}, 403)


def test_persona_de_baja(mundo):
    c = mundo.nueva_persona("saliente", "guadalajara", "gobierno_local")
    c.get("/v1/yo")
    mundo.base.ctl("usuario", "baja", "--id", c.usuario)
    assert esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)


def test_organizacion_de_baja(mundo):
    """An inactive organisation opens nothing more, by itself or through DGCP."""
    mundo.org["extinta"] = mundo.base.organizacion("Instituto Extinto", "estatal", "14")
    c = mundo.nueva_persona("huerfana", "extinta", "gobierno_local")
    t = mundo.tramite("huerfana", nivel="estatal")
    mundo.base.ctl("organizacion", "baja", "--id", mundo.org["extinta"])
    assert esperar(lambda: c.pedir("POST", "/v1/expedientes", {"datos": {}}).status in (401, 409))
    r = mundo.dgcp.post("/v1/expedientes", {"organizacion": mundo.org["extinta"], "datos": datos_completos()}, 409)
    assert r.slug == "organizacion-inactiva"
    # Its file is still there for those who see everything.
    assert mundo.dgcp.get(t.url).json["estado"] == "borrador"


@pytest.mark.parametrize("args", [
    ["organizacion", "alta", "--nombre", "X", "--nivel", "imperial"], ["organizacion", "alta", "--nombre", "X", "--nivel", "municipal", "--entidad", "99"],
    ["organizacion", "alta", "--nivel", "municipal", "--entidad", "14"], ["usuario", "alta", "--organizacion", "x", "--nombre", "X", "--rol", "dgcp"],
    ["usuario", "alta", "--organizacion", "0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10", "--nombre", "X", "--rol", "dgcp"],
    ["clave", "crear", "--usuario", "0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10"], ["clave", "revocar", "--id", "x"], ["inventado"], [],
    ["calendario", "cargar", "--archivo", "/no/existe.csv"], ["verificar", "--expediente", "x"], ["migrar", "--inventado"]])
def test_dictamenctl_rechaza(mundo, args):
    p = mundo.base.ctl(*args, verifica=False)
    assert p.returncode not in (0, -6, -11) and p.stderr.strip() and "Sanitizer" not in p.stderr, p


def test_roles_y_ambitos_que_no_existen(mundo):
    with pytest.raises(ErrorCtl):
        mundo.base.usuario(mundo.org["guadalajara"], "X", "alcalde")
    with pytest.raises(ErrorCtl):
        mundo.base.clave(mundo.local.usuario, ["expedientes:borrar"])


def test_migrar_es_repetible(mundo):
    mundo.base.ctl("migrar")
    assert mundo.base.sql("select count(*) from transicion")[0][0] > 0


def ctl(mundo, *args, **mas):
    e = mundo.base.entorno()
    e.update(mas.pop("ajustes", {}))
    return subprocess.run([os.path.join(BIN, "dictamenctl"), *args], text=True, timeout=60, env=e, stderr=subprocess.PIPE,
                          **{"stdout": subprocess.PIPE, **mas})


@pytest.mark.parametrize("args,hay,no_hay", [
    (["clave", "crear", "--help"], ["clave crear", "--vence"], "clave revocar"), (["clave", "--help"], ["clave crear", "clave revocar"], "usuario alta"),
    (["ayuda", "verificar"], ["--documentos"], "clave crear"), (["verificar-paquete", "x.zip", "-h"], ["--ca"], "clave crear"),
    (["--help"], ["clave crear", "Termina con 0"], "\0")])
def test_ayuda_de_una_orden(mundo, args, hay, no_hay):
    """Of one command, of a group, of all; whatever the configuration is like."""
    p = ctl(mundo, *args, ajustes={"DICTAMEN_ZONA": "Marte/Olimpo", "DICTAMEN_HILOS_ACTOS": "muchos"})
    assert p.returncode == 0 and not p.stderr and all(x in p.stdout for x in hay) and no_hay not in p.stdout


@pytest.mark.parametrize("args,dice", [
    (["clave", "borrar"], "«clave borrar»; hay: clave crear, clave revocar, clave lista"), (["clave"], "«clave»; hay: clave crear"),
    (["inventado", "--help"], "«inventado»"), (["--zona", "UTC", "verificar"], "--clave=valor")])
def test_ordenes_que_no_existen(mundo, args, dice):
    p = ctl(mundo, *args)
    assert p.returncode == 2 and not p.stdout and dice in p.stderr and p.stderr.count("\n") <= 2


def test_salidas_de_dictamenctl(mundo):
    """A result that could not be written is no success; a login that may not says what to do."""
    with open("/dev/full", "w") as lleno:
        p = ctl(mundo, "usuario", "lista", stdout=lleno)
    assert p.returncode == 1 and "no se pudo escribir" in p.stderr
    p = ctl(mundo, "migrar", ajustes={"DICTAMEN_BASE_DE_DATOS_ADMIN": mundo.base.uri_servicio})
    assert p.returncode == 1 and "base_de_datos_admin" in p.stderr
    p = ctl(mundo, "verificar", ajustes={"DICTAMEN_ZONA": "Marte/Olimpo"})
    assert p.returncode == 2 and "zona" in p.stderr and "Marte/Olimpo" in p.stderr


@pytest.mark.parametrize("grupo", ["token", "bitacora", "suscripciones"])
def test_una_llave_que_no_cupo_no_queda(mundo, tmp_path, grupo):
    """Half a key is no key, and its file would be in the way of the next one."""
    ruta = tmp_path / "llave"
    orden = (grupo, "crear-llave", "--archivo", str(ruta))
    p = ctl(mundo, *orden, restore_signals=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert p.returncode == 1 and "no se pudo escribir" in p.stderr and not ruta.exists()
    assert ctl(mundo, *orden).returncode == 0 and ruta.stat().st_mode & 0o777 == 0o600
    assert "Ya existe" in ctl(mundo, *orden).stderr


def test_ayuda(mundo):
    for programa in ("dictamend", "dictamenctl"):
        p = subprocess.run([os.path.join(BIN, programa), "--help"], capture_output=True, text=True, timeout=30)
        assert p.returncode == 0 and programa in p.stdout
    p = subprocess.run([os.path.join(BIN, "dictamend"), "--help"], capture_output=True, text=True, timeout=30)
    assert "DICTAMEN_BASE_DE_DATOS" in p.stdout
