"""Statistics of the procedure: computed once a day from the journals, and safe to publish."""

import time
from support.tramite import Mundo, con_gente

URL = "/v1/estadisticas/tramite"


def esperar(c, plazo=30):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        r = c.pedir("GET", URL)
        if r.status == 200:
            return r
        assert r.status == 503 and r.slug == "estadistica-pendiente" and int(r.headers["Retry-After"]) >= 1
        time.sleep(0.1)
    raise AssertionError(r)


def de(filas):
    return {f["clave"]: f["expedientes"] for f in filas if f["expedientes"] is not None}


def test_del_diario_a_las_cifras(cluster, lanzar):
    b = con_gente(cluster)
    s = lanzar(b)
    m = Mundo(b, s)
    for _ in range(3):
        m.tramite().hasta("en_revision").observar()
    for _ in range(4):
        m.tramite().hasta("turnado")
    m.tramite(local="merida").hasta("presentado")
    m.tramite()
    vacio = esperar(m.anonimo()).json
    assert vacio["expedientes"] is None and not de(vacio["por_estado"]) and not vacio["pasos"]
    b.sql("delete from censo")
    otro = lanzar(b).cliente()
    r = esperar(otro)
    j = r.json
    assert j["expedientes"] == 8 and j["minimo"] == 3
    # three observed, four turned, one presented: the last is hidden, and with it the smallest other, or it could be computed
    assert de(j["por_estado"]) == {"turnado": 4}
    assert de(j["por_entidad"]) == {}
    anio, = j["por_anio"]
    assert anio["presentados"] == 8 and anio["observados"] == {"expedientes": 3, "porcentaje": 37.5}
    assert anio["tarde"] is None and anio["negados"] is None and anio["devueltos"] is None and anio["firmados_sin_inscribir"] is None
    pasos = {p["paso"]: p for p in j["pasos"]}
    assert set(pasos) == {"presentado", "turnado", "en_revision"}
    assert pasos["presentado"]["expedientes"] == 7 and pasos["presentado"]["mediana"] == 0 and pasos["presentado"]["oficina"] == "dgcp"
    assert pasos["en_revision"] == {"oficina": "cja", "paso": "en_revision", "nombre": pasos["en_revision"]["nombre"], "anio": anio["anio"], "expedientes": 3,
                                    "mediana": 0, "percentil_90": 0}
    assert otro.get(URL, 304, encabezados={"If-None-Match": r.etag}).etag == r.etag
    assert otro.get(URL).body == r.body
    # once a day: what comes later today is not in it
    m.tramite().hasta("presentado")
    time.sleep(1.5)
    assert otro.get(URL).body == r.body and b.sql("select count(*) from censo") == [(1,)]
    otro.get(URL + "?anio=2026", 400)
    b.borrar()


def test_cada_dia_de_nuevo(mundo_reloj, servicio_reloj, base):
    esperar(mundo_reloj.anonimo())
    antes = base.sql("select max(dia) from censo")
    servicio_reloj.mover_reloj(2 * 86400)
    fin = time.monotonic() + 20
    while base.sql("select max(dia) from censo") == antes and time.monotonic() < fin:
        time.sleep(0.2)
    assert base.sql("select max(dia) from censo") > antes
