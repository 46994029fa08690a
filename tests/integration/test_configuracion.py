"""What is configured, and the document that says it."""

import os
import subprocess

from support.contrato import RAIZ
from support.servicio import BIN


def test_el_documento_es_el_del_programa():
    p = subprocess.run([os.path.join(BIN, "dictamend"), "--config-doc"], capture_output=True, check=True, timeout=60)
    with open(os.path.join(RAIZ, "docs", "configuracion.md"), "rb") as f:
        assert f.read() == p.stdout, "docs/configuracion.md is not what dictamend --config-doc prints"
