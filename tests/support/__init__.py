"""What the Python tests share: a throw-away cluster, the service under test, a client that holds every answer against openapi.yaml."""
