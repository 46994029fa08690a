"""`dictamenctl verificar` finds what a superuser changes beside the chain: cards, columns and counters of the registry."""

from contextlib import closing

import pytest

from conftest import mundo_aparte
from support.inscritos import Asiento


@pytest.fixture(scope="module")
def mundo(cluster):
    with mundo_aparte(cluster) as m:
        yield m


@pytest.fixture(scope="module")
def asiento(mundo):
    a = Asiento(mundo)
    a.anotar("correccion", {"motivo": "x", "cambios": {"lugar_firma": "León, Guanajuato", "areas": ["turismo"]}})
    return a


def test_intacto(mundo, asiento):
    p = mundo.base.verificar()
    assert p.returncode == 0, p.stdout + p.stderr


@pytest.mark.parametrize("sentencia, dice", [
    ("update asiento_ficha set datos = replace(datos, 'León', 'Leon') where n = 2", "ficha"),
    ("update asiento_ficha set denominacion = 'Otra' where n = 2", "columnas"),
    ("update asiento_ficha set vigencia_hasta = '2020-01-01' where n = 1", "columnas"),
    ("update asiento_ficha set pais = 'CN' where n = 2", "columnas"),
    ("update asiento_ficha set seguido = true where n = 2", "columnas"),
    ("update asiento_ficha set hasta = hasta + interval '1 second' where n = 1", "columnas"),
    ("update registro_conteo set n = n + 1 where tabla = 'pais'", "contador"),
    ("insert into registro_conteo values ('pais', 'XX', '', 1)", "contador"),
    ("delete from registro_conteo where tabla = 'area'", "contador"),
    ("update registro_par set n = n - 1 where dimension = 'nivel' and faceta = 'pais'", "contador"),
    ("delete from registro_par where dimension = '' and faceta = ''", "contador"),
    ("update registro_mes set n = n + 1 where dimension = 'inscrito'", "contador"),
    ("delete from registro_mes where dimension = ''", "contador"),
    ("update registro_acto set datos = replace(datos, 'León', 'Leon') where n = 2", "hash")])
def test_se_encuentra(mundo, asiento, sentencia, dice):
    tablas = ("registro_acto", "asiento_ficha", "registro_conteo", "registro_par", "registro_mes")
    with closing(mundo.base.conectar()) as c, c.cursor() as q:
        c.autocommit = True
        q.execute("set session_replication_role = replica")
        for t in tablas:
            q.execute(f"create table copia_{t} as select * from {t}")
        try:
            q.execute(sentencia)
            p = mundo.base.verificar()
            assert p.returncode == 1 and dice in p.stdout, p.stdout + p.stderr
        finally:
            for t in tablas:
                q.execute(f"delete from {t}")
                q.execute(f"insert into {t} select * from copia_{t}")
                q.execute(f"drop table copia_{t}")
    assert mundo.base.verificar().returncode == 0
