"""A database at an earlier migration, with data in it, comes to the present one and goes on working."""

import glob
import hashlib
import os
import re
from contextlib import closing

from support.servicio import RAIZ, BaseDatos
from support.tramite import Mundo

MIGRACIONES = sorted(glob.glob(os.path.join(RAIZ, "sql", "migrations", "*.sql")))


def test_de_una_version_poblada(cluster, lanzar):
    b = BaseDatos(cluster)
    primera = open(MIGRACIONES[0], "rb").read()
    with closing(cluster.conectar(b.nombre)) as c, c.cursor() as q:
        q.execute("create table migracion (numero int primary key, nombre text not null, sha256 bytea not null, "
                  "aplicada_en timestamptz not null default now())")
        q.execute(primera.decode())
        q.execute("insert into migracion (numero, nombre, sha256) values (1, %s, %s)",
                  (os.path.basename(MIGRACIONES[0])[:-4], hashlib.sha256(primera).digest()))
        q.execute("insert into organizacion (id, nombre, nivel, cve_ent) values ('00000000-0000-7000-8000-000000000001', 'Tijuana', 'municipal', '02')")
    b.instalar()
    with closing(cluster.conectar(b.nombre)) as c, c.cursor() as q:
        q.execute("select max(numero), count(*) from migracion")
        assert q.fetchone() == (len(MIGRACIONES), len(MIGRACIONES))
        q.execute("select nombre from organizacion where cve_ent = '02'")
        assert q.fetchone() == ("Tijuana",)
    Mundo(b, lanzar(b)).tramite().hasta("concluido")
    assert b.verificar().returncode == 0


def test_cada_consulta_se_prepara(base):
    """Every file of sql/queries fits the schema, and types each of its parameters itself."""
    consultas = sorted(glob.glob(os.path.join(RAIZ, "sql", "queries", "*", "*.sql")))
    assert len(consultas) > 20
    with closing(base.conectar()) as c, c.cursor() as q:
        for n, ruta in enumerate(consultas):
            texto = open(ruta, encoding="utf-8").read()
            if re.match(r"(--.*\n)*create ", texto):  # the runner's own table: not a statement that can be prepared
                continue
            parametros = {int(x) for x in re.findall(r"\$(\d+)", re.sub(r"--.*", "", texto))}
            q.execute(f"prepare c{n} as {texto}")
            q.execute("select cardinality(parameter_types) from pg_prepared_statements where name = %s", (f"c{n}",))
            assert q.fetchone()[0] == len(parametros), ruta
            assert parametros == set(range(1, len(parametros) + 1)), ruta
            assert all(re.search(rf"\${p}::", texto) for p in parametros), f"{ruta}: a parameter whose type is left to be guessed"
