"""A temporary folder without room: what needs it is refused and says why in the log, what does not goes on, and nothing is left behind."""

import os
import resource

from support import archivos
from support.descargas import DESCARGAS, sin_nombre
from support.inscritos import esperar

LLENO = 1 << 20  # bytes of a file; the log of the service stays far below
GRANDE = 3 << 20


def llenar(s, lleno=True):
    """Writing any file beyond the limit fails from now on, as on a full disk."""
    _, alto = resource.prlimit(s.proceso.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(s.proceso.pid, resource.RLIMIT_FSIZE, (LLENO if lleno else alto, alto))


def motivos(s, operacion):
    """Why an operation was answered 503, as the log has it."""
    return [x.get("interno", "") for x in s.lineas() if x.get("operation") == operacion and x.get("http") == 503]


def saturado(r):
    assert r.status == 503 and r.slug == "saturado" and int(r.headers["Retry-After"]) >= 1
    return r


def test_disco_lleno(mundo, base, lanzar, sello):
    s = lanzar(base, sello.ajustes, senales=False)
    t = mundo.tramite()
    c = s.cliente(t.local.clave)
    datos = archivos.pdf_de(GRANDE)
    subir = lambda: c.pedir("POST", t.url + "/documentos", archivos.pdf_de(GRANDE), tipo=archivos.PDF, consulta={"clase": "anexo", "nombre": "a.pdf"})
    d = c.pedir("POST", t.url + "/documentos", datos, tipo=archivos.PDF, consulta={"clase": "anexo", "nombre": "a.pdf"}, espera=201).headers["Location"]
    chico = c.pedir("POST", t.url + "/documentos", archivos.pdf_unico(), tipo=archivos.PDF, consulta={"clase": "anexo", "nombre": "b.pdf"}, espera=201).headers["Location"]
    antes = len(c.get(t.url + "/documentos").json["datos"])
    llenar(s)
    for _ in range(3):
        saturado(c.pedir("GET", d + "/contenido"))
    saturado(c.pedir("GET", t.url + "/paquete"))
    saturado(subir())
    # What fits is sent, and what needs no file never notices.
    c.get(chico + "/contenido", 200)
    assert c.get(d + "/contenido", 206, encabezados={"Range": "bytes=0-999"}).body == datos[:1000]
    assert len(c.get(t.url + "/documentos").json["datos"]) == antes and c.get(d).json["tamano"] == GRANDE
    esperar(lambda: not sin_nombre(s))
    llenar(s, False)
    assert c.get(d + "/contenido").body == datos
    assert subir().status == 201
    assert s.parar() == 0
    dichos = {o: motivos(s, o) for o in ("descargarDocumento", "exportarPaquete", "incorporarDocumento")}
    assert len(dichos["descargarDocumento"]) == 3 and all("carpeta_temporal: File too large" in m for m in dichos["descargarDocumento"])
    assert len(dichos["exportarPaquete"]) == 1 and "File too large" in dichos["exportarPaquete"][0]
    assert len(dichos["incorporarDocumento"]) == 1 and "carpeta_temporal: File too large" in dichos["incorporarDocumento"][0]


def test_sin_carpeta(mundo, base, lanzar, sello, tmp_path):
    """Gone after the start."""
    carpeta = tmp_path / "temporal"
    carpeta.mkdir()
    s = lanzar(base, {**sello.ajustes, "DICTAMEN_CARPETA_TEMPORAL": str(carpeta)})
    t = mundo.tramite()
    c = s.cliente(t.local.clave)
    d = c.pedir("POST", t.url + "/documentos", archivos.pdf_unico(), tipo=archivos.PDF, consulta={"clase": "anexo", "nombre": "a.pdf"}, espera=201).headers["Location"]
    os.rmdir(carpeta)
    saturado(c.pedir("GET", d + "/contenido"))
    saturado(c.pedir("GET", t.url + "/paquete"))
    assert c.pedir("GET", DESCARGAS["csv"]).slug == "descarga-sin-lugar"
    c.get(t.url)
    carpeta.mkdir()
    c.get(d + "/contenido", 200)
    assert s.parar() == 0
    for operacion in ("descargarDocumento", "exportarPaquete", "descargarRegistro"):
        assert motivos(s, operacion) == ["carpeta_temporal: No such file or directory"], operacion
