"""The statistics' tables as tests look at them."""


def tabla(r, clave):
    t, = [x for x in r["tablas"] if x["clave"] == clave]
    return t


def celdas(t):
    """{(row, column): n} of what is not 0; without columns {row: n}."""
    if not t["columnas"]:
        return {f["clave"]: f["total"] for f in t["filas"] if f["total"]}
    return {(f["clave"], k["clave"]): n for f in t["filas"] for k, n in zip(t["columnas"], f["celdas"]) if n}


def centesimas(x):
    return round(x * 100)


def suma_bien(r):
    """Every table adds up, in counts and in hundredths of a per cent."""
    for t in r["tablas"]:
        assert sum(f["total"] for f in t["filas"]) == t["totales"]["total"], t["clave"]
        if t["exclusiva"]:
            assert t["totales"]["total"] == r["total"], t["clave"]
        if t["totales"]["total"]:
            assert sum(centesimas(f["porcentaje"]) for f in t["filas"]) == 10000, t["clave"]
        for f in t["filas"]:
            if t["columnas"]:
                assert sum(f["celdas"]) == f["total"]
                if f["total"]:
                    assert sum(map(centesimas, f["porcentajes"])) == 10000, (t["clave"], f)
                else:
                    assert f["porcentajes"] == [None] * len(t["columnas"])
        if t["columnas"]:
            assert t["totales"]["celdas"] == [sum(col) for col in zip(*(f["celdas"] for f in t["filas"]))]
    return r
