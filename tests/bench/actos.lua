-- wrk: one legal act after another, each on its file's present version. Every thread owns the files of its own lines and goes round them,
-- so that a file's act is answered long before its next one; the version is counted here, not read from the answers (cheaper for wrk).
-- BENCH_ARCHIVOS: lines "id version"; BENCH_CLAVE, BENCH_HOST, BENCH_NOTA; BENCH_HILOS.
local hilos_hechos = 0

function setup(thread)
  thread:set("hilo", hilos_hechos)
  hilos_hechos = hilos_hechos + 1
end

function init()
  local hilos, n = tonumber(os.getenv("BENCH_HILOS")), 0
  local cuerpo = '{"acto":"anotar","datos":{"nota":"' .. os.getenv("BENCH_NOTA") .. '"}}'
  local fijo = " HTTP/1.1\r\nHost: " .. os.getenv("BENCH_HOST") .. "\r\nAuthorization: Bearer " .. os.getenv("BENCH_CLAVE") ..
    "\r\nContent-Type: application/json\r\nContent-Length: " .. #cuerpo .. '\r\nIf-Match: "'
  antes, version, despues = {}, {}, '"\r\n\r\n' .. cuerpo
  for linea in io.lines(os.getenv("BENCH_ARCHIVOS")) do
    local id, v = linea:match("^(%S+) (%d+)$")
    if n % hilos == hilo then
      antes[#antes + 1] = "POST /v1/expedientes/" .. id .. "/actos" .. fijo
      version[#version + 1] = tonumber(v)
    end
    n = n + 1
  end
  k = 0
  de_prueba = hilo == 0 -- wrk asks the first thread for one request that it never sends
end

function request()
  local i = k % #antes + 1
  local r = antes[i] .. version[i] .. despues
  if de_prueba then
    de_prueba = false
  else
    version[i] = version[i] + 1
    k = k + 1
  end
  return r
end

function done(resumen, latencia)
  local e = resumen.errors
  io.write(string.format("BENCH %d %d %d %d %d %d\n", resumen.requests, resumen.duration, e.status, e.connect + e.read + e.write + e.timeout,
    latencia:percentile(50), latencia:percentile(99)))
end
