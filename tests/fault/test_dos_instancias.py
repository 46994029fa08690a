"""Two services on one database: what one does, the other knows; a request repeated at the other is still one request."""

import threading
import uuid

import pytest
from support.tramite import Mundo, con_gente


@pytest.fixture
def pareja(cluster, lanzar):
    """(people at the first service, the same people at the second)."""
    b = con_gente(cluster)
    una, otra = lanzar(b), lanzar(b)
    m = Mundo(b, una)
    yield m, m.en_puerto(otra)


def test_un_rechazo_no_sale_de_la_memoria(pareja):
    """The other instance moved the file: the answer is that the version is old, not that the act does not proceed."""
    aqui, alla = pareja
    t = aqui.tramite().hasta("presentado")
    aqui.dgcp.get(t.url)
    vieja = t.version
    alla.dgcp.post(t.url + "/actos", {"acto": "turnar"}, if_match=vieja)
    r = aqui.dgcp.post(t.url + "/actos", {"acto": "solicitar_registro"}, 412, if_match=vieja)
    assert r.slug == "version-obsoleta" and str(vieja + 1) in r.json["detail"]
    assert aqui.dgcp.get(t.url).json["estado"] == "turnado"


def test_la_misma_solicitud_en_las_dos(pareja):
    """The same key at both at the same instant: one effect, the same answer (or «under way»), never another refusal."""
    aqui, alla = pareja
    for _ in range(15):
        t = aqui.tramite().hasta("presentado")
        clave, salidas, barrera = uuid.uuid4().hex, [], threading.Barrier(2)

        def pedir(m):
            barrera.wait()
            salidas.append(m.dgcp.post(t.url + "/actos", {"acto": "anotar", "datos": {"nota": "una vez"}}, None, if_match=t.version,
                                       idempotencia=clave))

        hilos = [threading.Thread(target=pedir, args=(m,)) for m in (aqui, alla)]
        for h in hilos:
            h.start()
        for h in hilos:
            h.join()
        assert [r.status for r in salidas] == [201, 201], salidas
        assert salidas[0].body == salidas[1].body
        assert [a["acto"] for a in t.actos(aqui.dgcp)].count("anotar") == 1


def test_la_misma_clave_en_dos_expedientes(pareja):
    aqui, alla = pareja
    uno, dos = aqui.tramite().hasta("presentado"), aqui.tramite().hasta("presentado")
    clave, salidas, barrera = uuid.uuid4().hex, [], threading.Barrier(2)

    def pedir(m, t):
        barrera.wait()
        salidas.append(m.dgcp.post(t.url + "/actos", {"acto": "anotar", "datos": {"nota": "x"}}, None, if_match=t.version, idempotencia=clave))

    hilos = [threading.Thread(target=pedir, args=x) for x in ((aqui, uno), (alla, dos))]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert sorted(r.status for r in salidas) == [201, 422]
    assert next(r for r in salidas if r.status == 422).slug == "idempotencia-otro-cuerpo"
