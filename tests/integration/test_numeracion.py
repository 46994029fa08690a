"""Numbers of the series (rule 9): two instances at once, and the turn of the year in America/Mexico_City, six hours after that of UTC."""

import re
import threading
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from support.tramite import Mundo, con_gente

MEXICO = ZoneInfo("America/Mexico_City")
PATRON = re.compile(r"AII-(\d{4})-(\d{6})")


def adelanto(anio, mes, dia, hora, minuto):
    return int(datetime(anio, mes, dia, hora, minuto, tzinfo=MEXICO).timestamp() - time.time())


def listos(m, n, firma):
    """Files that lack only to be filed."""
    ts = [m.tramite(fecha_firma_pretendida=firma) for _ in range(n)]
    for t in ts:
        t.documento(t.local, "solicitud")
        t.documento(t.local, "proyecto")
    return ts


def presentar_a_la_vez(por_instancia):
    """Files each file at its instance, all at the same moment; [(instance, folio, instant of the act)]."""
    salidas, barrera = [], threading.Barrier(sum(len(ts) for _, ts in por_instancia))

    def uno(k, m, t):
        c = m.local.otro()
        barrera.wait()
        r = c.post(t.url + "/actos", {"acto": "presentar", "datos": {"declaracion_version_final": True}}, 201, if_match=t.version)
        c.cerrar()
        salidas.append((k, r.json["expediente"]["folio"], r.json["acto"]["registrado_en"]))

    hilos = [threading.Thread(target=uno, args=(k, m, t)) for k, (m, ts) in enumerate(por_instancia) for t in ts]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert len(salidas) == len(hilos)
    for _, folio, instante in salidas:
        assert int(PATRON.fullmatch(folio).group(1)) == datetime.fromisoformat(instante).astimezone(MEXICO).year, (folio, instante)
    return salidas


def numeros(salidas):
    """{year: numbers}"""
    r = {}
    for _, folio, _ in salidas:
        anio, n = map(int, PATRON.fullmatch(folio).groups())
        r.setdefault(anio, []).append(n)
    return r


def test_dos_instancias_al_cambiar_el_anio(cluster, lanzar):
    """
    In the last hours of the year here, the first of the next one in UTC, one instance gives numbers of the old year while the other, whose clock is past midnight,
    begins the new one at 1; then both give numbers of the new year. No number is given twice.
    """
    b, viejo = con_gente(cluster), date.today().year
    vieja = lanzar(b, reloj=True, adelanto=adelanto(viejo, 12, 31, 18, 30))
    nueva = lanzar(b, reloj=True, adelanto=adelanto(viejo + 1, 1, 1, 0, 5))
    antes = Mundo(b, vieja)
    despues = antes.en_puerto(nueva)
    firma = (date(viejo + 1, 1, 1) + timedelta(days=120)).isoformat()
    ts = listos(antes, 18, firma)
    primero = presentar_a_la_vez([(antes, ts[:6]), (despues, ts[6:12])])
    dados = numeros(primero)
    assert {k: int(PATRON.fullmatch(f).group(1)) for k, f, _ in primero} == {0: viejo, 1: viejo + 1}
    assert sorted(dados[viejo]) == sorted(dados[viejo + 1]) == [1, 2, 3, 4, 5, 6]
    vieja.mover_reloj(adelanto(viejo + 1, 1, 1, 0, 30))
    segundo = presentar_a_la_vez([(antes, ts[12:15]), (despues, ts[15:])])
    assert set(numeros(segundo)) == {viejo + 1}
    todos = numeros(primero + segundo)[viejo + 1]
    assert sorted(todos) == list(range(1, 13))
    # The other series turn as well, each from its own beginning.
    ts[0].leer(despues.dgcp)
    despues.dgcp.post(ts[0].url + "/actos", {"acto": "prevenir", "datos": {"plazo_dias_habiles": 5, "faltantes": [
        {"requisito": "Acta", "detalle": "Falta el acta."}]}}, 201, if_match=ts[0].version)
    assert b.sql("select anio, numero, texto from numero where serie = 'oficio_dgcp'") == [(viejo + 1, 1, f"DGCP/0001/{viejo + 1}")]
    repetidos = b.sql("select serie, anio, numero from numero group by 1, 2, 3 having count(*) > 1")
    assert repetidos == [] and b.verificar().returncode == 0
    assert vieja.parar() == 0 and nueva.parar() == 0
    b.borrar()
