"""The signed copy from upload to result, with scans whose faults are known (tests/escaneos)."""

import os
import subprocess
import time

import pytest

from escaneos import escanear, generar, medir
from escaneos.acuerdos import ACUERDOS
from support import archivos, bombas
from support.contrato import contrato
from support.tramite import Mundo, con_gente


def terminado(quien, url, plazo=240, estados=("hecho", "fallido")):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        r = quien.get(url).json
        if r["estado"] in estados:
            return r
        time.sleep(0.3)
    raise AssertionError(r)


def revision(m, t):
    """The one job that reviews the copy; acts owe others besides."""
    j, = [x for x in m.dgcp.get(t.url + "/trabajos").json["datos"] if x["clase"] == "revisar_copia"]
    return j


def repetir(pdf, veces, carpeta):
    """The sheets of a scan over and over."""
    una, todas = carpeta / "una.pdf", carpeta / "todas.pdf"
    una.write_bytes(pdf)
    subprocess.run(["qpdf", "--empty", "--pages", *[str(una)] * veces, "--", str(todas)], check=True)
    return todas.read_bytes()


def presentada(m, n, cambiar=lambda pdf: pdf):
    """A file whose copy is scan `n`, sent with what its plan declares: (tramite, plan, job)."""
    p, pdf, docx = generar.hacer(n)
    pdf = cambiar(pdf)
    t = m.tramite(lugar_firma=p["lugar_declarado"])
    t.documento(t.local, "solicitud")
    t.documento(t.local, "proyecto", docx)
    t.acto(t.local, "presentar", {"declaracion_version_final": True})
    t.turnar()
    t.recibir()
    t.documento("cja", "proyecto_dictamen")
    t.acto("titular", "dictaminar", {"sentido": "procedente_con_recomendaciones", "fundamento": "Artículos 2-II y 7 de la LCT.", "motivacion": "Procede.",
                                     "recomendaciones": [{"clausula": r["clausula"], "texto": r["texto"]} for r in p["recomendaciones"]]})
    t.responder()
    t.documento(t.local, "copia_firmada", pdf)
    numeros = [r["numero"] for r in t.leer()["observaciones"] if r["tipo"] == "recomendacion" and not r.get("respuesta")]
    t.acto(t.local, "remitir_copia", {"fecha_suscripcion": p["fecha_declarada"], "lugar_suscripcion": p["lugar_declarado"],
                                      "respuestas": [{"numero": k, "respuesta": "Se atendió."} for k in numeros]})
    return t, p, revision(m, t)


def test_una_recomendacion_omitida_se_halla(mundo):
    """Scan 0: one recommendation was left out. It is pointed at, and nothing else is; the local government sees the sheets alone."""
    t, p, j = presentada(mundo, 0)
    hecho = terminado(mundo.dgcp, f"/v1/trabajos/{j['id']}")
    assert hecho["estado"] == "hecho", hecho
    r = hecho["resultado"]
    assert not contrato.errores({"$ref": "#/components/schemas/RevisionCopia"}, r)
    assert r["documento"]["integro"] and r["dictaminado"]["version"] == 1
    assert [x["resultado"] for x in r["recomendaciones"]] == ["hallada" if x["incorporada"] else "no_hallada" for x in p["recomendaciones"]]
    assert all(x["pagina"] >= 1 and x["pasaje"] for x in r["recomendaciones"] if x["resultado"] == "hallada")
    assert r["suscripcion"]["fecha"]["resultado"] == r["suscripcion"]["lugar"]["resultado"] == "coincide"
    assert r["legibilidad"]["foliatura"] == {"total": 3, "faltan": []}
    f = r["suscripcion"]["firmas"]
    assert f["trazos"] == len(f["marcas"]) >= 2 and "De quién son lo dice una persona" in f["nota"]
    assert all(x["pagina"] == 3 and x["izquierda"] < x["derecha"] and x["arriba"] < x["abajo"] for x in f["marcas"])
    assert any(x["derecha"] <= 50 for x in f["marcas"]) and any(x["izquierda"] >= 50 for x in f["marcas"]), "one hand in each half of the last sheet"
    firmantes = " ".join(x["texto"] for x in f["lineas"])
    assert all(nombre in firmantes for _, nombre, _ in ACUERDOS[p["acuerdo"]].firmas), firmantes
    assert hecho["avance"]["hechas"] == hecho["avance"]["total"] == 3
    local = mundo.local.get(f"/v1/trabajos/{j['id']}").json["resultado"]
    assert set(local) == {"documento", "atencion", "legibilidad"} and local["atencion"] == []
    assert not contrato.errores({"$ref": "#/components/schemas/RevisionCopia"}, local)


def test_las_comprobaciones_de_unas_pocas(record_property):
    """The short form of tests/escaneos/medir.py: a missing sheet with another date, a blank sheet with another place, a changed figure."""
    import tempfile
    with tempfile.TemporaryDirectory() as carpeta:
        cuentas, _, confianza = medir.medir(carpeta, (1, 2, 3))
    for prueba, c in cuentas[False].items():
        record_property(f"3 copias, {prueba}", f"{c.buenos} halladas, {c.falsos} falsas, {c.perdidos} no vistas")
    assert confianza > 80
    for prueba, c in cuentas[False].items():
        assert not c.perdidos and not c.falsos, (prueba, c.detalle)
    assert all(cuentas[False][x].buenos for x in ("hoja que falta", "hoja en blanco", "cifra alterada", "fecha distinta o ausente", "lugar distinto o ausente"))


def revisada(carpeta, n, hoja):
    """(plan, result) of scan `n` whose sheets `hoja` makes, without a service."""
    p = generar.escribir(carpeta, n, hoja)
    r, _ = medir.revisar(carpeta, p)
    assert not contrato.errores({"$ref": "#/components/schemas/RevisionCopia"}, r)
    return p, r


def test_las_hojas_de_cabeza_y_de_lado_se_leen(tmp_path):
    """One sheet on its head, one on each side: read as if they lay as they should, and said of each."""
    giros = {1: 180, 2: 90, 3: 270}
    p, r = revisada(str(tmp_path), 0, lambda k, im, azar: escanear.digitalizar(im, azar, 200, 0.6, 6).rotate(giros[k], expand=True))
    assert [h.get("girada") for h in r["legibilidad"]["hojas"]] == [180, 90, 270]
    assert [h["fallas"] for h in r["legibilidad"]["hojas"]] == [["girada"]] * 3
    assert [(h["ancho_mm"], h["alto_mm"]) for h in r["legibilidad"]["hojas"]] == [(216, 279)] * 3
    assert [a["pagina"] for a in r["atencion"] if a["codigo"] == "girada"] == [1, 2, 3]
    assert [x["resultado"] for x in r["recomendaciones"]] == ["hallada" if x["incorporada"] else "no_hallada" for x in p["recomendaciones"]]
    assert r["suscripcion"]["fecha"]["resultado"] == r["suscripcion"]["lugar"]["resultado"] == "coincide"
    assert r["legibilidad"]["foliatura"] == {"total": 3, "faltan": []} and r["suscripcion"]["firmas"]["trazos"] >= 2


def test_una_fotografia_a_la_sombra_se_lee(tmp_path):
    """A telephone's photograph, seen from below and half in the shadow: every line of it is read, and nothing is said of unread ones."""
    p, r = revisada(str(tmp_path), 0, lambda k, im, azar: escanear.fotografiar(im, azar, 200, fuga=0.06, sombra=0.6))
    assert all(h["sin_leer"] == 0 and not h["fallas"] for h in r["legibilidad"]["hojas"]), r["legibilidad"]
    assert [x["resultado"] for x in r["recomendaciones"]] == ["hallada" if x["incorporada"] else "no_hallada" for x in p["recomendaciones"]]


def test_donde_faltan_renglones_nada_se_da_por_no_hallado(tmp_path):
    """A photograph of which lines are lost, while the words that were read are trusted: each sheet says so, and what is not found is not said to be missing."""
    p, r = revisada(str(tmp_path), 0, lambda k, im, azar: escanear.fotografiar(im, azar, 200, fuga=0.2, sombra=0.8))
    con = [h for h in r["legibilidad"]["hojas"] if "renglones_sin_leer" in h["fallas"]]
    assert con and all(h["sin_leer"] >= 5 and h["confianza"] >= 80 and "ilegible" not in h["fallas"] for h in con), r["legibilidad"]
    assert [a["pagina"] for a in r["atencion"] if a["codigo"] == "renglones_sin_leer"] == [h["pagina"] for h in con]
    vistas = [x["resultado"] for x in r["recomendaciones"]]
    assert "no_hallada" not in vistas and "ilegible" in [v for v, x in zip(vistas, p["recomendaciones"]) if x["incorporada"]], vistas
    assert "quitada" not in {c["resultado"] for c in r["clausulas"]} and "ilegible" in {c["resultado"] for c in r["clausulas"]}
    assert "no_hallada" not in (r["suscripcion"]["fecha"]["resultado"], r["suscripcion"]["lugar"]["resultado"])


def test_una_copia_con_texto_propio_no_necesita_lectura(mundo):
    """A copy that is no scan: its text layer is taken as it is."""
    t = mundo.tramite().hasta("respondido")
    t.remitir_copia()
    j = revision(mundo, t)
    r = terminado(mundo.dgcp, f"/v1/trabajos/{j['id']}")["resultado"]
    assert not contrato.errores({"$ref": "#/components/schemas/RevisionCopia"}, r)
    assert len(r["legibilidad"]["hojas"]) == 1 and r["suscripcion"]["fecha"]["resultado"] == "no_hallada"
    assert {"fecha_no_hallada", "lugar_no_hallada"} <= {a["codigo"] for a in r["atencion"]}


def test_sin_tesseract_el_trabajo_espera(cluster, lanzar):
    """The tool is missing: said plainly, tried again later, and everything else goes on."""
    b = con_gente(cluster)
    s = lanzar(b, {"DICTAMEN_TESSERACT": "/usr/bin/no-hay-tesseract"})
    m = Mundo(b, s)
    t, _, j = presentada(m, 0)
    fin = time.monotonic() + 120
    while time.monotonic() < fin:
        r = m.dgcp.get(f"/v1/trabajos/{j['id']}").json
        if r.get("problema"):
            break
        time.sleep(0.2)
    assert r["estado"] in ("pendiente", "en_curso") and r["problema"]["codigo"] == "herramienta-no-disponible" and "tesseract" in r["problema"]["detalle"]
    assert t.solicitar_registro().status == 201
    assert s.parar() == 0


def test_una_copia_hostil_es_un_hallazgo(mundo):
    """A poster of a page and one that says it is a scan and is nothing: a result, not a failure."""
    ancho = archivos.pdf("x").replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [0 0 14000 9000]").replace(b"(x)", b"( )")
    t = mundo.tramite().hasta("respondido")
    t.documento(t.local, "copia_firmada", ancho)
    t.acto(t.local, "remitir_copia", {"fecha_suscripcion": "2026-01-05", "lugar_suscripcion": "Kioto"})
    j = revision(mundo, t)
    r = terminado(mundo.dgcp, f"/v1/trabajos/{j['id']}")
    assert r["estado"] == "hecho", r
    assert r["resultado"]["legibilidad"]["hojas"][0]["origen"] in ("blanca", "no_leida")


def test_una_copia_con_imagenes_bomba(mundo):
    """Each of its sheets but the first asks for gigabytes: none is drawn, each is pointed at, and the first is read."""
    t = mundo.tramite().hasta("respondido")
    t.documento(t.local, "copia_firmada", bombas.pdf(*bombas.BOMBAS))
    t.acto(t.local, "remitir_copia", {"fecha_suscripcion": "2026-01-05", "lugar_suscripcion": "Kioto"})
    r = terminado(mundo.dgcp, f"/v1/trabajos/{revision(mundo, t)['id']}")
    assert r["estado"] == "hecho" and not contrato.errores({"$ref": "#/components/schemas/RevisionCopia"}, r["resultado"]), r
    primera, *demas = r["resultado"]["legibilidad"]["hojas"]
    assert primera["origen"] == "texto" and len(demas) == len(bombas.BOMBAS)
    assert {(h["origen"], h["motivo"], tuple(h["fallas"])) for h in demas} == {("no_leida", "imagen_desmedida", ("no_leida",))}
    assert [a["pagina"] for a in r["resultado"]["atencion"] if a["codigo"] == "no_leida"] == [h["pagina"] for h in demas]


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="needs /proc")
def test_el_avance_se_ve_y_sobrevive_a_una_muerte(cluster, lanzar, tmp_path):
    """Progress moves sheet by sheet; kill -9 between the first and the last; the next service begins the copy anew and goes on to the end, again sheet by sheet (the
    lease's end is moved here by hand)."""
    b = con_gente(cluster)
    s = lanzar(b)
    m = Mundo(b, s)
    vistos = []

    def mirar(quien, url, hasta):
        fin = time.monotonic() + 240
        while time.monotonic() < fin:
            r = quien.get(url).json
            a = r["avance"]
            if not vistos or vistos[-1] != (a["hechas"], a["texto"]):
                vistos.append((a["hechas"], a["texto"]))
            if hasta(r):
                return r
            time.sleep(0.02)
        raise AssertionError(r)

    HOJAS = 12
    _, p, j = presentada(m, 0, lambda pdf: repetir(pdf, HOJAS // 3, tmp_path))
    url = f"/v1/trabajos/{j['id']}"
    visto = mirar(m.dgcp, url, lambda r: r["avance"]["hechas"] > 0 or r["estado"] == "hecho")
    assert visto["estado"] == "en_curso" and 0 < visto["avance"]["hechas"] < visto["avance"]["total"] == HOJAS, visto
    assert f"Página {visto['avance']['hechas'] + 1} de {HOJAS}" in visto["avance"]["texto"], visto
    s.matar()
    b.sql("update trabajo set disponible_en = now() where id = %s", j["id"])
    m = m.en_puerto(lanzar(b))
    vistos.clear()
    r = mirar(m.dgcp, url, lambda r: r["estado"] in ("hecho", "fallido"))
    assert r["estado"] == "hecho" and r["intentos"] == 2 and r["avance"]["hechas"] == r["avance"]["total"] == HOJAS, r
    hechas = [h for h, _ in vistos]
    assert hechas[-1] == HOJAS and set(hechas) <= set(range(HOJAS + 1)) and set(hechas[hechas.index(0):]) & set(range(1, HOJAS)), vistos
    assert [x["resultado"] == "hallada" for x in r["resultado"]["recomendaciones"]] == [x["incorporada"] for x in p["recomendaciones"]]


def test_los_textos_de_los_acuerdos_son_distintos():
    """The generator's own sanity: each recommendation changes its clause, and each figure stands where it is said to."""
    for a in ACUERDOS:
        aprobadas = {c.clave: c.parrafos for c in a.clausulas}
        firmadas = generar.clausulas_firmadas(a, [], None)
        for r in a.recomendaciones:
            assert firmadas[r.clave] != aprobadas[r.clave]
        for clave, de, _ in a.cifras:
            assert any(de in t for t in aprobadas[clave])
    assert len({generar.plan(n)[0]["id"] for n in range(generar.CUANTOS)}) == generar.CUANTOS >= 40
